import { axisLeft, scaleLinear, scaleLog, select as pick } from "d3";
import type { KeptRun } from "../../src/document/protocol/runs";
import { formatReal, formatShare } from "../../src/reports/format";
import type { RunValue } from "../../src/reports/types/run";
import { addAxisTitles } from "../charts/axis-titles";
import { notationOf } from "../charts/notation";
import { Ridges, type Ridge } from "../charts/ridges";
import { TrunkPlot } from "../charts/trunk-plot";
import { ChartWalk } from "../charts/walk";
import { explainer } from "../concepts/explainer";
import { make } from "../dom";
import { plural, t } from "../l10n";
import type { Page } from "../page";
import { select, type State } from "../state";
import { NORMALISATION } from "./columns";

/** Numbers of the axis at the left. */
const TICKS = 6;
/** The concepts of what keeps the signal's scale, and of what makes zeros. */
const INITIALISATION = 30;
const ACTIVATION = 4;

interface Point {
  readonly value: RunValue;
  /** Of its node. */
  readonly id: string;
}

/** A course along the trunk: what it is, and how it is drawn beside the others. */
interface Course {
  readonly name: string;
  readonly title: string;
  /** Undefined where there is nothing to draw on its axis. */
  readonly of: (value: RunValue) => number | undefined;
}

/** On a logarithmic axis. */
const COURSES: readonly Course[] = [
  { name: "std", title: t("standard deviation"), of: ({ std }) => positive(std) },
  {
    name: "offset",
    title: t("mean² / variance"),
    of: ({ mean, std }) =>
      mean === null || std === null || std === 0 ? undefined : positive((mean / std) ** 2),
  },
];

/** Less is rounding: it would squeeze the rest of a logarithmic axis. */
const LEAST = 1e-12;

function positive(value: number | null): number | undefined {
  return value === null || value < LEAST ? undefined : value;
}

/** How the signal goes along the trunk: its scale, its offset, and how much of it is zero. */
export class DepthPage {
  readonly element = make("div", { class: "depth-page reading" });
  private readonly figure = make("figure", { class: "chart depth-chart" });
  private readonly svg = pick(this.figure).append("svg");
  private readonly plot = new TrunkPlot(this.svg, this.figure, { height: 240, right: 48 });
  private readonly walk = new ChartWalk(this.svg, t("Layers of the trunk"), {
    count: () => this.points.length,
    placeAt: (pixel) => this.plot.placeAt(pixel),
    text: (at) => this.text(at),
    onmove: () => this.draw(),
    onchoose: (at) => this.choose(this.points[at]?.id),
  });
  private readonly said = make("p");
  private readonly ridges: Ridges;
  private run: KeptRun | undefined;
  private points: readonly Point[] = [];
  private selected: string | undefined;

  constructor(private readonly page: Page) {
    const explain = explainer(page);
    this.ridges = new Ridges(
      t("Distributions along the trunk"),
      t("From four deviations below each value's mean to four above."),
      explain(t("deviations from the mean"), NORMALISATION),
      (id) => this.choose(id),
    );
    const legend = make(
      "div",
      { class: "depth-legend" },
      ...COURSES.map(({ name, title }) => make("span", { class: `key ${name}`, text: title })),
      make("span", { class: "key zeros", text: t("zeros (right axis)") }),
    );
    this.figure.prepend(
      make("figcaption", { text: t("Signal propagation along the trunk") }),
      this.said,
      legend,
    );
    addAxisTitles(this.svg.node(), {
      left: explain(t("scale of the signal"), INITIALISATION),
      right: explain(t("part of zeros"), ACTIVATION),
      below: t("layer of the trunk"),
    });
    this.figure.append(this.walk.note);
    this.element.append(this.figure, this.ridges.element);
    new ResizeObserver(() => this.draw()).observe(this.figure);
  }

  show([run]: readonly KeptRun[], { selection }: State): void {
    if (run === undefined) return;
    this.selected = selection?.id;
    if (this.run !== run) {
      this.run = run;
      this.points = run.trunk.flatMap((at) => {
        const value = run.report.values[at];
        const id = run.nodes[at];
        return value === undefined || id === undefined || value.std === null ? [] : [{ value, id }];
      });
      this.walk.begin(t("Arrow keys walk along the trunk; Enter goes to the node."));
      this.said.textContent = sentence(this.points);
      this.ridges.show(this.points.flatMap(ridgeOf));
    }
    this.draw();
    this.ridges.mark(this.selected);
  }

  private draw(): void {
    const { points, plot } = this;
    const known = points.flatMap(({ value }) => COURSES.flatMap(({ of }) => of(value) ?? []));
    this.svg.classed("empty", known.length === 0);
    if (!plot.clear(points.length) || known.length === 0) return;
    const y = scaleLog([Math.min(...known), Math.max(...known)], plot.heights).nice();
    const share = scaleLinear([0, 1], plot.heights);
    const { left, right } = plot.axes();
    left.call(axisLeft(y).ticks(TICKS, notationOf(y.ticks(TICKS))));
    // Its texts stand right of it, its ticks left.
    right
      .call(axisLeft(share).ticks(3, "%").tickSize(0))
      .selectAll("text")
      .attr("x", 4)
      .attr("text-anchor", "start");
    plot.course(
      "zeros",
      points.map(({ value }) => heightOf(value.zeroFraction ?? undefined, share)),
    );
    for (const { name, of } of COURSES)
      plot.course(
        name,
        points.map(({ value }) => heightOf(of(value), y)),
      );
    points.forEach(({ id }, at) => {
      if (id === this.selected) plot.rule("chosen", at);
    });
    if (this.walk.at >= 0) plot.rule("cursor", this.walk.at);
  }

  private text(at: number): string {
    const value = this.points[at]?.value;
    if (value === undefined) return "";
    const { node, mean, std, zeroFraction } = value;
    return t(
      "{0}, {1}: std {2}, mean {3}, zeros {4}",
      at + 1,
      node,
      formatReal(std),
      formatReal(mean),
      formatShare(zeroFraction),
    );
  }

  private choose(id: string | undefined): void {
    if (id !== undefined) this.page.store.update((state) => select(state, { id, box: id }));
  }
}

function heightOf(value: number | undefined, scale: (value: number) => number): number | undefined {
  return value === undefined ? undefined : scale(value);
}

/** `The standard deviation goes from 1 to 0.003 over 18 values of the trunk.` */
function sentence(points: readonly Point[]): string {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) {
    return t("No value of the trunk holds numbers.");
  }
  const [from, to] = [formatReal(first.value.std), formatReal(last.value.std)];
  return plural(
    points.length,
    "The standard deviation goes from {1} to {2} over {0} value of the trunk.",
    "The standard deviation goes from {1} to {2} over {0} values of the trunk.",
    from,
    to,
  );
}

function ridgeOf({ id, value }: Point): readonly Ridge[] {
  const { histogram, mean, std, node } = value;
  if (histogram === null || mean === null || std === null || std === 0) return [];
  const title = t("{0}: mean {1}, std {2}", node, formatReal(mean), formatReal(std));
  return [{ id, label: node, title, histogram, middle: mean, unit: std }];
}
