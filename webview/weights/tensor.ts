import { formatInteger, formatPlural, formatReal, formatShape, formatShare } from "../../src/reports/format";
import type { WeightsTensor } from "../../src/reports/types";
import { ChannelStrip } from "../charts/channel-strip";
import { DistributionChart } from "../charts/distribution";
import { ScaleButtons } from "../charts/scale-buttons";
import { make } from "../dom";
import { RequestFailed } from "../host";
import { Latest } from "../latest";
import type { Page } from "../page";
import type { State } from "../state";
import { button, dropdown, row, type Dropdown } from "../toolkit";
import { againstHe } from "./columns";
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
  private readonly chart = new DistributionChart("Distribution");
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
    this.pictures = new Pictures(page);
    this.numbers = new Numbers(page);
    this.scales = new ScaleButtons(change);
    this.initialisation = dropdown("Initialisation to compare with", (value) => {
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
    const back = button({ text: "All tensors", onclick: () => this.back() });
    this.head.replaceChildren(
      back,
      make("h2", { text: tensor.name }),
      ...(node === null ? [] : [button({ text: "Show in graph", onclick: () => this.showInGraph(node) })]),
      button({ text: "Save as .npy", onclick: () => void this.save(tensor.name, "npy") }),
      button({ text: "Save as CSV", onclick: () => void this.save(tensor.name, "csv") }),
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
      INITIALISATIONS.map((value) => ({ value, text: `Against ${TEXTS[value].title}` })),
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
      this.strip.show(whole.channels, new Map(whole.channels.zero.map((at) => [at, "zero everywhere"])));
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
  const ratio = std === null ? "" : ` This tensor's is ${formatReal(std / expected)} times as large.`;
  return `The curve is ${title}'s initialisation: deviation ${formula} = ${formatReal(expected)} (${fans}; ${source}).${ratio}`;
}

function factsOf(tensor: WeightsTensor): readonly (readonly [term: string, text: string])[] {
  const { quantiles, nan, inf, fanIn, fanOut, node } = tensor;
  const fans: readonly (readonly [string, string])[] =
    fanIn === null || fanOut === null
      ? []
      : [
          ["Fan-in", formatInteger(fanIn)],
          ["Fan-out", formatInteger(fanOut)],
          ["× He", formatReal(againstHe(tensor))],
        ];
  return [
    ["Used by", node ?? "no node"],
    ["Role", tensor.role === "constant" ? "constant" : (tensor.word ?? tensor.role)],
    ["Type", `${tensor.dtype} ${formatShape(tensor.shape)}`],
    ["Elements", formatPlural(tensor.count, "element")],
    ["Mean", formatReal(tensor.mean)],
    ["Standard deviation", formatReal(tensor.std)],
    ["Least", formatReal(tensor.min)],
    ["Greatest", formatReal(tensor.max)],
    ["L2 norm", formatReal(tensor.l2)],
    ["Kurtosis", formatReal(tensor.kurtosis)],
    ["Zeros", formatShare(tensor.zeroFraction)],
    ["NaN, Inf", nan === null || inf === null ? "unknown" : `${formatInteger(nan)}, ${formatInteger(inf)}`],
    ...fans,
    ...Object.entries(quantiles ?? {}).map(
      ([name, at]) => [`Quantile ${name.replace(/^p0?/, "")} %`, formatReal(at)] as const,
    ),
  ];
}
