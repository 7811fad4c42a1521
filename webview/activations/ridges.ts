import { area, curveBasis, scaleLinear, select as pick } from "d3";
import type { RunValue } from "../../src/reports/types";
import { formatReal } from "../../src/reports/format";
import { make } from "../dom";
import { fitted } from "../graph/letters";

interface Ridge {
  readonly value: RunValue;
  readonly id: string;
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

/** Histograms of the trunk's values one below the other, each in units of its own deviation from its own mean. */
export class Ridges {
  readonly element = make("figure", { class: "chart ridges" });
  private readonly svg = pick(this.element).append("svg").attr("role", "img");
  private readonly note = make("p", { class: "quiet" });
  private ridges: readonly Ridge[] = [];
  private selected: string | undefined;

  constructor(private readonly onselect: (id: string) => void) {
    this.element.prepend(make("figcaption", { text: "Distributions along the trunk" }), this.note);
    new ResizeObserver(() => this.draw()).observe(this.element);
  }

  show(all: readonly Ridge[]): void {
    const able = all.filter(({ value }) => value.histogram !== null && (value.std ?? 0) > 0);
    const every = Math.ceil(able.length / MOST);
    this.ridges = able.filter((_, at) => at % every === 0);
    const left = every > 1 ? ` One of ${every} values is shown.` : "";
    this.note.textContent = `From four deviations below each value's mean to four above.${left}`;
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
    this.svg.attr("width", width).attr("height", TOP + STEP * this.ridges.length + 8);
    const x = scaleLinear([-4, 4], [LEFT, width - RIGHT]).clamp(true);
    const groups = this.svg
      .selectAll<SVGGElement, Ridge>("g.ridge")
      .data(this.ridges)
      .join("g")
      .attr("class", "ridge")
      .attr("transform", (_, at) => `translate(0,${TOP + STEP * at})`)
      .on("click", (_, { id }) => this.onselect(id));
    groups.append("path").attr("d", ({ value }) => outline(value, x));
    groups
      .append("text")
      .attr("x", LEFT - 8)
      .attr("text-anchor", "end")
      .text(({ value }) => fitted(value.node, LEFT - 12, TEXT_SIZE, "middle"));
    groups.append("title").text(({ value }) => {
      const { node, mean, std } = value;
      return `${node}: mean ${formatReal(mean)}, std ${formatReal(std)}`;
    });
    this.mark(this.selected);
  }
}

/** Counts per width of their bin, so that wide tails do not stand out; the highest is as high as any. */
function outline({ histogram, mean, std }: RunValue, x: (deviations: number) => number): string | null {
  if (histogram === null || mean === null || std === null) return null;
  const { edges, counts } = histogram;
  const points = counts.map((count, at) => {
    const [from, to] = [edges[at] ?? 0, edges[at + 1] ?? 0];
    return { at: ((from + to) / 2 - mean) / std, height: to > from ? count / (to - from) : 0 };
  });
  const most = Math.max(...points.map(({ height }) => height));
  if (most === 0) return null;
  const shape = area<(typeof points)[number]>()
    .x(({ at }) => x(at))
    .y0(0)
    .y1(({ height }) => (-RISE * height) / most)
    .curve(curveBasis);
  return shape([{ at: -4, height: 0 }, ...points.filter(({ at }) => Math.abs(at) < 4), { at: 4, height: 0 }]);
}
