import type { Selection } from "d3";
import { make } from "../dom";

/** A chart of places side by side. */
interface Walked {
  readonly count: () => number;
  /** The place at a pixel from the chart's left edge; one that is not there is none. */
  readonly placeAt: (pixel: number) => number;
  /** What stands at a place, in words. */
  readonly text: (at: number) => string;
  /** Draws where the walk is. */
  readonly onmove: () => void;
  /** A click or Enter. */
  readonly onchoose?: (at: number) => void;
  /** Keys that do something else; says whether this one does. */
  readonly onkey?: (key: string) => boolean;
}

/** Walks along a chart by pointer and by arrow keys, as along a slider; the place is told in words below the chart. */
export class ChartWalk {
  readonly note = make("p", { class: "quiet", role: "status" });
  private place = -1;

  constructor(
    private readonly svg: Selection<SVGSVGElement, unknown, null, undefined>,
    label: string,
    private readonly chart: Walked,
  ) {
    svg
      .attr("tabindex", 0)
      .attr("role", "slider")
      .attr("aria-label", label)
      .on("pointermove", ({ offsetX }: PointerEvent) => this.go(chart.placeAt(offsetX)))
      .on("click", ({ offsetX }: MouseEvent) => chart.onchoose?.(chart.placeAt(offsetX)))
      .on("keydown", (event: KeyboardEvent) => this.key(event));
  }

  /** Where the walk is; -1: nowhere yet. */
  get at(): number {
    return this.place;
  }

  /** Goes back to nowhere. */
  begin(text: string): void {
    this.place = -1;
    this.tell(text);
  }

  private go(to: number): void {
    const count = this.chart.count();
    if (to < 0 || to >= count || to === this.place) return;
    this.place = to;
    this.tell(this.chart.text(to));
    this.chart.onmove();
  }

  /** Below the chart, and to screen readers as a slider's value: 0 before the first step. */
  private tell(text: string): void {
    this.note.textContent = text;
    this.svg
      .attr("aria-valuemin", 0)
      .attr("aria-valuemax", this.chart.count())
      .attr("aria-valuenow", this.place + 1)
      .attr("aria-valuetext", text);
  }

  private key(event: KeyboardEvent): void {
    const last = this.chart.count() - 1;
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: this.place - 1,
      ArrowRight: this.place + 1,
      Home: 0,
      End: last,
    };
    const target = targets[event.key];
    if (target !== undefined) this.go(Math.max(0, Math.min(last, target)));
    else if (event.key === "Enter" && this.chart.onchoose !== undefined) this.chart.onchoose(this.place);
    else if (this.chart.onkey?.(event.key) !== true) return;
    event.preventDefault();
  }
}
