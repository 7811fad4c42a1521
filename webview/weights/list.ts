import type { StoredTensors } from "../../src/document/protocol/tensors";
import type { WeightsTensor } from "../../src/reports/types/weights";
import { make } from "../dom";
import { plural, t } from "../l10n";
import type { Page } from "../page";
import { select, showConcept, type State } from "../state";
import { nextSort } from "../table/columns";
import { Table } from "../table/table";
import { button, row, textField, type TextField } from "../toolkit";
import { COLUMNS, type ColumnId } from "./columns";
import { shownTensors } from "./shown";
import type { WeightsState } from "./state";
import { tensorsCsv } from "./text";

/** All stored tensors with their statistics, linked with the graph by the selection. */
export class TensorList {
  readonly element = make("div", { class: "values-page" });
  private readonly table: Table<WeightsTensor, ColumnId>;
  private readonly filter: TextField;
  private readonly count = make("span", { class: "quiet", role: "status" });
  private stored: StoredTensors | undefined;
  private lines: readonly number[] = [];
  private drawn: Pick<WeightsState, "filter" | "sort"> | undefined;

  constructor(
    private readonly page: Page,
    private readonly change: (change: Partial<WeightsState>) => void,
  ) {
    this.filter = textField(
      t("Filter tensors"),
      t("Filter: name, shape:64x*, role:bias, type:int8, is:bad"),
      () => change({ filter: this.filter.value() }),
    );
    this.table = new Table<WeightsTensor, ColumnId>({
      label: t("Stored tensors"),
      prefix: "tensor",
      columns: COLUMNS,
      bad: ({ nan, inf }) => (nan ?? 0) + (inf ?? 0) > 0,
      onsort: (column) => change({ sort: nextSort(COLUMNS, page.store.get().weights.sort, column) }),
      onselect: (line) => this.select(line),
      onopen: (line) => this.open(line),
      onconcept: (number) => page.store.update((state) => showConcept(state, number)),
    });
    this.table.element.classList.add("tensor-table");
    const save = button({ text: t("Save list as CSV"), onclick: () => this.save() });
    this.element.append(row("values-tools", this.filter.element, this.count, save), this.table.element);
    this.filter.element.setAttribute("value", page.store.get().weights.filter);
  }

  show(stored: StoredTensors, { weights, selection }: State): void {
    const { filter, sort } = weights;
    const same = this.stored === stored && this.drawn?.filter === filter && this.drawn.sort === sort;
    if (same) {
      this.table.mark(this.lineOf(selection?.id));
      return;
    }
    this.stored = stored;
    this.drawn = weights;
    const { lines, problem } = shownTensors(stored.tensors, weights);
    this.lines = lines;
    this.count.textContent = problem || plural(lines.length, "{0} tensor", "{0} tensors");
    this.count.classList.toggle("problem", problem !== "");
    const rows = lines.flatMap((at) => stored.tensors[at] ?? []);
    this.table.show(rows, this.lineOf(selection?.id), sort);
  }

  focus(): void {
    this.table.element.focus();
  }

  /** The tensor that is selected, else one of the node that is. */
  private lineOf(id: string | undefined): number {
    const { stored } = this;
    if (stored === undefined || id === undefined) return -1;
    const own = this.lines.findIndex((at) => stored.tensors[at]?.name === id);
    return own >= 0 ? own : this.lines.findIndex((at) => stored.nodes[at] === id);
  }

  private select(line: number): void {
    const at = this.lines[line] ?? -1;
    const tensor = this.stored?.tensors[at];
    if (tensor === undefined) return;
    const box = this.stored?.nodes[at] ?? tensor.name;
    this.page.store.update((state) => select(state, { id: tensor.name, box }));
  }

  private open(line: number): void {
    const tensor = this.stored?.tensors[this.lines[line] ?? -1];
    if (tensor !== undefined) this.change({ tensor: tensor.name });
  }

  private save(): void {
    const { stored } = this;
    if (stored === undefined) return;
    const content = tensorsCsv(this.lines.flatMap((at) => stored.tensors[at] ?? []));
    this.page.host.send({ type: "save", name: "weights.csv", content, encoding: "utf8" });
  }
}
