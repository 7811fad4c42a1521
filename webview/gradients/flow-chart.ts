import { axisBottom, axisLeft, line, scaleLinear, select as pick } from "d3";
import type { KeptGradients } from "../../src/document/protocol/gradients";
import { formatReal } from "../../src/reports/format";
import type { GradientsReport } from "../../src/reports/types/gradients";
import { addAxisTitles } from "../charts/axis-titles";
import { ChartWalk } from "../charts/walk";
import type { Explain } from "../concepts/explainer";
import { make } from "../dom";
import { t } from "../l10n";

const HEIGHT = 260;
const LEFT = 62;
const RIGHT = 16;
const TOP = 10;
const BOTTOM = 26;
/** The concept of what gradients do along the depth. */
const VANISHING = 6;

type Point = GradientsReport["depth"][number];
type Course = "activation" | "gradient" | "weight" | "twin";

/** By name, which is the class of its line, too: each has a dash of its own. */
export const COURSES: Readonly<Record<Course, string>> = {
  activation: t("activations"),
  gradient: t("gradients of activations"),
  weight: t("gradients of weights"),
  twin: t("gradients of activations, fresh weights"),
};

/** Scale of activations and gradients along the trunk, a decade a line of the grid. */
export class FlowChart {
  readonly element = make("figure", { class: "chart flow-chart" });
  private readonly svg = pick(this.element).append("svg");
  private readonly walk = new ChartWalk(this.svg, t("Values of the trunk"), {
    count: () => this.points.length,
    placeAt: (pixel) => this.placeAt(pixel),
    text: (at) => this.text(at),
    onmove: () => this.draw(),
    onchoose: (at) => this.choose(at),
  });
  private points: readonly Point[] = [];
  private ids: KeptGradients["depth"] = [];
  private selected: string | undefined;

  constructor(
    private readonly onselect: (id: string) => void,
    explain: Explain,
  ) {
    const legend = Object.entries(COURSES).map(([name, text]) =>
      make("span", { class: `key ${name}`, text }),
    );
    this.element.prepend(
      make("figcaption", { text: t("Root mean squares along the trunk, from input to output") }),
      make("div", { class: "depth-legend" }, ...legend),
    );
    addAxisTitles(this.svg.node(), {
      left: explain(t("root mean square"), VANISHING),
      below: t("layer of the trunk"),
    });
    this.element.append(this.walk.note);
    new ResizeObserver(() => this.draw()).observe(this.element);
  }

  show({ report, depth }: KeptGradients): void {
    this.points = report.depth;
    this.ids = depth;
    this.element.classList.toggle("alone", report.twin === null);
    this.walk.begin(t("Arrow keys walk along the trunk; Enter goes to the node."));
    this.draw();
  }

  mark(selected: string | undefined): void {
    if (selected === this.selected) return;
    this.selected = selected;
    this.draw();
  }

  private draw(): void {
    const width = this.element.clientWidth;
    const known = this.points.flatMap((point) => names().flatMap((name) => point[name] ?? []));
    this.svg.attr("width", width).attr("height", HEIGHT).selectAll("*").remove();
    if (width === 0 || known.length === 0) return;
    const least = Math.floor(Math.min(...known));
    const most = Math.max(least + 1, Math.ceil(Math.max(...known)));
    const y = scaleLinear([least, most], [HEIGHT - BOTTOM, TOP]);
    const x = this.scale();
    this.axes(x, y, width);
    for (const name of names()) {
      const path = line<Point>()
        .defined((point) => point[name] !== null)
        .x((_, at) => x(at))
        .y((point) => y(point[name] ?? 0));
      this.svg.append("path").attr("class", `course ${name}`).attr("d", path(this.points));
    }
    this.ids.forEach((id, at) => {
      if (id !== null && id === this.selected) this.rule("chosen", x(at));
    });
    if (this.walk.at >= 0) this.rule("cursor", x(this.walk.at));
  }

  private axes(
    x: ReturnType<FlowChart["scale"]>,
    y: ReturnType<typeof scaleLinear<number, number>>,
    width: number,
  ): void {
    const group = (at: string) => this.svg.append("g").attr("class", "axis").attr("transform", at);
    const many = Math.max(1, Math.min(this.points.length, Math.floor(width / 80)));
    group(`translate(0,${HEIGHT - BOTTOM})`).call(
      axisBottom(x)
        .ticks(many)
        .tickFormat((at) => (Number.isInteger(Number(at)) ? String(Number(at) + 1) : "")),
    );
    const decades = axisLeft(y)
      .ticks(Math.min(10, (y.domain()[1] ?? 1) - (y.domain()[0] ?? 0)))
      .tickSize(-(width - LEFT - RIGHT))
      .tickFormat((power) => formatReal(10 ** Number(power)));
    group(`translate(${LEFT},0)`).call(decades);
  }

  private rule(name: string, x: number): void {
    this.svg
      .append("line")
      .attr("class", name)
      .attr("x1", x)
      .attr("x2", x)
      .attr("y1", TOP)
      .attr("y2", HEIGHT - BOTTOM);
  }

  private scale() {
    const width = this.element.clientWidth;
    return scaleLinear([0, Math.max(1, this.points.length - 1)], [LEFT + 6, width - RIGHT]);
  }

  private placeAt(pixel: number): number {
    return Math.max(0, Math.min(this.points.length - 1, Math.round(this.scale().invert(pixel))));
  }

  private text(at: number): string {
    const point = this.points[at];
    if (point === undefined) return "";
    const parts = names().flatMap((name) => {
      const power = point[name];
      return power === null ? [] : [`${COURSES[name]} ${formatReal(10 ** power)}`];
    });
    return `${at + 1}, ${point.value}: ${parts.join(", ")}`;
  }

  private choose(at: number): void {
    const id = this.ids[at];
    if (id !== null && id !== undefined) this.onselect(id);
  }
}

function names(): readonly Course[] {
  return ["activation", "gradient", "weight", "twin"];
}
