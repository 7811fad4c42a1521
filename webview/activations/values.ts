import type { KeptRun } from "../../src/document/protocol/runs";
import type { RunValue } from "../../src/reports/types/run";
import { make } from "../dom";
import { plural, t } from "../l10n";
import type { Page } from "../page";
import { select, showConcept, type State } from "../state";
import { nextSort } from "../table/columns";
import { Table } from "../table/table";
import { textField, type TextField } from "../toolkit";
import { COLUMNS, type ColumnId } from "./columns";
import { shownValues } from "./shown";
import type { ActivationsState } from "./state";
import { ValuePage } from "./value";

/** The table of a run's values, linked with the graph by the selection. */
export class ValuesPage {
  readonly element = make("div", { class: "values-page" });
  private readonly table: Table<RunValue, ColumnId>;
  private readonly tools: HTMLElement;
  private readonly whole: ValuePage;
  private readonly filter: TextField;
  private readonly count = make("span", { class: "quiet", role: "status" });
  private run: KeptRun | undefined;
  private lines: readonly number[] = [];
  private drawn: Pick<ActivationsState, "filter" | "sort"> | undefined;

  constructor(
    private readonly page: Page,
    private readonly change: (change: Partial<ActivationsState>) => void,
  ) {
    this.filter = textField(t("Filter values"), t("Filter: name, shape:1x64*, is:dead, is:bad"), () =>
      change({ filter: this.filter.value() }),
    );
    this.table = new Table<RunValue, ColumnId>({
      label: t("Values of the run"),
      prefix: "value",
      columns: COLUMNS,
      bad: ({ nan, inf }) => nan + inf > 0,
      onsort: (column) => change({ sort: nextSort(COLUMNS, page.store.get().activations.sort, column) }),
      onselect: (line) => this.select(line),
      onopen: (line) => this.open(line),
      onconcept: (number) => page.store.update((state) => showConcept(state, number)),
    });
    this.whole = new ValuePage(page, () => {
      change({ value: undefined });
      this.table.element.focus();
    });
    this.tools = make("div", { class: "values-tools" }, this.filter.element, this.count);
    this.table.element.classList.add("run-values");
    this.element.append(this.tools, this.table.element, this.whole.element);
    this.filter.element.setAttribute("value", page.store.get().activations.filter);
  }

  show([run]: readonly KeptRun[], { activations, selection }: State): void {
    if (run === undefined) return;
    const opened = run.report.values.find(({ name }) => name === activations.value);
    this.whole.element.hidden = opened === undefined;
    this.table.element.hidden = this.tools.hidden = opened !== undefined;
    if (opened === undefined) this.whole.leave();
    else this.whole.show(run, opened);
    const { filter, sort } = activations;
    const same = this.run === run && this.drawn?.filter === filter && this.drawn.sort === sort;
    const id = selection?.id;
    if (same) {
      const line = this.lineOf(id);
      this.table.mark(line);
      return;
    }
    this.run = run;
    this.drawn = activations;
    const { lines, problem } = shownValues(run.report.values, activations);
    this.lines = lines;
    this.count.textContent = problem || plural(lines.length, "{0} value", "{0} values");
    this.count.classList.toggle("problem", problem !== "");
    const values = lines.map((at) => run.report.values[at]).filter((value) => value !== undefined);
    this.table.show(values, this.lineOf(id), sort);
  }

  private lineOf(id: string | undefined): number {
    const { run } = this;
    if (run === undefined || id === undefined) return -1;
    return this.lines.findIndex((at) => run.nodes[at] === id || run.report.values[at]?.name === id);
  }

  private select(line: number): void {
    const id = this.run?.nodes[this.lines[line] ?? -1];
    if (id !== undefined) this.page.store.update((state) => select(state, { id, box: id }));
  }

  private open(line: number): void {
    const value = this.run?.report.values[this.lines[line] ?? -1];
    if (value !== undefined) this.change({ value: value.name });
  }
}
