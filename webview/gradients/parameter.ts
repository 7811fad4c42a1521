import type { KeptGradients, ParameterGradient } from "../../src/document/protocol/gradients";
import { formatReal, formatShape, formatShare } from "../../src/reports/format";
import type { GradientsReport, ReportParameterGradient } from "../../src/reports/types/gradients";
import type { WeightsTensor } from "../../src/reports/types/weights";
import { DistributionChart } from "../charts/distribution";
import { ScaleButtons } from "../charts/scale-buttons";
import type { Scales } from "../charts/scales";
import { explainer } from "../concepts/explainer";
import { make } from "../dom";
import { RequestFailed } from "../host";
import { plural, t } from "../l10n";
import { Latest } from "../latest";
import type { Page } from "../page";
import { button, row } from "../toolkit";
import { Waiting } from "../waiting";
import { INITIALISATION } from "../weights/columns";
import { BACKPROPAGATION, MEANINGS, STATES } from "./columns";
import type { GradientsState } from "./state";

/** The gradient of one parameter beside the parameter itself. */
export class ParameterPage {
  readonly element = make("div", { class: "parameter-page reading", hidden: true });
  private readonly head = make("div", { class: "reading-head" });
  private readonly state = make("p");
  private readonly facts = make("dl", { class: "reading-facts" });
  private readonly scales: ScaleButtons;
  private readonly gradient: DistributionChart;
  private readonly weight: DistributionChart;
  private readonly waiting = new Waiting();
  private readonly note = make("p", { class: "quiet", role: "status" });
  private readonly asked = new Latest();
  /** The gradients and the parameter that are shown. */
  private kept: KeptGradients | undefined;
  private name: string | undefined;
  private whole: ParameterGradient | undefined;

  constructor(
    private readonly page: Page,
    private readonly change: (change: Partial<GradientsState>) => void,
  ) {
    const explain = explainer(page);
    this.gradient = new DistributionChart(
      t("Gradient"),
      explain(t("gradient of an element"), BACKPROPAGATION),
    );
    this.weight = new DistributionChart(t("Parameter"), explain(t("value of an element"), INITIALISATION));
    this.scales = new ScaleButtons(change);
    this.element.append(
      this.head,
      this.state,
      this.facts,
      row("maps-tools", ...this.scales.elements),
      make("div", { class: "chart-pair" }, this.gradient.element, this.weight.element),
      this.waiting.element,
      this.note,
    );
    this.element.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") this.back();
    });
  }

  show(kept: KeptGradients, at: number, scales: Scales): void {
    const parameter = kept.report.parameters[at];
    if (parameter === undefined) return;
    this.scales.show(scales);
    const entered = this.kept !== kept || this.name !== parameter.name;
    if (entered) {
      this.kept = kept;
      this.name = parameter.name;
      this.whole = undefined;
      this.enter(parameter, kept.parameters[at] ?? null);
    }
    this.drawCharts(scales);
  }

  /** Another parameter may be shown next. */
  leave(): void {
    this.name = undefined;
    this.asked.cancel();
  }

  private enter(parameter: ReportParameterGradient, node: string | null): void {
    const { name } = parameter;
    const back = button({ text: t("All parameters"), onclick: () => this.back() });
    this.head.replaceChildren(
      back,
      make("h2", { text: name }),
      button({ text: t("Show in Weights"), onclick: () => this.showInWeights(name) }),
      ...(node === null ? [] : [button({ text: t("Show in graph"), onclick: () => this.showInGraph(node) })]),
    );
    this.state.replaceChildren(
      make("strong", { text: `${STATES[parameter.state]}: ` }),
      MEANINGS[parameter.state],
    );
    this.drawFacts(parameter, undefined);
    this.note.textContent = "";
    void this.ask(parameter);
    back.focus();
  }

  private async ask(parameter: ReportParameterGradient): Promise<void> {
    const { name } = parameter;
    this.waiting.begin(() => this.asked.cancel());
    try {
      const whole = await this.asked.run((signal) =>
        this.page.host.request("parameterGradient", { name }, { signal }),
      );
      if (whole === undefined || name !== this.name) return;
      this.whole = whole;
      this.drawFacts(parameter, whole.weight);
      this.drawCharts(this.page.store.get().gradients);
      if (this.kept !== undefined) this.note.textContent = noteOf(whole, this.kept.report);
    } catch (error) {
      // What else is shown of the parameter stays.
      if (!(error instanceof RequestFailed)) throw error;
      this.note.textContent = error.problem.message;
    } finally {
      this.waiting.end();
    }
  }

  private drawFacts(parameter: ReportParameterGradient, weight: WeightsTensor | undefined): void {
    this.facts.replaceChildren(
      ...factsOf(parameter, weight).map(([term, text]) =>
        make("div", {}, make("dt", { text: term }), make("dd", { text })),
      ),
    );
  }

  private drawCharts(scales: Scales): void {
    const { gradient = null, weight } = this.whole ?? {};
    this.gradient.element.hidden = gradient === null;
    if (gradient !== null) this.gradient.show({ ...gradient, expected: undefined }, scales);
    const { histogram = null, std = null, count = 0 } = weight ?? {};
    this.weight.element.hidden = histogram === null || std === null;
    if (histogram !== null && std !== null)
      this.weight.show({ histogram, std, count, expected: undefined }, scales);
  }

  private back(): void {
    this.change({ parameter: undefined });
  }

  private showInWeights(tensor: string): void {
    this.page.store.update((state) => ({
      ...state,
      view: "weights",
      weights: { ...state.weights, tensor },
    }));
  }

  private showInGraph(id: string): void {
    this.page.store.update((state) => ({ ...state, view: "graph" }));
    this.page.goTo(id);
  }
}

function noteOf({ gradient, weight }: ParameterGradient, { loss, passes }: GradientsReport): string {
  return [
    gradient === null
      ? t("There is no gradient whose distribution could be drawn.")
      : loss.kind === "probe"
        ? t("The gradient is that of the first probe.")
        : passes === 1
          ? t("The gradient is that of the one pass.")
          : plural(
              passes,
              "The gradient's bars are of the first of {0} pass; the numbers above are over all of them.",
              "The gradient's bars are of the first of {0} passes; the numbers above are over all of them.",
            ),
    ...(weight.histogram === null ? [t("The parameter's own elements could not be read.")] : []),
  ].join(" ");
}

function factsOf(
  parameter: ReportParameterGradient,
  weight: WeightsTensor | undefined,
): readonly (readonly [term: string, text: string])[] {
  const { shape, l2, mean, meanSize, std, max, ratio, halfUnderflow } = parameter;
  return [
    [t("Shape"), formatShape(shape)],
    [t("Gradient's L2 norm"), formatReal(l2)],
    [t("To the parameter's"), formatReal(ratio)],
    [t("Mean"), formatReal(mean)],
    [t("Mean of absolute"), formatReal(meanSize)],
    [t("Standard deviation"), formatReal(std)],
    [t("Largest absolute"), formatReal(max)],
    [t("float16 makes zero"), formatShare(halfUnderflow)],
    ...(weight === undefined
      ? []
      : ([
          [t("Parameter's L2 norm"), formatReal(weight.l2)],
          [t("Its mean"), formatReal(weight.mean)],
          [t("Its deviation"), formatReal(weight.std)],
        ] as const)),
  ];
}
