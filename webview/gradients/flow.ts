import type { KeptGradients } from "../../src/document/protocol/gradients";
import type { ReportParameterGradient } from "../../src/reports/types/gradients";
import { explainer } from "../concepts/explainer";
import { make } from "../dom";
import { plural, t } from "../l10n";
import type { Page } from "../page";
import { select, showConcept, type State } from "../state";
import { nextSort, ordered } from "../table/columns";
import { Table } from "../table/table";
import { button, row, setPressed, toggleButton } from "../toolkit";
import { BarsChart } from "./bars-chart";
import { COLUMNS, type ColumnId } from "./columns";
import { FlowChart } from "./flow-chart";
import { drawSaid } from "./said";
import type { GradientsChart, GradientsState } from "./state";

const CHARTS: Readonly<Record<GradientsChart, string>> = { course: t("Course"), bars: t("Bars") };

/** The verdict in words, the flow as a chart, and every parameter's own gradient. */
export class FlowPage {
  readonly element = make("div", { class: "flow-page" });
  private readonly said = make("div", { class: "gradients-said" });
  private readonly buttons = new Map<GradientsChart, HTMLElement>();
  private readonly course: FlowChart;
  private readonly bars: BarsChart;
  private readonly opener: HTMLElement;
  private readonly count = make("span", { class: "quiet" });
  private readonly table: Table<ReportParameterGradient, ColumnId>;
  private kept: KeptGradients | undefined;
  private lines: readonly number[] = [];
  private sorted: GradientsState["sort"];

  constructor(
    private readonly page: Page,
    private readonly change: (change: Partial<GradientsState>) => void,
  ) {
    const onselect = (id: string): void => page.store.update((state) => select(state, { id, box: id }));
    const explain = explainer(page);
    this.course = new FlowChart(onselect, explain);
    this.bars = new BarsChart(onselect, explain);
    const choices = row("run-pages");
    choices.setAttribute("role", "toolbar");
    choices.setAttribute("aria-label", t("Charts"));
    for (const chart of ["course", "bars"] as const) {
      const one = toggleButton(CHARTS[chart], () => change({ chart }));
      this.buttons.set(chart, one);
      choices.append(one);
    }
    this.table = new Table<ReportParameterGradient, ColumnId>({
      label: t("Gradients of the parameters"),
      prefix: "gradient",
      columns: COLUMNS,
      bad: ({ state }) => state !== "ok",
      onsort: (column) => change({ sort: nextSort(COLUMNS, page.store.get().gradients.sort, column) }),
      onselect: (line) => this.select(line),
      onopen: (line) => this.open(line),
      onconcept: (number) => page.store.update((state) => showConcept(state, number)),
    });
    this.table.element.classList.add("gradient-table");
    this.opener = button({ text: t("Open parameter"), onclick: () => this.open(this.current()) });
    this.element.append(
      this.said,
      choices,
      make("div", { class: "reading gradients-chart" }, this.course.element, this.bars.element),
      row("values-tools", this.opener, this.count),
      this.table.element,
    );
  }

  show(kept: KeptGradients, { gradients, selection }: State): void {
    if (this.kept !== kept) {
      this.said.replaceChildren(
        ...drawSaid(kept, {
          onconcept: (number) => this.page.store.update((state) => showConcept(state, number)),
          onnode: (id) => this.showInGraph(id),
        }),
      );
      this.course.show(kept);
      this.bars.show(kept.layers);
      this.count.textContent = plural(
        kept.report.parameters.length,
        "{0} parameter; Enter opens it",
        "{0} parameters; Enter opens one",
      );
    }
    for (const [chart, one] of this.buttons) setPressed(one, chart === gradients.chart);
    this.course.element.hidden = gradients.chart !== "course";
    this.bars.element.hidden = gradients.chart !== "bars";
    const node = this.nodeOf(kept, selection?.id);
    this.course.mark(node);
    this.bars.mark(node);
    if (this.kept === kept && this.sorted === gradients.sort) this.table.mark(this.current());
    else this.fill(kept, gradients);
    this.opener.toggleAttribute("disabled", this.current() < 0);
  }

  /** Of a parameter that is selected, or the node itself. */
  private nodeOf({ report, parameters }: KeptGradients, id: string | undefined): string | undefined {
    const at = report.parameters.findIndex(({ name }) => name === id);
    return parameters[at] ?? id;
  }

  focus(): void {
    this.table.element.focus();
  }

  private fill(kept: KeptGradients, { sort }: GradientsState): void {
    this.kept = kept;
    this.sorted = sort;
    const { parameters } = kept.report;
    this.lines = ordered(parameters, [...parameters.keys()], COLUMNS, sort);
    this.table.show(
      this.lines.flatMap((at) => parameters[at] ?? []),
      this.current(),
      sort,
    );
  }

  /** The line of the parameter that is selected, else of one of the node that is; -1: none. */
  private current(): number {
    const { kept } = this;
    const id = this.page.store.get().selection?.id;
    if (kept === undefined || id === undefined) return -1;
    const own = this.lines.findIndex((at) => kept.report.parameters[at]?.name === id);
    return own >= 0 ? own : this.lines.findIndex((at) => kept.parameters[at] === id);
  }

  private select(line: number): void {
    const at = this.lines[line] ?? -1;
    const name = this.kept?.report.parameters[at]?.name;
    if (name === undefined) return;
    const box = this.kept?.parameters[at] ?? name;
    this.page.store.update((state) => select(state, { id: name, box }));
  }

  private open(line: number): void {
    const parameter = this.kept?.report.parameters[this.lines[line] ?? -1];
    if (parameter !== undefined) this.change({ parameter: parameter.name });
  }

  private showInGraph(id: string): void {
    this.page.store.update((state) => ({ ...state, view: "graph" }));
    this.page.goTo(id);
  }
}
