import { area, axisBottom, axisLeft, bisector, curveStepAfter, scaleLinear, select as pick } from "d3";
import type { Breakdown, MemoryCourse, MemoryPoint } from "../../src/document/protocol/requests";
import { formatBytes, formatCount, formatInteger } from "../../src/reports/format";
import { make } from "../dom";
import { fitted, widthOf } from "../graph/letters";
import type { Tooltip } from "../graph/tooltip";
import { t } from "../l10n";
import type { Explain } from "../concepts/explainer";
import { addAxisTitles } from "./axis-titles";
import { openText } from "./measures";

const HEIGHT = 118;
const LEFT = 62;
const TOP = 20;
const RIGHT = 10;
const BOTTOM = 20;
/** The concept of what makes a network smaller. */
const REDUCING_COMPUTATION = 45;
const TEXT_SIZE = 11;

/** Bytes of activations alive while each node runs, in the order of running, with the peak marked. */
export class MemoryChart {
  readonly element = make("figure", { class: "chart memory" });
  private readonly svg = pick(this.element).append("svg").attr("tabindex", 0).attr("role", "slider");
  private readonly note = make("p", { class: "quiet" });
  private course: MemoryCourse | undefined;
  /** The place in the points where pointer or keyboard stand. */
  private at = 0;
  private selected = "";
  private width = 0;

  constructor(
    private readonly tooltip: Tooltip,
    private readonly onselect: (id: string) => void,
    explain: Explain,
  ) {
    const caption = make("figcaption", { text: t("Activation memory in the order of running") });
    this.element.prepend(make("div", { class: "chart-head" }, caption));
    addAxisTitles(this.svg.node(), {
      left: explain(t("bytes of activations alive"), REDUCING_COMPUTATION),
      below: t("node, in the order of running"),
    });
    this.element.append(this.note);
    const svg = this.svg.node();
    if (svg === null) throw new Error("The page has no place for the memory chart.");
    svg.addEventListener("pointermove", (event) => this.point(event, svg));
    svg.addEventListener("pointerleave", () => this.leave());
    svg.addEventListener("click", (event) => {
      this.point(event, svg);
      this.choose();
    });
    svg.addEventListener("keydown", (event) => this.key(event));
    svg.addEventListener("focus", () => this.svg.classed("pointed", true));
    svg.addEventListener("blur", () => this.svg.classed("pointed", false));
  }

  show({ memory, open }: Breakdown): void {
    this.course = memory;
    const { points, peak, steps } = memory;
    this.at = points.findIndex(({ step }) => step === peak?.step);
    this.note.textContent =
      points.length > 0 ? "" : steps === 0 ? t("The main graph has no nodes.") : openText(open);
    this.svg.classed("empty", points.length === 0);
    this.draw();
  }

  resize(width: number): void {
    this.width = width;
    this.draw();
  }

  select(id: string): void {
    this.selected = id;
    this.draw();
  }

  private draw(): void {
    const { course } = this;
    if (course === undefined || course.peak === null || this.width === 0) return;
    const { peak, points, steps } = course;
    const { x, y } = this.scales(steps, peak.bytes);
    this.svg.attr("width", this.width).attr("height", HEIGHT).selectAll("*").remove();
    const shape = area<MemoryPoint>()
      .x(({ step }) => x(step))
      .y0(y(0))
      .y1(({ bytes }) => y(bytes))
      .curve(curveStepAfter);
    const last = points.at(-1);
    // The last node has a width too.
    const ended = last === undefined ? points : [...points, { ...last, step: last.step + 1 }];
    this.svg.append("path").attr("class", "area").attr("d", shape(ended));
    this.drawAxes(x, y);
    const chosen = points.find(({ id }) => id === this.selected);
    if (chosen !== undefined) {
      this.svg
        .append("circle")
        .attr("class", "chosen")
        .attr("cx", x(chosen.step + 0.5))
        .attr("cy", y(chosen.bytes))
        .attr("r", 4);
    }
    this.drawPeak(peak, x(peak.step + 0.5), y(peak.bytes));
    this.svg
      .append("line")
      .attr("class", "cursor")
      .attr("y1", TOP)
      .attr("y2", HEIGHT - BOTTOM);
    this.drawCursor();
  }

  private scales(steps: number, most: number) {
    return {
      x: scaleLinear([0, Math.max(1, steps)], [LEFT, this.width - RIGHT]),
      y: scaleLinear([0, Math.max(1, most)], [HEIGHT - BOTTOM, TOP]),
    };
  }

  private drawAxes(
    x: ReturnType<typeof scaleLinear<number>>,
    y: ReturnType<typeof scaleLinear<number>>,
  ): void {
    const many = Math.max(2, Math.floor(this.width / 120));
    const whole = x.ticks(many).filter(Number.isInteger);
    this.svg
      .append("g")
      .attr("class", "axis")
      .attr("transform", `translate(0,${HEIGHT - BOTTOM})`)
      .call(
        axisBottom<number | { valueOf(): number }>(x)
          .tickValues(whole)
          .tickFormat((step) => formatInteger(step.valueOf()))
          .tickSizeOuter(0),
      );
    this.svg
      .append("g")
      .attr("class", "axis")
      .attr("transform", `translate(${LEFT},0)`)
      .call(
        axisLeft<number | { valueOf(): number }>(y)
          .ticks(3)
          .tickFormat((bytes) => formatBytes(bytes.valueOf()))
          .tickSizeOuter(0),
      );
  }

  /** A mark with its text beside it, at the side where there is more room. */
  private drawPeak({ name, bytes }: MemoryPoint, x: number, y: number): void {
    this.svg.append("circle").attr("class", "peak").attr("cx", x).attr("cy", y).attr("r", 3.5);
    const right = x < (LEFT + this.width) / 2;
    const room = right ? this.width - RIGHT - x - 24 : x - LEFT - 24;
    const amount = t("Peak {0}", formatBytes(bytes));
    const text = `${amount}, ${fitted(name, room - widthOf(`${amount}, `, TEXT_SIZE, true), TEXT_SIZE, "middle", true)}`;
    this.svg
      .append("text")
      .attr("class", "peak-text")
      .attr("x", right ? x + 8 : x - 8)
      .attr("y", y - 6)
      .attr("text-anchor", right ? "start" : "end")
      .text(text);
  }

  private drawCursor(): void {
    const point = this.course?.points[this.at];
    if (this.course === undefined || point === undefined) return;
    const { x } = this.scales(this.course.steps, 1);
    this.svg
      .select(".cursor")
      .attr("x1", x(point.step + 0.5))
      .attr("x2", x(point.step + 0.5));
    this.svg
      .attr("aria-label", t("Activation memory in the order of running"))
      .attr("aria-valuemin", 1)
      .attr("aria-valuemax", this.course.steps)
      .attr("aria-valuenow", point.step + 1)
      .attr("aria-valuetext", textOf(point, this.course.steps).join(", "));
  }

  private point({ clientX, clientY }: MouseEvent, svg: SVGSVGElement): void {
    if (this.course === undefined || this.course.points.length === 0) return;
    const { points, steps } = this.course;
    const left = svg.getBoundingClientRect().left;
    const step = this.scales(steps, 1).x.invert(clientX - left);
    this.at = Math.min(
      points.length - 1,
      bisector<MemoryPoint, number>(({ step: own }) => own + 1).right(points, step),
    );
    this.svg.classed("pointed", true);
    this.drawCursor();
    const point = points[this.at];
    if (point === undefined) return;
    const [title = "", ...lines] = textOf(point, steps);
    this.tooltip.show({ title, lines }, clientX, clientY);
  }

  private leave(): void {
    this.svg.classed("pointed", document.activeElement === this.svg.node());
    this.tooltip.hide();
  }

  private choose(): void {
    const point = this.course?.points[this.at];
    if (point !== undefined) this.onselect(point.id);
  }

  private key(event: KeyboardEvent): void {
    const last = (this.course?.points.length ?? 0) - 1;
    const peak = this.course?.peak;
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: this.at - 1,
      ArrowRight: this.at + 1,
      PageUp: this.at - 10,
      PageDown: this.at + 10,
      Home: 0,
      End: last,
      p: this.course?.points.findIndex(({ step }) => step === peak?.step) ?? 0,
    };
    const target = targets[event.key];
    if (target !== undefined) this.at = Math.max(0, Math.min(last, target));
    else if (event.key === "Enter" || event.key === " ") this.choose();
    else return;
    event.preventDefault();
    this.drawCursor();
  }
}

function textOf({ name, bytes, step }: MemoryPoint, steps: number): readonly string[] {
  return [
    name,
    t("{0} alive ({1} B)", formatBytes(bytes), formatCount(bytes)),
    t("node {0} of {1}", formatInteger(step + 1), formatInteger(steps)),
  ];
}
