import "./table.css";
import { make } from "../dom";
import { t } from "../l10n";
import type { Column, Columns, Sort } from "./columns";

/** In pixels, as in table.css. */
const LINE_HEIGHT = 24;
/** Lines drawn beyond the window at each end, so that a turn of the wheel finds them there. */
const SPARE = 8;

interface TableOptions<Row, Id extends string> {
  /** What it holds, for screen readers. */
  readonly label: string;
  /** Before the numbers of its lines: unique in the page. */
  readonly prefix: string;
  readonly columns: Columns<Row, Id>;
  /** Rows that something is wrong with. */
  readonly bad?: (row: Row) => boolean;
  readonly onsort: (column: Id) => void;
  readonly onselect: (line: number) => void;
  readonly onopen: (line: number) => void;
  /** Shows what explains a column. */
  readonly onconcept?: (number: number) => void;
}

/** A table of any number of rows: only the lines in sight are in the page. */
export class Table<Row, Id extends string> {
  readonly element: HTMLElement;
  private readonly heads = new Map<Id, HTMLElement>();
  private readonly body = make("div", { class: "data-lines", role: "rowgroup" });
  private readonly head = make("div", { class: "data-line heads", role: "row", "aria-rowindex": 1 });
  private readonly drawn = new Map<number, HTMLElement>();
  private readonly columns: readonly (readonly [id: Id, column: Column<Row>])[];
  private rows: readonly Row[] = [];
  private current = -1;

  constructor(private readonly options: TableOptions<Row, Id>) {
    // The keys of a record of columns are their ids.
    this.columns = Object.entries<Column<Row>>(options.columns) as [Id, Column<Row>][];
    for (const [id, column] of this.columns) this.head.append(this.columnHead(id, column));
    this.element = make(
      "div",
      { class: "data-table", role: "grid", tabindex: 0, "aria-label": options.label },
      make("div", { class: "data-heads", role: "rowgroup" }, this.head),
      this.body,
    );
    this.element.addEventListener("scroll", () => this.draw());
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.body.addEventListener("click", (event) => this.options.onselect(this.lineOf(event.target)));
    this.body.addEventListener("dblclick", (event) => this.options.onopen(this.lineOf(event.target)));
    new ResizeObserver(() => this.draw()).observe(this.element);
  }

  show(rows: readonly Row[], current: number, sort: Sort<Id> | undefined): void {
    this.rows = rows;
    this.current = current;
    for (const element of this.drawn.values()) element.remove();
    this.drawn.clear();
    this.body.style.height = `${rows.length * LINE_HEIGHT}px`;
    this.element.setAttribute("aria-rowcount", String(rows.length + 1));
    for (const [id, head] of this.heads) {
      const order = sort?.column !== id ? "none" : sort.descending ? "descending" : "ascending";
      head.setAttribute("aria-sort", order);
    }
    this.draw();
  }

  /** Marks a line, -1 for none, and brings it into sight. */
  mark(current: number): void {
    this.current = current;
    for (const [line, element] of this.drawn) this.markLine(line, element);
    if (current >= 0) this.reveal(current);
    this.nameCurrent();
  }

  private reveal(line: number): void {
    const top = line * LINE_HEIGHT;
    const { scrollTop } = this.element;
    const room = this.element.clientHeight - this.head.offsetHeight;
    if (room <= 0 || (top >= scrollTop && top + LINE_HEIGHT <= scrollTop + room)) return;
    const far = top < scrollTop - room || top > scrollTop + 2 * room;
    const beside = top < scrollTop ? top : top + LINE_HEIGHT - room;
    this.element.scrollTop = far ? top - room / 2 : beside;
    this.draw();
  }

  private draw(): void {
    const { scrollTop, clientHeight } = this.element;
    if (clientHeight === 0) return;
    const first = Math.max(0, Math.floor(scrollTop / LINE_HEIGHT) - SPARE);
    const end = Math.min(this.rows.length, Math.ceil((scrollTop + clientHeight) / LINE_HEIGHT) + SPARE);
    for (const [line, element] of this.drawn) {
      if (line >= first && line < end) continue;
      element.remove();
      this.drawn.delete(line);
    }
    for (let line = first; line < end; line++) {
      const row = this.rows[line];
      if (row === undefined || this.drawn.has(line)) continue;
      const element = this.drawRow(row, line);
      this.markLine(line, element);
      this.drawn.set(line, element);
      this.body.append(element);
    }
    this.nameCurrent();
  }

  private markLine(line: number, element: HTMLElement): void {
    element.setAttribute("aria-selected", String(line === this.current));
  }

  private nameCurrent(): void {
    if (this.drawn.has(this.current)) {
      this.element.setAttribute("aria-activedescendant", `${this.options.prefix}-${this.current}`);
    } else this.element.removeAttribute("aria-activedescendant");
  }

  private key(event: KeyboardEvent): void {
    if (event.target !== this.element || event.ctrlKey || event.altKey || event.metaKey) return;
    const last = this.rows.length - 1;
    const page = Math.max(1, Math.floor(this.element.clientHeight / LINE_HEIGHT) - 1);
    const targets: Readonly<Record<string, number>> = {
      ArrowUp: this.current - 1,
      ArrowDown: this.current + 1,
      PageUp: this.current - page,
      PageDown: this.current + page,
      Home: 0,
      End: last,
    };
    const target = targets[event.key];
    if (target !== undefined) this.options.onselect(Math.max(0, Math.min(last, target)));
    else if (event.key === "Enter" && this.current >= 0) this.options.onopen(this.current);
    else return;
    event.preventDefault();
  }

  private columnHead(id: Id, { head, meaning, numeric, concept }: Column<Row>): HTMLElement {
    const explain = (): void => {
      if (concept !== undefined) this.options.onconcept?.(concept);
    };
    const hint = concept === undefined ? [] : [t("F1: concept {0}, which explains it", concept)];
    const button = make(
      "button",
      {
        class: "sort",
        title: [meaning, t("Sort by it"), ...hint].join("\n"),
        onclick: () => this.options.onsort(id),
      },
      make("span", { text: head }),
      make("span", { class: "codicon arrow", "aria-hidden": "true" }),
    );
    const kind = numeric ? "cell number" : "cell";
    const element = make(
      "div",
      { class: `${kind} ${id}`, role: "columnheader", "aria-sort": "none" },
      button,
      ...(concept === undefined ? [] : [about(concept, explain)]),
    );
    element.addEventListener("keydown", (event) => {
      if (event.key !== "F1" || concept === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      explain();
    });
    this.heads.set(id, element);
    return element;
  }

  private drawRow(row: Row, line: number): HTMLElement {
    const element = make("div", {
      class: `data-line${this.options.bad?.(row) === true ? " bad" : ""}`,
      role: "row",
      id: `${this.options.prefix}-${line}`,
      "aria-rowindex": line + 2,
    });
    element.style.top = `${line * LINE_HEIGHT}px`;
    for (const [id, column] of this.columns) element.append(cell(id, column, row));
    return element;
  }

  private lineOf(target: EventTarget | null): number {
    const element = target instanceof Element ? target.closest(".data-lines > .data-line") : null;
    return element === null ? -1 : Number(element.id.slice(this.options.prefix.length + 1));
  }
}

function cell<Row>(id: string, { text, numeric, draw }: Column<Row>, row: Row): HTMLElement {
  const element = make("div", { class: `${numeric ? "cell number" : "cell"} ${id}`, role: "gridcell" });
  const picture = draw?.(row);
  if (picture === undefined) {
    element.textContent = text(row);
    if (!numeric) element.title = element.textContent;
  } else {
    element.append(picture);
    element.ariaLabel = text(row);
  }
  return element;
}

/** Stands over a column's head while the pointer is there. */
function about(concept: number, onclick: () => void): HTMLElement {
  const title = t("Concept {0}, which explains it", concept);
  return make("button", { class: "about", title, "aria-label": title, tabindex: -1, text: "?", onclick });
}
