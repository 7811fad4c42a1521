import { axisLeft, scaleLinear, select as pick } from "d3";
import type { KeptGradients } from "../../src/document/protocol/gradients";
import { formatReal } from "../../src/reports/format";
import type { GradientsReport } from "../../src/reports/types/gradients";
import { addAxisTitles } from "../charts/axis-titles";
import { notationOf } from "../charts/notation";
import { TrunkPlot } from "../charts/trunk-plot";
import { ChartWalk } from "../charts/walk";
import type { Explain } from "../concepts/explainer";
import { make } from "../dom";
import { t } from "../l10n";

/** The concept of what gradients do along the depth. */
const VANISHING = 6;

const HINT = t("Arrow keys walk along the trunk; Enter goes to the node.");
const NO_TRUNK = t(
  "There is no course to draw: no layer lies on every way from input to output. The bars and the table show each layer by itself.",
);

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
  private readonly plot = new TrunkPlot(this.svg, this.element, { height: 260, right: 16 });
  private readonly walk = new ChartWalk(this.svg, t("Values of the trunk"), {
    count: () => this.points.length,
    placeAt: (pixel) => this.plot.placeAt(pixel),
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
    this.walk.begin(this.points.length === 0 ? NO_TRUNK : HINT);
    this.draw();
  }

  mark(selected: string | undefined): void {
    if (selected === this.selected) return;
    this.selected = selected;
    this.draw();
  }

  private draw(): void {
    const { points, plot } = this;
    const known = points.flatMap((point) => names().flatMap((name) => point[name] ?? []));
    this.svg.classed("empty", known.length === 0);
    if (!plot.clear(points.length) || known.length === 0) return;
    const least = Math.floor(Math.min(...known));
    const most = Math.max(least + 1, Math.ceil(Math.max(...known)));
    const y = scaleLinear([least, most], plot.heights);
    const ticks = Math.min(10, most - least);
    const text = notationOf(y.ticks(ticks).map((power) => 10 ** power));
    const decades = axisLeft(y)
      .ticks(ticks)
      .tickSize(-plot.width)
      .tickFormat((power) => text(10 ** Number(power)));
    plot.axes().left.call(decades);
    for (const name of names()) {
      const powers = points.map((point) => point[name]);
      plot.course(
        name,
        powers.map((power) => (power === null ? undefined : y(power))),
      );
    }
    this.ids.forEach((id, at) => {
      if (id !== null && id === this.selected) plot.rule("chosen", at);
    });
    if (this.walk.at >= 0) plot.rule("cursor", this.walk.at);
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
