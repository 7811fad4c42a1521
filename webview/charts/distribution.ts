import "./charts.css";
import {
  area,
  axisBottom,
  axisLeft,
  brushX,
  line,
  scaleLinear,
  scaleSymlog,
  select as pick,
  type D3BrushEvent,
  type ScaleContinuousNumeric,
} from "d3";
import { formatInteger, formatReal, formatShare } from "../../src/reports/format";
import type { ValueStatistics } from "../../src/reports/types/weights";
import { make } from "../dom";
import { expectedCount } from "../weights/expectation";
import { addAxisTitles } from "./axis-titles";
import { notationOf } from "./notation";
import type { Scales } from "./scales";
import { ChartWalk } from "./walk";
import { plural, t } from "../l10n";

type Histogram = NonNullable<ValueStatistics["histogram"]>;

const HEIGHT = 260;
const LEFT = 70;
const RIGHT = 14;
const TOP = 10;
const BOTTOM = 26;
/** Points of the curve that is expected. */
const CURVE = 160;
/** Part of the range that a key zooms in to, or out of. */
const STEP = 2;
const HINT = t("Drag over a range to look closer.");

/** What is drawn: a histogram, and the deviation that an initialisation gives; undefined where there is none. */
interface Shown {
  readonly histogram: Histogram;
  readonly std: number;
  readonly count: number;
  readonly expected: number | undefined;
}

interface Bar {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Elements in a bin as wide as most are, so that areas, not heights, are what can be compared. */
  readonly height: number;
}

/**
 * A histogram on an axis of numbers. A range of it is brushed to look closer; the bar that pointer or arrow keys stand
 * on is told in words.
 */
export class DistributionChart {
  readonly element = make("figure", { class: "chart distribution-chart" });
  private readonly svg = pick(this.element).append("svg");
  private readonly walk = new ChartWalk(
    this.svg,
    t("Bars of the histogram: arrow keys walk, plus and minus zoom, 0 shows all"),
    {
      count: () => this.bars.length,
      placeAt: (pixel) => this.placeAt(pixel),
      text: (at) => this.text(at),
      onmove: () => this.mark(),
      onkey: (key) => this.zoomByKey(key),
    },
  );
  private shown: Shown | undefined;
  private bars: readonly Bar[] = [];
  private scales: Scales = { xScale: "linear", yScale: "linear" };
  /** What is in sight; undefined: all. */
  private range: readonly [number, number] | undefined;

  /** @param below what the axis of numbers measures */
  constructor(caption: string, below: HTMLElement) {
    this.element.prepend(make("figcaption", { text: caption }));
    addAxisTitles(this.svg.node(), { left: t("elements"), below });
    this.element.append(this.walk.note);
    new ResizeObserver(() => this.draw()).observe(this.element);
  }

  show(shown: Shown, scales: Scales): void {
    if (shown.histogram !== this.shown?.histogram) {
      this.range = undefined;
      this.walk.begin(HINT);
    }
    this.shown = shown;
    this.scales = scales;
    this.bars = barsOf(shown.histogram);
    this.draw();
  }

  private get whole(): readonly [number, number] {
    const { edges } = this.shown?.histogram ?? { edges: [0, 1] };
    const [from, to] = [edges[0] ?? 0, edges.at(-1) ?? 1];
    return from < to ? [from, to] : [from - 0.5, to + 0.5];
  }

  /** From numbers to pixels. */
  private get x() {
    const pixels = [LEFT, this.element.clientWidth - RIGHT];
    const domain = this.range ?? this.whole;
    if (this.scales.xScale === "linear") return scaleLinear(domain, pixels);
    // Linear within a hundredth of the deviation, so that zero has its place.
    return scaleSymlog(domain, pixels).constant(Math.max((this.shown?.std ?? 1) / 100, Number.MIN_VALUE));
  }

  private draw(): void {
    const { shown, bars } = this;
    const width = this.element.clientWidth;
    if (shown === undefined || width === 0) return;
    const x = this.x;
    const [least, most] = this.range ?? this.whole;
    const inSight = bars.filter(({ from, to }) => to >= least && from <= most);
    const curve = shown.expected === undefined ? [] : this.curve(shown, shown.expected, [least, most]);
    const tallest = Math.max(1, ...inSight.map(({ height }) => height));
    // An expectation far narrower than what there is would flatten it: the bars rule.
    const top = Math.max(tallest, Math.min(2 * tallest, Math.max(0, ...curve.map(([, high]) => high))));
    const pixels = [HEIGHT - BOTTOM, TOP];
    const y =
      this.scales.yScale === "log"
        ? scaleSymlog([0, top], pixels).constant(1)
        : scaleLinear([0, top], pixels).nice();
    const svg = this.svg.attr("width", width).attr("height", HEIGHT);
    svg.selectAll("*").remove();
    this.drawAxes(svg, x, y, width);
    const plot = svg.append("g").attr("class", "bars");
    plot
      .selectAll("rect")
      .data(bars)
      .join("rect")
      .attr("x", ({ from }) => clamp(x(from), width))
      .attr("width", ({ from, to }) => Math.max(0.5, clamp(x(to), width) - clamp(x(from), width) - 0.5))
      .attr("y", ({ height, count }) => (count === 0 ? y(0) : Math.min(y(height), y(0) - 1)))
      .attr("height", ({ height, count }) => (count === 0 ? 0 : Math.max(1, y(0) - y(height))))
      .classed("hidden", ({ from, to }) => to < least || from > most)
      .classed("tail", ({ from, to }) => to - from > 1.01 * usualWidth(shown.histogram));
    if (curve.length > 0) {
      const capped = curve.map(([at, high]): [number, number] => [x(at), Math.max(TOP, y(high))]);
      svg
        .append("path")
        .attr("class", "expected-area")
        .attr("d", area().y0(y(0))(capped));
      svg.append("path").attr("class", "expected").attr("d", line()(capped));
    }
    this.drawBrush(svg, width);
    this.mark();
  }

  private drawAxes(
    svg: typeof this.svg,
    x: ScaleContinuousNumeric<number, number>,
    y: ScaleContinuousNumeric<number, number>,
    width: number,
  ): void {
    const ticks = Math.max(2, Math.floor(width / 110));
    const values = this.scales.xScale === "linear" ? x.ticks(ticks) : symlogTicks(x.domain(), ticks);
    const below = axisBottom(x).tickValues(values).tickFormat(notationOf(values));
    svg
      .append("g")
      .attr("class", "axis")
      .attr("transform", `translate(0,${HEIGHT - BOTTOM})`)
      .call(below);
    const left = axisLeft(y).tickFormat((count) => formatInteger(Math.round(Number(count))));
    const counts = this.scales.yScale === "log" ? powersTo(y.domain()[1] ?? 1) : undefined;
    svg
      .append("g")
      .attr("class", "axis")
      .attr("transform", `translate(${LEFT},0)`)
      .call(counts === undefined ? left.ticks(4) : left.tickValues(counts));
  }

  private drawBrush(svg: typeof this.svg, width: number): void {
    const brush = brushX<unknown>()
      .extent([
        [LEFT, TOP],
        [width - RIGHT, HEIGHT - BOTTOM],
      ])
      .on("end", ({ selection, sourceEvent }: D3BrushEvent<unknown>) => {
        if (selection === null || sourceEvent === undefined) return;
        const [from, to] = selection.map((pixel) => this.x.invert(Number(pixel)));
        if (from !== undefined && to !== undefined) this.zoom(from, to);
      });
    svg
      .append("g")
      .attr("class", "brush")
      .call(brush)
      .on("dblclick", () => this.zoomOut());
  }

  private curve(
    { histogram, count }: Shown,
    deviation: number,
    [least, most]: readonly [number, number],
  ): readonly (readonly [number, number])[] {
    const width = usualWidth(histogram);
    const x = this.x;
    const [from, to] = [x(least), x(most)];
    return Array.from({ length: CURVE + 1 }, (_, step) => {
      const at = x.invert(from + ((to - from) * step) / CURVE);
      return [at, expectedCount(at, deviation, count, width)] as const;
    });
  }

  /** Shows this range only, and says how much is in it. */
  private zoom(from: number, to: number): void {
    this.range = [from, to];
    const all = this.bars.reduce((sum, { count }) => sum + count, 0);
    const inside = this.bars.reduce((sum, bar) => sum + bar.count * shareWithin(bar, from, to), 0);
    const share = all === 0 ? null : inside / all;
    this.walk.begin(
      plural(
        Math.round(inside),
        "{1} to {2}: about {0} element, {3}. A double click shows all.",
        "{1} to {2}: about {0} elements, {3}. A double click shows all.",
        formatReal(from),
        formatReal(to),
        formatShare(share),
      ),
    );
    this.draw();
  }

  private zoomOut(): void {
    this.range = undefined;
    this.walk.begin(HINT);
    this.draw();
  }

  private placeAt(pixel: number): number {
    const at = this.x.invert(pixel);
    return this.bars.findIndex(({ from, to }) => at >= from && at <= to);
  }

  private zoomByKey(key: string): boolean {
    if (key === "+" || key === "-") this.zoomBy(key === "+" ? 1 / STEP : STEP);
    else if (key === "0") this.zoomOut();
    else return false;
    return true;
  }

  /** Around the bar that is told, else around the middle. */
  private zoomBy(factor: number): void {
    const [least, most] = this.range ?? this.whole;
    const bar = this.bars[this.walk.at];
    const middle = bar === undefined ? (least + most) / 2 : (bar.from + bar.to) / 2;
    const half = ((most - least) / 2) * factor;
    const [first, last] = this.whole;
    const [from, to] = [Math.max(first, middle - half), Math.min(last, middle + half)];
    if (from <= first && to >= last) this.zoomOut();
    else this.zoom(from, to);
  }

  private text(at: number): string {
    const { from, to, count } = this.bars[at] ?? { from: NaN, to: NaN, count: 0 };
    const all = this.bars.reduce((sum, bar) => sum + bar.count, 0);
    return plural(
      count,
      "{1} to {2}: {0} element, {3}",
      "{1} to {2}: {0} elements, {3}",
      formatReal(from),
      formatReal(to),
      formatShare(all === 0 ? null : count / all),
    );
  }

  private mark(): void {
    this.svg.selectAll(".bars rect").classed("pointed", (_, at) => at === this.walk.at);
  }
}

/** The width of most bins: tails have bins of their own. */
function usualWidth({ edges }: Histogram): number {
  const middle = Math.floor((edges.length - 1) / 2);
  return (edges[middle + 1] ?? 0) - (edges[middle] ?? 0);
}

function barsOf(histogram: Histogram): readonly Bar[] {
  const { edges, counts } = histogram;
  const usual = usualWidth(histogram);
  return counts.map((count, at) => {
    const [from, to] = [edges[at] ?? 0, edges[at + 1] ?? 0];
    return { from, to, count, height: to > from && usual > 0 ? (count * usual) / (to - from) : count };
  });
}

function shareWithin({ from, to }: Bar, least: number, most: number): number {
  if (to <= from) return from >= least && from <= most ? 1 : 0;
  return Math.max(0, Math.min(to, most) - Math.max(from, least)) / (to - from);
}

function clamp(pixel: number, width: number): number {
  return Math.max(LEFT, Math.min(width - RIGHT, pixel));
}

/** Zero and powers of ten of both signs, no more than fit. */
function symlogTicks([least = 0, most = 0]: readonly number[], room: number): number[] {
  const largest = Math.max(Math.abs(least), Math.abs(most));
  const top = Math.floor(Math.log10(largest));
  const powers = Array.from({ length: Math.max(1, Math.floor(room / 2)) }, (_, step) => 10 ** (top - step));
  return [...powers.map((power) => -power), 0, ...powers].filter((at) => at >= least && at <= most);
}

function powersTo(most: number): number[] {
  return [0, ...Array.from({ length: Math.floor(Math.log10(Math.max(1, most))) + 1 }, (_, at) => 10 ** at)];
}
