import { axisBottom, axisLeft, scaleBand, scaleLog, select as pick } from "d3";
import type { GradientLayer } from "../../src/document/protocol/gradients";
import { formatReal } from "../../src/reports/format";
import { addAxisTitles } from "../charts/axis-titles";
import { notationOf } from "../charts/notation";
import { ChartWalk } from "../charts/walk";
import type { Explain } from "../concepts/explainer";
import { make } from "../dom";
import { t } from "../l10n";
import { BACKPROPAGATION, STATES } from "./columns";

const HEIGHT = 260;
const LEFT = 62;
const RIGHT = 16;
const TOP = 10;
const BOTTOM = 26;
/** Pixels between numbers of the axis. */
const TICK_ROOM = 80;

const HINT = t("Arrow keys walk along the layers; Enter goes to the node.");
const NONE = t("No layer of the model has parameters.");

/** Mean and largest absolute gradient of each layer, side by side on a logarithmic axis. */
export class BarsChart {
  readonly element = make("figure", { class: "chart gradient-bars" });
  private readonly svg = pick(this.element).append("svg");
  private readonly walk = new ChartWalk(this.svg, t("Layers"), {
    count: () => this.layers.length,
    placeAt: (pixel) => this.placeAt(pixel),
    text: (at) => this.text(at),
    onmove: () => this.drawMarks(),
    onchoose: (at) => this.choose(at),
  });
  private layers: readonly GradientLayer[] = [];
  private selected: string | undefined;

  constructor(
    private readonly onselect: (id: string) => void,
    explain: Explain,
  ) {
    this.element.prepend(
      make("figcaption", {
        text: t("Absolute gradients of each layer's parameters, in the order of running"),
      }),
      make(
        "div",
        { class: "depth-legend" },
        make("span", { class: "key largest", text: t("largest") }),
        make("span", { class: "key mean", text: t("mean") }),
        make("span", { class: "key missing", text: t("zero, blocked or unknown") }),
      ),
    );
    addAxisTitles(this.svg.node(), {
      left: explain(t("absolute gradient"), BACKPROPAGATION),
      below: t("layer, in the order of running"),
    });
    this.element.append(this.walk.note);
    new ResizeObserver(() => this.draw()).observe(this.element);
  }

  show(layers: readonly GradientLayer[]): void {
    this.layers = layers;
    this.walk.begin(layers.length === 0 ? NONE : HINT);
    this.draw();
  }

  mark(selected: string | undefined): void {
    this.selected = selected;
    this.drawMarks();
  }

  private drawMarks(): void {
    this.svg
      .selectAll<SVGGElement, GradientLayer>("g.layer")
      .classed("chosen", ({ id }) => id === this.selected)
      .classed("pointed", (_, at) => at === this.walk.at);
  }

  private draw(): void {
    const width = this.element.clientWidth;
    const known = this.layers.flatMap(({ mean, max }) => [mean, max].filter(isDrawn));
    this.svg.attr("width", width).attr("height", HEIGHT).selectAll("*").remove();
    this.svg.classed("empty", this.layers.length === 0);
    if (width === 0 || this.layers.length === 0) return;
    const least = Math.floor(Math.log10(Math.min(...known, 1)));
    const most = Math.max(least + 1, Math.ceil(Math.log10(Math.max(...known, Number.MIN_VALUE))));
    const y = scaleLog([10 ** least, 10 ** most], [HEIGHT - BOTTOM, TOP]);
    const x = this.scale();
    this.axes(x, y, width, most - least);
    const groups = this.svg
      .selectAll<SVGGElement, GradientLayer>("g.layer")
      .data(this.layers)
      .join("g")
      .attr("class", "layer")
      .attr("transform", (_, at) => `translate(${x(at) ?? 0},0)`);
    groups
      .append("rect")
      .attr("class", "band")
      .attr("y", TOP)
      .attr("width", x.bandwidth())
      .attr("height", HEIGHT - BOTTOM - TOP);
    for (const [name, of] of BARS) {
      groups
        .filter((layer) => isDrawn(of(layer)))
        .append("rect")
        .attr("class", `bar ${name}`)
        .attr("y", (layer) => Math.min(y(of(layer) ?? 1), HEIGHT - BOTTOM - 1))
        .attr("width", x.bandwidth())
        .attr("height", (layer) => Math.max(1, HEIGHT - BOTTOM - y(of(layer) ?? 1)));
    }
    groups
      .filter(({ max }) => !isDrawn(max))
      .append("text")
      .attr("class", "missing")
      .attr("x", x.bandwidth() / 2)
      .attr("y", HEIGHT - BOTTOM - 4)
      .attr("text-anchor", "middle")
      .text("×");
    this.drawMarks();
  }

  private axes(
    x: ReturnType<BarsChart["scale"]>,
    y: ReturnType<typeof scaleLog<number>>,
    width: number,
    decades: number,
  ): void {
    const group = (at: string) => this.svg.append("g").attr("class", "axis").attr("transform", at);
    const step = Math.max(1, Math.ceil((this.layers.length * TICK_ROOM) / width));
    const numbered = this.layers.map((_, at) => at).filter((at) => at % step === 0);
    const below = axisBottom(x)
      .tickValues(numbered)
      .tickSizeOuter(0)
      .tickFormat((at) => String(at + 1));
    const ticks = Math.min(10, decades);
    const powers = axisLeft(y)
      .ticks(ticks)
      .tickSize(-(width - LEFT - RIGHT))
      .tickFormat(notationOf(y.ticks(ticks)));
    group(`translate(0,${HEIGHT - BOTTOM})`).call(below);
    group(`translate(${LEFT},0)`).call(powers);
  }

  private scale() {
    const places = this.layers.map((_, at) => at);
    return scaleBand<number>(places, [LEFT, this.element.clientWidth - RIGHT]).padding(0.15);
  }

  private placeAt(pixel: number): number {
    const x = this.scale();
    return Math.floor((pixel - (x(0) ?? 0)) / x.step());
  }

  private text(at: number): string {
    const layer = this.layers[at];
    if (layer === undefined) return "";
    const { node, operator, parameters, state, mean, max } = layer;
    const sizes =
      state === "ok" ? t("mean {0}, largest {1}", formatReal(mean), formatReal(max)) : STATES[state];
    return `${at + 1}, ${operator} ${node}: ${sizes} (${parameters.join(", ")})`;
  }

  private choose(at: number): void {
    const id = this.layers[at]?.id;
    if (id !== undefined) this.onselect(id);
  }
}

/** The larger one is drawn behind the smaller one. */
const BARS: readonly (readonly [name: string, of: (layer: GradientLayer) => number | null])[] = [
  ["largest", ({ max }) => max],
  ["mean", ({ mean }) => mean],
];

/** A logarithmic axis has no zero. */
function isDrawn(value: number | null): value is number {
  return value !== null && value > 0 && Number.isFinite(value);
}
