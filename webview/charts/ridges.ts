import "./charts.css";
import { area, curveBasis, scaleLinear, select as pick } from "d3";
import type { ValueStatistics } from "../../src/reports/types/weights";
import { make } from "../dom";
import { fitted } from "../graph/letters";
import { t } from "../l10n";
import { addAxisTitles } from "./axis-titles";

export interface Ridge {
  /** What a click selects. */
  readonly id: string;
  readonly label: string;
  /** What the pointer is told. */
  readonly title: string;
  readonly histogram: NonNullable<ValueStatistics["histogram"]>;
  /** Of the axis: where its middle is, and what a step of it is. */
  readonly middle: number;
  readonly unit: number;
}

/** More ridges run into each other: every n-th is then drawn. */
const MOST = 40;
const STEP = 22;
/** A ridge rises over the ones above it. */
const RISE = 34;
const LEFT = 170;
const RIGHT = 12;
const TOP = 36;
const TEXT_SIZE = 11;

/** Histograms one below the other, from four units below the middle of each to four above. */
export class Ridges {
  readonly element = make("figure", { class: "chart ridges" });
  private readonly svg = pick(this.element).append("svg").attr("role", "img");
  private readonly note = make("p", { class: "quiet" });
  private ridges: readonly Ridge[] = [];
  private selected: string | undefined;

  /** @param axis what a unit of the axis is, in a sentence; `below` in a few words */
  constructor(
    private readonly caption: string,
    private readonly axis: string,
    below: HTMLElement,
    private readonly onselect: (id: string) => void,
  ) {
    this.element.prepend(make("figcaption", { text: caption }), this.note);
    addAxisTitles(this.svg.node(), { below });
    new ResizeObserver(() => this.draw()).observe(this.element);
  }

  show(all: readonly Ridge[]): void {
    const every = Math.max(1, Math.ceil(all.length / MOST));
    this.ridges = all.filter((_, at) => at % every === 0);
    this.note.textContent = every > 1 ? `${this.axis} ${t("One of {0} is shown.", every)}` : this.axis;
    this.element.hidden = this.ridges.length === 0;
    this.draw();
  }

  mark(selected: string | undefined): void {
    this.selected = selected;
    this.svg.selectAll<SVGGElement, Ridge>("g.ridge").classed("chosen", ({ id }) => id === selected);
  }

  private draw(): void {
    const width = this.element.clientWidth;
    this.svg.selectAll("*").remove();
    if (width === 0 || this.ridges.length === 0) return;
    const told = this.ridges.map(({ title }) => title).join("; ");
    this.svg.attr("aria-label", `${this.caption}. ${told}`);
    this.svg.attr("width", width).attr("height", TOP + STEP * this.ridges.length + 8);
    const x = scaleLinear([-4, 4], [LEFT, width - RIGHT]).clamp(true);
    const groups = this.svg
      .selectAll<SVGGElement, Ridge>("g.ridge")
      .data(this.ridges)
      .join("g")
      .attr("class", "ridge")
      .attr("transform", (_, at) => `translate(0,${TOP + STEP * at})`)
      .on("click", (_, { id }) => this.onselect(id));
    groups.append("path").attr("d", (ridge) => outline(ridge, x));
    groups
      .append("text")
      .attr("x", LEFT - 8)
      .attr("text-anchor", "end")
      .text(({ label }) => fitted(label, LEFT - 12, TEXT_SIZE, "middle"));
    groups.append("title").text(({ title }) => title);
    this.mark(this.selected);
  }
}

/** Counts per width of their bin, so that wide tails do not stand out; the highest is as high as any. */
function outline(
  { histogram: { edges, counts }, middle, unit }: Ridge,
  x: (units: number) => number,
): string | null {
  const points = counts.map((count, at) => {
    const [from, to] = [edges[at] ?? 0, edges[at + 1] ?? 0];
    return { at: ((from + to) / 2 - middle) / unit, height: to > from ? count / (to - from) : 0 };
  });
  const most = Math.max(...points.map(({ height }) => height));
  if (most === 0) return null;
  const shape = area<(typeof points)[number]>()
    .x(({ at }) => x(at))
    .y0(0)
    .y1(({ height }) => (-RISE * height) / most)
    .curve(curveBasis);
  // Beyond its least and greatest element a distribution is nothing, at once.
  const ends = [edges[0] ?? 0, edges.at(-1) ?? 0].map((edge) => ({ at: (edge - middle) / unit, height: 0 }));
  const inSight = [...ends.slice(0, 1), ...points, ...ends.slice(1)].filter(({ at }) => Math.abs(at) < 4);
  return shape([{ at: -4, height: 0 }, ...inSight, { at: 4, height: 0 }]);
}
