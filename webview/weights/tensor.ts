import { formatInteger, formatReal, formatShape } from "../../src/reports/format";
import type { WeightsTensor } from "../../src/reports/types/weights";
import { ChannelStrip } from "../charts/channel-strip";
import { DistributionChart } from "../charts/distribution";
import { ScaleButtons } from "../charts/scale-buttons";
import { explainer } from "../concepts/explainer";
import { make } from "../dom";
import { RequestFailed } from "../host";
import { plural, t } from "../l10n";
import { Latest } from "../latest";
import type { Page } from "../page";
import type { State } from "../state";
import { quantileFacts, statisticsFacts } from "../table/statistics";
import { button, dropdown, row, type Dropdown } from "../toolkit";
import { againstHe, INITIALISATION } from "./columns";
import { expectedDeviation, INITIALISATIONS, TEXTS } from "./expectation";
import { Numbers } from "./numbers";
import { Pictures } from "./pictures";
import type { WeightsState } from "./state";

/** All that is known of one stored tensor. */
export class TensorPage {
  readonly element = make("div", { class: "tensor-page reading", hidden: true });
  private readonly head = make("div", { class: "reading-head" });
  private readonly findings = make("ul", { class: "tensor-findings" });
  private readonly facts = make("dl", { class: "reading-facts" });
  private readonly chart: DistributionChart;
  private readonly strip = new ChannelStrip();
  private readonly pictures: Pictures;
  private readonly numbers: Numbers;
  private readonly scales: ScaleButtons;
  private readonly initialisation: Dropdown;
  private readonly expected = make("p", { class: "quiet" });
  private readonly wholes = new Latest();
  private name: string | undefined;

  constructor(
    private readonly page: Page,
    private readonly change: (change: Partial<WeightsState>) => void,
  ) {
    this.chart = new DistributionChart(
      t("Distribution"),
      explainer(page)(t("value of an element"), INITIALISATION),
    );
    this.pictures = new Pictures(page);
    this.numbers = new Numbers(page);
    this.scales = new ScaleButtons(change);
    this.initialisation = dropdown(t("Initialisation to compare with"), (value) => {
      const chosen = INITIALISATIONS.find((one) => one === value);
      if (chosen !== undefined) change({ initialisation: chosen });
    });
    const tools = row("maps-tools", ...this.scales.elements, this.initialisation.element);
    this.element.append(
      this.head,
      this.findings,
      this.facts,
      tools,
      this.chart.element,
      this.expected,
      this.strip.element,
      this.pictures.element,
      this.numbers.element,
    );
    this.element.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") this.back();
    });
  }

  show(tensor: WeightsTensor, node: string | null, state: State): void {
    const entered = tensor.name !== this.name;
    this.name = tensor.name;
    this.drawFindings(tensor.name, state);
    this.facts.replaceChildren(
      ...factsOf(tensor).map(([term, text]) =>
        make("div", {}, make("dt", { text: term }), make("dd", { text })),
      ),
    );
    this.drawChart(tensor, state.weights);
    if (!entered) return;
    const back = button({ text: t("All tensors"), onclick: () => this.back() });
    this.head.replaceChildren(
      back,
      make("h2", { text: tensor.name }),
      ...(node === null ? [] : [button({ text: t("Show in graph"), onclick: () => this.showInGraph(node) })]),
      button({ text: t("Save as .npy"), onclick: () => void this.save(tensor.name, "npy") }),
      button({ text: t("Save as CSV"), onclick: () => void this.save(tensor.name, "csv") }),
    );
    this.strip.element.hidden = true;
    this.pictures.show(tensor.name, tensor.shape.length);
    this.numbers.show(tensor.name);
    if (tensor.mean !== null) void this.whole(tensor.name);
    back.focus();
  }

  /** Another tensor may be shown next. */
  leave(): void {
    this.name = undefined;
    this.wholes.cancel();
  }

  private back(): void {
    this.change({ tensor: undefined });
  }

  private drawFindings(name: string, { findings }: State): void {
    const own = findings?.findings.filter(({ tensor }) => tensor === name) ?? [];
    this.findings.replaceChildren(
      ...own.map(({ message, severity }) => make("li", { class: severity, text: message })),
    );
    this.findings.hidden = own.length === 0;
  }

  private drawChart(tensor: WeightsTensor, weights: WeightsState): void {
    const { histogram, std, fanIn, fanOut, count } = tensor;
    const { xScale, yScale, initialisation } = weights;
    this.scales.show({ xScale, yScale });
    const able = fanIn !== null && fanOut !== null;
    this.initialisation.element.hidden = !able;
    this.initialisation.offer(
      INITIALISATIONS.map((value) => ({ value, text: t("Against {0}", TEXTS[value].title) })),
      initialisation,
    );
    const expected = able ? expectedDeviation(initialisation, fanIn, fanOut) : undefined;
    this.expected.textContent = expected === undefined ? "" : expectedText(tensor, weights, expected);
    this.chart.element.hidden = histogram === null;
    if (histogram === null || std === null) return;
    this.chart.show({ histogram, std, count, expected }, { xScale, yScale });
  }

  private async whole(name: string): Promise<void> {
    try {
      const whole = await this.wholes.run((signal) => this.page.host.request("tensor", { name }, { signal }));
      if (whole === undefined || whole.channels === null || name !== this.name) return;
      this.strip.element.hidden = false;
      this.strip.show(whole.channels, new Map(whole.channels.zero.map((at) => [at, t("zero everywhere")])));
    } catch (error) {
      // What else is shown of the tensor stays.
      if (!(error instanceof RequestFailed)) throw error;
    }
  }

  private async save(name: string, format: "npy" | "csv"): Promise<void> {
    const file = await this.page.host.request("tensorFile", { name, format });
    this.page.host.send({ type: "save", ...file });
  }

  private showInGraph(id: string): void {
    this.page.store.update((state) => ({ ...state, view: "graph" }));
    this.page.goTo(id);
  }
}

function expectedText(
  { std, fanIn, fanOut }: WeightsTensor,
  { initialisation }: WeightsState,
  expected: number,
): string {
  const { title, formula, source } = TEXTS[initialisation];
  const fans = `fan-in ${formatInteger(fanIn ?? 0)}, fan-out ${formatInteger(fanOut ?? 0)}`;
  const deviation = `${formula} = ${formatReal(expected)} (${fans}; ${source})`;
  const curve = t("The curve is {0}'s initialisation: deviation {1}.", title, deviation);
  if (std === null) return curve;
  return `${curve} ${t("This tensor's is {0} times as large.", formatReal(std / expected))}`;
}

function factsOf(tensor: WeightsTensor): readonly (readonly [term: string, text: string])[] {
  const { nan, inf, fanIn, fanOut, node } = tensor;
  const fans: readonly (readonly [string, string])[] =
    fanIn === null || fanOut === null
      ? []
      : [
          ["Fan-in", formatInteger(fanIn)],
          ["Fan-out", formatInteger(fanOut)],
          ["× He", formatReal(againstHe(tensor))],
        ];
  return [
    [t("Used by"), node ?? t("no node")],
    [t("Role"), tensor.role === "constant" ? tensor.role : (tensor.word ?? tensor.role)],
    [t("Type"), `${tensor.dtype} ${formatShape(tensor.shape)}`],
    [t("Elements"), plural(tensor.count, "{0} element", "{0} elements")],
    ...statisticsFacts(tensor),
    [
      "NaN, Inf",
      nan === null || inf === null ? t("unknown") : `${formatInteger(nan)}, ${formatInteger(inf)}`,
    ],
    ...fans,
    ...quantileFacts(tensor),
  ];
}
