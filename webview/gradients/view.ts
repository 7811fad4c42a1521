import "./gradients.css";
import type { KeptGradients } from "../../src/document/protocol";
import { formatInteger, formatReal, formatShare } from "../../src/reports/format";
import type { GradientsReport, GradientState, ReportParameterGradient } from "../../src/reports/types";
import { drawProblem } from "../activations/form";
import { formatSeconds } from "../activations/banner";
import { RunBar } from "../activations/run-bar";
import { inputsOf } from "../activations/state";
import { make } from "../dom";
import { RequestFailed } from "../host";
import { plural, t } from "../l10n";
import { Latest } from "../latest";
import type { Page } from "../page";
import { select, showConcept, type State } from "../state";
import { nextSort, ordered } from "../table/columns";
import { Table } from "../table/table";
import { dropdown, numberField, row, setPressed, toggleButton, type Dropdown } from "../toolkit";
import { COLUMNS, STATES, type ColumnId } from "./columns";
import { FlowChart } from "./flow-chart";
import { lossOf, LOSSES, type GradientsState } from "./state";

const NOTHING = t(
  "Nothing has been asked yet. Run: the model is walked through forwards and backwards, without a training script, and every parameter tells whether a gradient reaches it and how large it is.",
);

/** Where gradients go in the file as it is: a verdict, their course along the trunk, and every parameter's own. */
export class GradientsView {
  readonly element = make("section", { class: "gradients", "aria-label": t("Gradients") });
  private readonly bar = new RunBar(() => void this.run());
  private readonly loss: Dropdown;
  private readonly label: HTMLElement;
  private readonly twin: HTMLElement;
  private readonly problem = make("div", { class: "run-problem-place" });
  private readonly said = make("div", { class: "gradients-said" });
  private readonly chart: FlowChart;
  private readonly table: Table<ReportParameterGradient, ColumnId>;
  private readonly running = new Latest();
  private kept: KeptGradients | undefined;
  private lines: readonly number[] = [];
  private loaded = -1;
  private drawn: State | undefined;

  constructor(private readonly page: Page) {
    const change = (changed: Partial<GradientsState>): void =>
      page.store.update((state) => ({ ...state, gradients: { ...state.gradients, ...changed } }));
    const { gradients } = page.store.get();
    this.loss = dropdown(t("Loss"), (value) => {
      if (value === "probe" || value === "sum" || value === "cross-entropy") change({ loss: value });
    });
    this.label = numberField(t("Class"), "0", gradients.label, (text) => {
      if (/^\d+$/.test(text)) change({ label: Number(text) });
    });
    this.twin = toggleButton(t("Compare with fresh weights"), () =>
      change({ twin: !page.store.get().gradients.twin }),
    );
    this.twin.title = t("Runs a freshly initialised network of the same graph, too: it takes as long again");
    this.chart = new FlowChart((id) => page.store.update((state) => select(state, { id, box: id })));
    this.table = new Table<ReportParameterGradient, ColumnId>({
      label: t("Gradients of the parameters"),
      prefix: "gradient",
      columns: COLUMNS,
      bad: ({ state }) => state !== "ok",
      onsort: (column) => change({ sort: nextSort(COLUMNS, page.store.get().gradients.sort, column) }),
      onselect: (line) => this.select(line),
      onopen: (line) => this.showInGraph(line),
      onconcept: (number) => page.store.update((state) => showConcept(state, number)),
    });
    this.table.element.classList.add("gradient-table");
    this.element.append(
      row(
        "run-form gradients-form",
        make("span", { text: t("Loss") }),
        this.loss.element,
        this.label,
        this.twin,
      ),
      this.problem,
      this.bar.element,
      this.said,
      make("div", { class: "reading gradients-chart" }, this.chart.element),
      this.table.element,
    );
    page.store.subscribe((state) => this.changed(state));
  }

  /** Walks forwards and backwards on the inputs that the Activations view's form says. */
  async run(): Promise<void> {
    const { host, store, announce } = this.page;
    this.problem.replaceChildren();
    this.bar.begin(() => this.running.cancel());
    let said = t("Cancelled.");
    try {
      const { activations, gradients } = store.get();
      const kept = await this.running.run((signal) =>
        host.request(
          "gradients",
          {
            inputs: inputsOf(activations),
            loss: lossOf(gradients),
            twin: gradients.twin,
            memory: null,
            threads: null,
          },
          { signal, onprogress: (progress) => this.bar.progress(progress) },
        ),
      );
      if (kept === undefined) return;
      said = "";
      this.take(kept);
      this.count();
      announce(kept.report.verdict.message);
      host.send({ type: "measured" });
    } catch (error) {
      said = "";
      if (!(error instanceof RequestFailed)) throw error;
      this.problem.replaceChildren(drawProblem(error.problem.message));
    } finally {
      this.bar.idle(said);
    }
  }

  private changed(state: State): void {
    if (state.view !== "gradients" || state.facts === undefined) return;
    if (state.revision !== this.loaded) {
      this.loaded = state.revision;
      void this.load();
    }
    const before = this.drawn;
    this.drawn = state;
    if (before?.gradients !== state.gradients) this.showForm(state.gradients);
    if (before?.gradients.sort !== state.gradients.sort) this.showTable(state);
    if (before?.selection !== state.selection) this.mark(state);
  }

  /** Those that the document still has: a page that was hidden has forgotten them. */
  private async load(): Promise<void> {
    const kept = await this.page.host.request("lastGradients", {});
    this.take(kept ?? undefined);
    if (kept !== null) this.count();
  }

  private count(): void {
    this.page.store.update((state) => ({ ...state, gradientsTaken: state.gradientsTaken + 1 }));
  }

  private take(kept: KeptGradients | undefined): void {
    this.kept = kept;
    const none = kept === undefined;
    this.chart.element.hidden = this.table.element.hidden = none;
    this.said.replaceChildren(
      ...(none ? [make("p", { class: "quiet", text: NOTHING })] : this.verdict(kept)),
    );
    if (kept !== undefined) this.chart.show(kept);
    this.showTable(this.page.store.get());
    this.mark(this.page.store.get());
  }

  private showForm({ loss, twin }: GradientsState): void {
    setPressed(this.twin, twin);
    this.loss.offer(
      Object.entries(LOSSES).map(([value, text]) => ({ value, text })),
      loss,
    );
    this.label.hidden = loss !== "cross-entropy";
  }

  private verdict({ report, milliseconds, synthetic }: KeptGradients): readonly HTMLElement[] {
    const { verdict, trend, problems } = report;
    const { concept } = verdict;
    const why = (): void => {
      if (concept !== null) this.page.store.update((state) => showConcept(state, concept));
    };
    const slopes = (["activation", "gradient", "weight"] as const).flatMap((name) => {
      const [slope, interval] = [trend[name], trend.intervals[name]];
      if (slope === null) return [];
      const sure = interval === null ? "" : ` ± ${formatReal(interval)}`;
      return [`${name} ${formatReal(slope)}${sure}`];
    });
    const facts = [
      t(
        "loss {0}",
        `${report.loss.kind}${report.loss.value === null ? "" : ` ${formatReal(report.loss.value)}`}`,
      ),
      plural(report.passes, "{0} pass", "{0} passes"),
      formatSeconds(milliseconds),
      synthetic ? t("on made-up input") : t("on given input"),
    ];
    return [
      make(
        "p",
        { class: `gradients-verdict ${verdict.kind}` },
        make("strong", { text: `${verdict.kind}: ` }),
        make("span", { text: verdict.message }),
        ...(concept === null ? [] : [make("button", { class: "link", text: t("Why?"), onclick: why })]),
      ),
      make("p", { text: countsText(report) }),
      ...(report.twin === null ? [] : [make("p", { text: report.twin.message })]),
      ...report.culprits.map(({ message }) => make("p", { text: message })),
      ...(slopes.length === 0
        ? []
        : [make("p", { text: t("Decades per layer of the trunk: {0}.", slopes.join(", ")) })]),
      make("p", { class: "quiet", text: facts.join(" · ") }),
      ...problems.map(({ message }) => make("p", { class: "quiet", text: message })),
    ];
  }

  private showTable({ gradients, selection }: State): void {
    const { kept } = this;
    if (kept === undefined) return;
    const { parameters } = kept.report;
    this.lines = ordered(
      parameters,
      parameters.map((_, at) => at),
      COLUMNS,
      gradients.sort,
    );
    const rows = this.lines.flatMap((at) => parameters[at] ?? []);
    this.table.show(rows, this.lineOf(selection?.id), gradients.sort);
  }

  private mark({ selection }: State): void {
    this.chart.mark(selection?.id);
    if (this.kept !== undefined) this.table.mark(this.lineOf(selection?.id));
  }

  private lineOf(id: string | undefined): number {
    const { kept } = this;
    if (kept === undefined || id === undefined) return -1;
    return this.lines.findIndex(
      (at) => kept.report.parameters[at]?.name === id || kept.parameters[at] === id,
    );
  }

  private select(line: number): void {
    const at = this.lines[line] ?? -1;
    const id = this.kept?.parameters[at] ?? this.kept?.report.parameters[at]?.name;
    if (id !== undefined) this.page.store.update((state) => select(state, { id, box: id }));
  }

  private showInGraph(line: number): void {
    const id = this.kept?.parameters[this.lines[line] ?? -1];
    if (id === null || id === undefined) return;
    this.page.store.update((state) => ({ ...state, view: "graph" }));
    this.page.goTo(id);
  }
}

/** `62 parameters have a gradient, 2 are blocked: 99.8 % of what can be trained. Operators without a rule: Det.` */
function countsText({ parameters, coverage }: GradientsReport): string {
  const counts = (Object.keys(STATES) as readonly GradientState[]).flatMap((state) => {
    const count = parameters.filter((one) => one.state === state).length;
    return count === 0 ? [] : [`${formatInteger(count)} ${STATES[state]}`];
  });
  const unknown =
    coverage.unknown.length === 0
      ? ""
      : ` ${t("Operators without a rule: {0}.", coverage.unknown.join(", "))}`;
  return (
    plural(
      parameters.length,
      "Of {0} parameter: {1}; {2} of what can be trained is known.",
      "Of {0} parameters: {1}; {2} of what can be trained is known.",
      counts.join(", "),
      formatShare(coverage.parameters),
    ) + unknown
  );
}
