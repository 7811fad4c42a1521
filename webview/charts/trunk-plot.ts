import { axisBottom, line, range, scaleLinear, type Selection } from "d3";

const LEFT = 62;
const TOP = 10;
const BOTTOM = 26;
/** Between the axes at the sides and the steps. */
const GAP = 6;
/** Pixels between numbers of the axis. */
const TICK_ROOM = 80;

interface PlotSize {
  readonly height: number;
  /** Room right of the last step. */
  readonly right: number;
}

/** Where courses along the trunk are drawn: the lower axis has a step for each of its values. */
export class TrunkPlot {
  private steps = 0;

  constructor(
    private readonly svg: Selection<SVGSVGElement, unknown, null, undefined>,
    private readonly figure: HTMLElement,
    private readonly size: PlotSize,
  ) {}

  /** From the lower end of the axes at the sides to the upper one. */
  get heights(): readonly [bottom: number, top: number] {
    return [this.size.height - BOTTOM, TOP];
  }

  /** From the left axis to the last step. */
  get width(): number {
    return Math.max(0, this.figure.clientWidth - LEFT - this.size.right);
  }

  /** Takes everything away, for this many steps; says whether there is room to draw. */
  clear(steps: number): boolean {
    this.steps = steps;
    const { clientWidth } = this.figure;
    this.svg.attr("width", clientWidth).attr("height", this.size.height).selectAll("*").remove();
    return clientWidth > 0;
  }

  /** Draws the axis of the steps; gives the groups of the two others. */
  axes() {
    const group = (x: number, y: number) =>
      this.svg.append("g").attr("class", "axis").attr("transform", `translate(${x},${y})`);
    const every = Math.max(1, Math.ceil((this.steps * TICK_ROOM) / Math.max(1, this.width)));
    const below = axisBottom(this.scale())
      .tickValues(range(0, this.steps, every))
      .tickFormat((at) => String(Number(at) + 1));
    group(0, this.heights[0]).call(below);
    return { left: group(LEFT, 0), right: group(LEFT + this.width + GAP, 0) };
  }

  /** @param heights of each step in pixels; undefined where the course has a gap */
  course(name: string, heights: readonly (number | undefined)[]): void {
    const x = this.scale();
    const path = line<number | undefined>()
      .defined((height) => height !== undefined)
      .x((_, at) => x(at))
      .y((height) => height ?? 0);
    this.svg.append("path").attr("class", `course ${name}`).attr("d", path(heights));
  }

  /** A line from top to bottom. */
  rule(name: string, at: number): void {
    const [bottom, top] = this.heights;
    const x = this.scale()(at);
    this.svg
      .append("line")
      .attr("class", name)
      .attr("x1", x)
      .attr("x2", x)
      .attr("y1", top)
      .attr("y2", bottom);
  }

  placeAt(pixel: number): number {
    return Math.max(0, Math.min(this.steps - 1, Math.round(this.scale().invert(pixel))));
  }

  private scale() {
    return scaleLinear([0, Math.max(1, this.steps - 1)], [LEFT + GAP, LEFT + this.width]);
  }
}
