import "./charts.css";
import { axisBottom, axisLeft, scaleLinear, select as pick } from "d3";
import { formatInteger, formatReal, formatShare } from "../../src/reports/format";
import type { ValueStatistics } from "../../src/reports/types/weights";
import { make } from "../dom";
import { addAxisTitles } from "./axis-titles";
import { ChartWalk } from "./walk";
import { plural, t } from "../l10n";

type Histogram = NonNullable<ValueStatistics["histogram"]>;

const HEIGHT = 170;
const LEFT = 62;
const RIGHT = 12;
const TOP = 8;
const BOTTOM = 24;
/** Pixels between texts of the axis. */
const TICK_ROOM = 90;

/**
 * How elements are distributed: equally wide bars for bins of equal width, the first and the last for the tails. The
 * bar that pointer or arrow keys stand on is told in words below.
 */
export class HistogramChart {
  readonly element = make("figure", { class: "chart histogram-chart" });
  private readonly svg = pick(this.element).append("svg");
  private readonly walk = new ChartWalk(this.svg, t("Bars of the histogram"), {
    count: () => this.histogram?.counts.length ?? 0,
    placeAt: (pixel) => this.placeAt(pixel),
    text: (at) => this.text(at),
    onmove: () => this.mark(),
  });
  private histogram: Histogram | undefined;

  /** @param below what the axis of numbers measures */
  constructor(caption: string, below: HTMLElement) {
    this.element.prepend(make("figcaption", { text: caption }));
    addAxisTitles(this.svg.node(), { left: t("elements"), below });
    this.element.append(this.walk.note);
    new ResizeObserver(() => this.draw()).observe(this.element);
  }

  show(histogram: Histogram): void {
    this.histogram = histogram;
    this.walk.begin(t("The first and the last bar hold the tails."));
    this.draw();
  }

  private draw(): void {
    const width = this.element.clientWidth;
    if (this.histogram === undefined || width === 0) return;
    const { edges, counts } = this.histogram;
    const x = scaleLinear([0, counts.length], [LEFT, width - RIGHT]);
    const y = scaleLinear([0, Math.max(1, ...counts)], [HEIGHT - BOTTOM, TOP]).nice();
    this.svg.attr("width", width).attr("height", HEIGHT).selectAll("*").remove();
    const step = Math.max(1, Math.ceil((counts.length * TICK_ROOM) / Math.max(1, width - LEFT - RIGHT)));
    const marks = edges.map((_, at) => at).filter((at) => (at - 1) % step === 0);
    this.svg
      .append("g")
      .attr("class", "axis")
      .attr("transform", `translate(0,${HEIGHT - BOTTOM})`)
      .call(
        axisBottom(x)
          .tickValues(marks)
          .tickFormat((at) => formatReal(edges[Number(at)] ?? null)),
      );
    this.svg
      .append("g")
      .attr("class", "axis")
      .attr("transform", `translate(${LEFT},0)`)
      .call(
        axisLeft(y)
          .ticks(4)
          .tickFormat((count) => formatInteger(Number(count))),
      );
    this.svg
      .selectAll("rect")
      .data(counts)
      .join("rect")
      .attr("x", (_, at) => x(at) + 0.5)
      .attr("width", Math.max(1, x(1) - x(0) - 1))
      // What is little, but there, is seen.
      .attr("y", (count) => Math.min(y(count), count === 0 ? y(0) : y(0) - 1))
      .attr("height", (count) => (count === 0 ? 0 : Math.max(1, y(0) - y(count))));
    this.mark();
  }

  private placeAt(pixel: number): number {
    const counts = this.histogram?.counts.length ?? 0;
    const room = this.element.clientWidth - LEFT - RIGHT;
    return Math.floor(((pixel - LEFT) / room) * counts);
  }

  private text(at: number): string {
    const { edges, counts } = this.histogram ?? { edges: [], counts: [] };
    const count = counts[at] ?? 0;
    const all = counts.reduce((sum, one) => sum + one, 0);
    const [from, to] = [formatReal(edges[at] ?? null), formatReal(edges[at + 1] ?? null)];
    return plural(
      count,
      "{1} to {2}: {0} element, {3}",
      "{1} to {2}: {0} elements, {3}",
      from,
      to,
      formatShare(all === 0 ? null : count / all),
    );
  }

  private mark(): void {
    this.svg.selectAll("rect").classed("pointed", (_, at) => at === this.walk.at);
  }
}
