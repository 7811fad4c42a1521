import type { RunValue } from "../../src/reports/types";
import { bars } from "../charts/bars";
import { make } from "../dom";
import { COLUMN_IDS, COLUMNS, type ColumnId } from "./columns";
import type { Sort } from "./state";

/** In pixels, as in activations.css. */
const LINE_HEIGHT = 24;
const BARS = { width: 110, height: 18 };
/** Lines drawn beyond the window at each end, so that a turn of the wheel finds them there. */
const SPARE = 8;

export interface TableEvents {
  readonly onsort: (column: ColumnId) => void;
  readonly onselect: (line: number) => void;
  readonly onopen: (line: number) => void;
}

/** The values of a run, any number of them: only the lines in sight are in the page. */
export class ValueTable {
  readonly element: HTMLElement;
  private readonly heads = new Map<ColumnId, HTMLElement>();
  private readonly body = make("div", { class: "value-lines", role: "rowgroup" });
  private readonly head = make("div", { class: "value-line heads", role: "row", "aria-rowindex": 1 });
  private readonly drawn = new Map<number, HTMLElement>();
  private values: readonly RunValue[] = [];
  private current = -1;

  constructor(private readonly events: TableEvents) {
    for (const id of COLUMN_IDS) this.head.append(this.columnHead(id));
    this.element = make(
      "div",
      { class: "value-table", role: "grid", tabindex: 0, "aria-label": "Values of the run" },
      make("div", { class: "value-heads", role: "rowgroup" }, this.head),
      this.body,
    );
    this.element.addEventListener("scroll", () => this.draw());
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.body.addEventListener("click", (event) => this.events.onselect(lineOf(event.target)));
    this.body.addEventListener("dblclick", (event) => this.events.onopen(lineOf(event.target)));
    new ResizeObserver(() => this.draw()).observe(this.element);
  }

  show(values: readonly RunValue[], current: number, sort: Sort | undefined): void {
    this.values = values;
    this.current = current;
    for (const element of this.drawn.values()) element.remove();
    this.drawn.clear();
    this.body.style.height = `${values.length * LINE_HEIGHT}px`;
    this.element.setAttribute("aria-rowcount", String(values.length + 1));
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
    const end = Math.min(this.values.length, Math.ceil((scrollTop + clientHeight) / LINE_HEIGHT) + SPARE);
    for (const [line, element] of this.drawn) {
      if (line >= first && line < end) continue;
      element.remove();
      this.drawn.delete(line);
    }
    for (let line = first; line < end; line++) {
      const value = this.values[line];
      if (value === undefined || this.drawn.has(line)) continue;
      const element = drawValue(value, line);
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
      this.element.setAttribute("aria-activedescendant", `value-${this.current}`);
    } else this.element.removeAttribute("aria-activedescendant");
  }

  private key(event: KeyboardEvent): void {
    if (event.target !== this.element || event.ctrlKey || event.altKey || event.metaKey) return;
    const last = this.values.length - 1;
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
    if (target !== undefined) this.events.onselect(Math.max(0, Math.min(last, target)));
    else if (event.key === "Enter" && this.current >= 0) this.events.onopen(this.current);
    else return;
    event.preventDefault();
  }

  private columnHead(id: ColumnId): HTMLElement {
    const { head, meaning, numeric } = COLUMNS[id];
    const button = make(
      "button",
      { class: "sort", title: `${meaning}\nSort by it`, onclick: () => this.events.onsort(id) },
      make("span", { text: head }),
      make("span", { class: "codicon arrow", "aria-hidden": "true" }),
    );
    const kind = numeric ? "cell number" : "cell";
    const element = make(
      "div",
      { class: `${kind} ${id}`, role: "columnheader", "aria-sort": "none" },
      button,
    );
    this.heads.set(id, element);
    return element;
  }
}

function drawValue(value: RunValue, line: number): HTMLElement {
  const element = make("div", {
    class: `value-line${value.nan + value.inf > 0 ? " bad" : ""}`,
    role: "row",
    id: `value-${line}`,
    "aria-rowindex": line + 2,
  });
  element.style.top = `${line * LINE_HEIGHT}px`;
  for (const id of COLUMN_IDS) element.append(cell(value, id));
  return element;
}

function cell(value: RunValue, id: ColumnId): HTMLElement {
  const { text, numeric } = COLUMNS[id];
  const shown = text(value);
  const element = make("div", { class: `${numeric ? "cell number" : "cell"} ${id}`, role: "gridcell" });
  if (id === "histogram" && value.histogram !== null) {
    element.append(bars(value.histogram.counts, BARS.width, BARS.height));
  } else {
    element.textContent = shown;
    if (!numeric) element.title = shown;
  }
  return element;
}

function lineOf(target: EventTarget | null): number {
  const element = target instanceof Element ? target.closest(".value-lines > .value-line") : null;
  return element === null ? -1 : Number(element.id.replace("value-", ""));
}
