import type { KeptRun } from "../../src/document/protocol/runs";
import { formatInteger, formatShare, formatType } from "../../src/reports/format";
import type { ReportSoftmax, ReportUnits, RunValue } from "../../src/reports/types/run";
import { ChannelStrip } from "../charts/channel-strip";
import { HistogramChart } from "../charts/histogram";
import { explainer } from "../concepts/explainer";
import { make } from "../dom";
import { RequestFailed } from "../host";
import { plural, t } from "../l10n";
import { Latest } from "../latest";
import type { Page } from "../page";
import { quantileFacts, statisticsFacts } from "../table/statistics";
import { button } from "../toolkit";
import { NORMALISATION } from "./columns";
import { Maps } from "./maps";

/** Indices that are listed; more of them nobody reads. */
const MOST_LISTED = 64;

/** All that a run knows of one value. */
export class ValuePage {
  readonly element = make("div", { class: "value-page reading" });
  private readonly head = make("div", { class: "reading-head" });
  private readonly facts = make("dl", { class: "reading-facts" });
  private readonly units = make("div", { class: "value-units" });
  private readonly histogram: HistogramChart;
  private readonly strip = new ChannelStrip();
  private readonly maps: Maps;
  private readonly wholes = new Latest();
  private shown: { readonly run: number; readonly name: string } | undefined;

  constructor(
    private readonly page: Page,
    private readonly onback: () => void,
  ) {
    this.histogram = new HistogramChart(
      t("Distribution over all samples"),
      explainer(page)(t("value of an element"), NORMALISATION),
    );
    this.maps = new Maps(page);
    this.element.append(
      this.head,
      this.facts,
      this.histogram.element,
      this.units,
      this.strip.element,
      this.maps.element,
    );
    this.element.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") onback();
    });
  }

  show(run: KeptRun, value: RunValue): void {
    if (this.shown?.run === run.id && this.shown.name === value.name) return;
    this.shown = { run: run.id, name: value.name };
    const id = run.nodes[run.report.values.indexOf(value)] ?? "";
    const back = button({ text: t("All values"), onclick: this.onback });
    this.head.replaceChildren(
      back,
      make("h2", { text: value.name }),
      button({ text: t("Show in graph"), onclick: () => this.showInGraph(id) }),
    );
    this.facts.replaceChildren(
      ...factsOf(value).map(([term, text]) =>
        make("div", {}, make("dt", { text: term }), make("dd", { text })),
      ),
    );
    this.units.replaceChildren(
      ...(value.units === null ? [] : unitLines(value.units)),
      ...(value.softmax === null ? [] : collapseLines(value.softmax)),
    );
    this.histogram.element.hidden = value.histogram === null;
    if (value.histogram !== null) this.histogram.show(value.histogram);
    this.strip.element.hidden = true;
    this.maps.show(run.id, value.name, run.report.samples);
    void this.whole(run.id, value.name);
    back.focus();
  }

  /** Another value may be shown next. */
  leave(): void {
    this.shown = undefined;
    this.wholes.cancel();
  }

  private async whole(run: number, value: string): Promise<void> {
    try {
      const whole = await this.wholes.run((signal) =>
        this.page.host.request("runValue", { run, value }, { signal }),
      );
      if (whole === undefined || whole.channels === null) return;
      this.strip.element.hidden = false;
      this.strip.show(whole.channels, markedUnits(whole.units));
    } catch (error) {
      // What else is shown of the value stays.
      if (!(error instanceof RequestFailed)) throw error;
    }
  }

  private showInGraph(id: string): void {
    this.page.store.update((state) => ({ ...state, view: "graph" }));
    this.page.goTo(id);
  }
}

function markedUnits(units: ReportUnits | null): ReadonlyMap<number, string> {
  const of = (kind: string, all: readonly number[] = []) => all.map((unit) => [unit, kind] as const);
  return new Map([...of(t("saturated"), units?.saturated), ...of(t("dead"), units?.dead)]);
}

function factsOf(value: RunValue): readonly (readonly [term: string, text: string])[] {
  const { nan, inf } = value;
  return [
    [t("Node"), value.node],
    [t("Type"), formatType(value.dtype, value.shape)],
    [t("Elements"), formatInteger(value.count)],
    ...statisticsFacts(value),
    ["NaN, Inf", `${formatInteger(nan)}, ${formatInteger(inf)}`],
    ...quantileFacts(value),
  ];
}

function unitLines({
  total,
  dead,
  rare,
  saturated,
  constant,
  samples,
  deadBound,
}: ReportUnits): readonly HTMLElement[] {
  const line = (kind: string, units: readonly number[]): readonly HTMLElement[] => {
    if (units.length === 0) return [];
    const more =
      units.length > MOST_LISTED ? ` ${t("and {0} more", formatInteger(units.length - MOST_LISTED))}` : "";
    const listed = units.slice(0, MOST_LISTED).join(", ");
    const text = plural(
      total,
      "{1} of {0} unit {2}: {3}.",
      "{1} of {0} units {2}: {3}.",
      formatInteger(units.length),
      kind,
      listed + more,
    );
    return [make("p", { text })];
  };
  const bound = plural(
    samples,
    "never fired in {0} sample (with 95 % certainty they fire in fewer than {1} of inputs like these)",
    "never fired in {0} samples (with 95 % certainty they fire in fewer than {1} of inputs like these)",
    formatShare(deadBound),
  );
  return [
    ...line(bound, dead),
    ...line(t("fired in less than 1 % of positions"), rare),
    ...line(t("are at an end of their range nearly always"), saturated),
    ...line(t("gave one value whatever the input was"), constant),
  ];
}

function collapseLines({ size, heads, samples, collapsed }: ReportSoftmax): readonly HTMLElement[] {
  const shown = collapsed.slice(0, MOST_LISTED).map(({ head, element, entropy }) => {
    const which =
      heads === 1 ? t("The softmax") : t("Head {0} of {1}", formatInteger(head), formatInteger(heads));
    const text = plural(
      samples,
      "{1} has collapsed: in {0} sample its largest element is always {2} of {3}, and its entropy is at most {4} of the largest there is.",
      "{1} has collapsed: in {0} samples its largest element is always {2} of {3}, and its entropy is at most {4} of the largest there is.",
      which,
      formatInteger(element),
      formatInteger(size),
      formatShare(entropy),
    );
    return make("p", { text });
  });
  const more = collapsed.length - shown.length;
  const rest = plural(more, "{0} more head has collapsed.", "{0} more heads have collapsed.");
  return more > 0 ? [...shown, make("p", { text: rest })] : shown;
}
