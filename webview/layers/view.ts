import { unpackRows } from "../../src/document/packed-rows";
import type { LayerRow, LayersReport } from "../../src/reports/types/layers";
import { mountCharts } from "../charts/mount";
import { make } from "../dom";
import { RequestFailed } from "../host";
import { plural, t } from "../l10n";
import { Latest } from "../latest";
import type { Page } from "../page";
import { select, toggled, type State } from "../state";
import { button } from "../toolkit";
import { Waiting } from "../waiting";
import { exportLayers } from "./export";
import { Grid } from "./grid";
import { drawLine, drawTotals } from "./line";
import { readFilter } from "./match";
import { shownRows, type Shown } from "./shown";
import { nextSort, type LayersState } from "./state";
import { Tools } from "./tools";

const NOTHING: Shown = { lines: [], open: new Set(), holding: new Set() };

/** The table of layers: nodes and groups with what they cost, linked with the graph by the selection. */
export class LayersView {
  readonly element = make("section", { class: "layers-view", "aria-label": t("Layers") });
  private readonly grid: Grid;
  private readonly tools: Tools;
  private readonly charts: HTMLElement;
  private readonly empty = make("div", { class: "layers-empty", role: "status", hidden: true });
  private readonly waiting = new Waiting();
  private readonly answers = new Latest();
  private report: LayersReport | undefined;
  /** The revision that the report is of, or was asked for. */
  private revision = 0;
  /** By id, the index of its row. */
  private places: ReadonlyMap<string, number> = new Map();
  private shown = NOTHING;
  /** By row, its line; -1 where it is not shown. */
  private lines = new Int32Array();
  /** The state that the table shows. */
  private drawn: State | undefined;

  constructor(private readonly page: Page) {
    this.grid = new Grid({
      draw: (line) => this.drawLine(line),
      onsort: (column) => this.change(({ sort }) => ({ sort: nextSort(sort, column), top: 0 })),
      // A table that is hidden scrolls to its top, which nobody wanted.
      onscroll: (top) => this.isShown(page.store.get()) && this.change(() => ({ top })),
      onpress: (line, folds) => this.press(line, folds),
      onopen: (line) => this.showInGraph(line),
      onkey: (event) => this.key(event),
    });
    this.tools = new Tools({
      get: () => page.store.get().layers,
      change: (change) => this.change(() => change),
      save: (format) => void exportLayers(page, this.shown.lines, format),
    });
    this.charts = this.drawCharts();
    this.element.append(this.charts, this.tools.element, this.grid.element, this.empty, this.waiting.element);
    page.store.subscribe((state) => this.stateChanged(state));
  }

  /** Charts of the same numbers, above the table; hidden while there are none. */
  private drawCharts(): HTMLElement {
    const place = make("div", { class: "charts-place" });
    const open = this.page.store.get().layers.charts;
    const frame = make("details", { open }, make("summary", { text: t("Charts") }), place);
    frame.addEventListener("toggle", () => this.change(() => ({ charts: frame.open })));
    mountCharts(place, this.page);
    return make("section", { class: "charts", "aria-label": t("Charts") }, frame);
  }

  private isShown({ view, facts }: State): boolean {
    return view === "layers" && facts !== undefined;
  }

  private change(change: (layers: LayersState) => Partial<LayersState>): void {
    this.page.store.update((state) => ({ ...state, layers: { ...state.layers, ...change(state.layers) } }));
  }

  private stateChanged(state: State): void {
    if (!this.isShown(state)) return;
    if (state.revision !== this.revision) {
      this.revision = state.revision;
      void this.load();
    }
    const before = this.drawn;
    if (this.report === undefined || before === state) return;
    this.drawn = state;
    const hidden = before?.view !== state.view;
    if (hidden || before === undefined || !sameTable(state.layers, before.layers))
      this.show(this.report, state);
    if (state.selection?.id !== before?.selection?.id) this.select(state.selection?.id);
  }

  private async load(): Promise<void> {
    this.waiting.begin(() => {
      this.answers.cancel();
      this.waiting.end();
    });
    try {
      const answer = await this.answers.run((signal) => this.page.host.request("layers", {}, { signal }));
      if (answer === undefined) return;
      const report = { ...answer, rows: unpackRows(answer.rows) };
      const first = this.report === undefined;
      this.report = report;
      this.places = new Map(report.rows.map(({ id }, at) => [id, at]));
      this.grid.showFoot(drawTotals(report));
      const state = this.page.store.get();
      this.show(report, state);
      // What was selected before the table was there; where a person has scrolled it, that counts for more.
      if (first && state.layers.top === 0) this.select(state.selection?.id);
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      this.say(error.problem.message);
    } finally {
      this.waiting.end();
    }
  }

  /** Works out which rows are shown, and shows them. */
  private show(report: LayersReport, state: State): void {
    this.drawn = state;
    this.charts.hidden = report.rows.length === 0;
    const { layers, selection } = state;
    const { matches, problem } = readFilter(layers.filter);
    this.shown = shownRows(report.rows, layers, matches);
    this.lines = new Int32Array(report.rows.length).fill(-1);
    this.shown.lines.forEach((row, line) => (this.lines[row] = line));
    if (this.shown.lines.length > 0) this.say("");
    else if (report.rows.length === 0) this.say(t("This model has no nodes."));
    else this.say(t("No layer matches the filter."), this.clearFilter());
    this.element.style.setProperty("--count", String(this.shown.lines.length));
    this.grid.show(this.shown.lines.length, this.lineOf(selection?.id), layers.top);
    this.grid.showSort(layers.sort);
    const rows = plural(this.shown.lines.length, "{0} row", "{0} rows");
    this.tools.show(layers, problem || rows, problem !== "");
  }

  /** Says why there is no table; nothing to say shows it. */
  private say(text: string, ...more: readonly HTMLElement[]): void {
    this.empty.hidden = text === "";
    this.grid.element.hidden = text !== "";
    this.empty.replaceChildren(make("p", { text }), ...more);
  }

  private clearFilter(): HTMLElement {
    return button({
      text: t("Clear the filter"),
      onclick: () => {
        this.tools.clearFilter();
        this.change(() => ({ filter: "", top: 0 }));
      },
    });
  }

  private drawLine(line: number): HTMLElement {
    const at = this.shown.lines[line] ?? -1;
    const row = this.report?.rows[at];
    if (this.report === undefined || row === undefined) throw new Error("a line shows a row of the report");
    const open = this.shown.holding.has(at) ? this.shown.open.has(at) : undefined;
    const { flat } = this.page.store.get().layers;
    return drawLine({ row, open, depth: flat ? 0 : row.depth }, this.report.supposed);
  }

  /** The selection is another one: it is marked, and brought into sight where this view did not make it. */
  private select(id: string | undefined): void {
    this.openAround(id);
    const line = this.lineOf(id);
    this.grid.mark(line);
    if (line >= 0) this.grid.reveal(line);
  }

  private openAround(id: string | undefined): void {
    const { flat, open } = this.page.store.get().layers;
    if (flat || id === undefined || this.lineOf(id) >= 0) return;
    const missing: string[] = [];
    for (
      let row = this.rowOf(this.rowOf(undefined, id)?.parent);
      row !== undefined;
      row = this.rowOf(row.parent)
    ) {
      if (!open.includes(row.id)) missing.push(row.id);
    }
    if (missing.length > 0) this.change(() => ({ open: [...open, ...missing] }));
  }

  private rowOf(at: number | undefined, id?: string): LayerRow | undefined {
    return this.report?.rows[at ?? this.places.get(id ?? "") ?? -1];
  }

  private lineOf(id: string | undefined): number {
    const at = id === undefined ? undefined : this.places.get(id);
    return at === undefined ? -1 : (this.lines[at] ?? -1);
  }

  private rowAt(line: number): LayerRow | undefined {
    return this.rowOf(this.shown.lines[line] ?? -1);
  }

  private press(line: number, folds: boolean): void {
    const row = this.rowAt(line);
    if (row === undefined) return;
    if (folds && row.inside > 0) this.toggle(row);
    else this.page.store.update((state) => select(state, { id: row.id, box: row.id }));
  }

  private toggle({ id }: LayerRow): void {
    this.change(({ open }) => ({ open: toggled(open, id) }));
  }

  private showInGraph(line: number): void {
    const row = this.rowAt(line);
    if (row === undefined) return;
    this.page.store.update((state) => ({ ...state, view: "graph" }));
    this.page.goTo(row.id);
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const line = this.lineOf(this.page.store.get().selection?.id);
    const target = this.targetOf(event.key, line);
    if (target !== undefined) this.press(Math.max(0, Math.min(this.shown.lines.length - 1, target)), false);
    else if (event.key === "ArrowRight" || event.key === "ArrowLeft")
      this.fold(line, event.key === "ArrowRight");
    else if (event.key === "Enter") this.showInGraph(line);
    else return;
    event.preventDefault();
  }

  /** The line that a key goes to; undefined where it is none of these keys. */
  private targetOf(key: string, line: number): number | undefined {
    switch (key) {
      case "ArrowUp":
        return line - 1;
      case "ArrowDown":
        return line + 1;
      case "PageUp":
        return line - this.grid.page;
      case "PageDown":
        return line + this.grid.page;
      case "Home":
        return 0;
      case "End":
        return this.shown.lines.length - 1;
      default:
        return undefined;
    }
  }

  /** Opens a group, or goes into it where it is open; folds it, or goes out of it. */
  private fold(line: number, inwards: boolean): void {
    const at = this.shown.lines[line];
    const row = this.rowAt(line);
    if (at === undefined || row === undefined) return;
    const open = this.shown.open.has(at);
    if (this.shown.holding.has(at) && open !== inwards) this.toggle(row);
    else if (inwards && open) this.press(line + 1, false);
    else if (!inwards) this.press(this.lines[row.parent] ?? -1, false);
  }
}

function sameTable(a: LayersState, b: LayersState): boolean {
  return (
    a.flat === b.flat &&
    a.quiet === b.quiet &&
    a.filter === b.filter &&
    a.sort === b.sort &&
    a.open === b.open
  );
}
