import { select as pick, type Selection } from "d3";
import { formatReal } from "../../../src/reports/format";
import { make } from "../../dom";
import { dropdown, row, slider, type SliderRange } from "../../toolkit";

export type Svg = Selection<SVGSVGElement, unknown, null, undefined>;

/** Draws into an empty picture that is `width` pixels wide; the answer says in words what is to be seen. */
type Draw = (svg: Svg, width: number) => string;

/** One of several, with what it is called. */
type Option<T extends string> = readonly [value: T, text: string];

/** Pixels. A picture on a wider page would be further from its text, not clearer. */
const MOST_WIDTH = 640;

/**
 * The frame of a drawing: a caption, controls, the picture, and what it shows in words. Each change draws all of it
 * anew: nothing moves by itself, so there is nothing to still for those who want reduced motion.
 */
export class Stage {
  readonly element: HTMLElement;
  private readonly controls = row("drawing-controls");
  /** As wide as what is drawn may be. */
  private readonly place = make("div");
  private readonly svg: Svg = pick(this.place).append("svg").attr("role", "img");
  private readonly told = make("p", { class: "drawing-told" });
  private draw: Draw = () => "";

  constructor(
    private readonly title: string,
    private readonly height: number,
  ) {
    this.element = make("figure", { class: "drawing" }, make("figcaption", { text: title }), this.controls);
    this.element.append(this.place, this.told);
    new ResizeObserver(() => this.redraw()).observe(this.place);
  }

  /** Adds a slider; the answer reads it. */
  slider(
    label: string,
    range: SliderRange,
    initial: number,
    tell: (value: number) => string = formatReal,
  ): () => number {
    let value = initial;
    this.controls.append(
      slider(label, range, initial, tell, (now) => {
        value = now;
        this.redraw();
      }),
    );
    return () => value;
  }

  /** Adds a choice among options, at first the first; the answer reads which. */
  choice<T extends string>(label: string, options: readonly [Option<T>, ...Option<T>[]]): () => T {
    let [[value]] = options;
    const { element, offer } = dropdown(label, (chosen) => {
      value = options.find(([option]) => option === chosen)?.[0] ?? value;
      this.redraw();
    });
    offer(
      options.map(([option, text]) => ({ value: option, text })),
      value,
    );
    this.controls.append(make("span", { class: "choice" }, make("span", { text: label }), element));
    return () => value;
  }

  /** How to draw; it is drawn as soon as the element has a width. */
  show(draw: Draw): HTMLElement {
    this.draw = draw;
    return this.element;
  }

  private redraw(): void {
    const width = Math.min(this.place.clientWidth, MOST_WIDTH);
    if (width === 0) return;
    this.svg.attr("width", width).attr("height", this.height).selectAll("*").remove();
    this.told.textContent = this.draw(this.svg, width);
    this.svg.attr("aria-label", `${this.title}. ${this.told.textContent}`);
  }
}
