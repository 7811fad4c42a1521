import { make } from "../dom";
import { t } from "../l10n";
import { COLUMN_IDS, COLUMNS, type ColumnId } from "./columns";
import type { LayersState } from "./state";

/** In pixels, as in layers.css. */
const LINE_HEIGHT = 22;

/** Lines drawn beyond the window at each end, so that a turn of the wheel finds them there. */
const SPARE = 8;

interface GridEvents {
  readonly draw: (line: number) => HTMLElement;
  readonly onsort: (column: ColumnId) => void;
  readonly onscroll: (top: number) => void;
  /** `folds`: on the arrow before its name. */
  readonly onpress: (line: number, folds: boolean) => void;
  readonly onopen: (line: number) => void;
  readonly onkey: (event: KeyboardEvent) => void;
}

/**
 * A table of any number of lines: only those in sight are in the page. The keyboard stands on the table, which names
 * the line that is current.
 */
export class Grid {
  readonly element: HTMLElement;
  private readonly heads = new Map<ColumnId, HTMLElement>();
  private readonly body = make("div", { class: "lines", role: "rowgroup" });
  private readonly foot = make("div", { class: "foot", role: "rowgroup" });
  private readonly drawn = new Map<number, HTMLElement>();
  private readonly top = make("div", { class: "head", role: "rowgroup" });
  private count = 0;
  private current = -1;

  constructor(private readonly events: GridEvents) {
    const head = make("div", { class: "layer heads", role: "row", "aria-rowindex": 1 });
    for (const id of COLUMN_IDS) head.append(this.head(id));
    this.top.append(head);
    this.element = make(
      "div",
      { class: "layers-grid", role: "treegrid", tabindex: 0, "aria-label": t("Layers") },
      this.top,
      this.body,
      this.foot,
    );
    this.element.addEventListener("scroll", () => {
      this.draw();
      events.onscroll(this.element.scrollTop);
    });
    this.element.addEventListener("keydown", (event) => {
      if (event.target === this.element) events.onkey(event);
    });
    this.body.addEventListener("click", (event) => {
      const line = this.lineOf(event.target);
      if (line >= 0) events.onpress(line, isFold(event.target));
    });
    this.body.addEventListener("dblclick", (event) => {
      const line = this.lineOf(event.target);
      if (line >= 0 && !isFold(event.target)) events.onopen(line);
    });
    new ResizeObserver(() => this.draw()).observe(this.element);
  }

  /** Lines that fit into the window. */
  get page(): number {
    return Math.max(1, Math.floor(this.room / LINE_HEIGHT));
  }

  /** Other lines; `top` is how far they are scrolled. */
  show(count: number, current: number, top: number): void {
    this.count = count;
    this.current = current;
    for (const element of this.drawn.values()) element.remove();
    this.drawn.clear();
    this.body.style.height = `${count * LINE_HEIGHT}px`;
    this.element.setAttribute("aria-rowcount", String(count + 2));
    this.foot.firstElementChild?.setAttribute("aria-rowindex", String(count + 2));
    this.element.scrollTop = top;
    this.draw();
  }

  /** Marks the line that is selected; -1 is none. */
  mark(current: number): void {
    this.current = current;
    for (const [line, element] of this.drawn) this.markLine(line, element);
    this.nameCurrent();
  }

  /** Scrolls as far as needed for the line to be in sight, into the middle where it is far away. */
  reveal(line: number): void {
    const top = line * LINE_HEIGHT;
    const { scrollTop } = this.element;
    const below = top + LINE_HEIGHT - (scrollTop + this.room);
    if (top >= scrollTop && below <= 0) return;
    const far = scrollTop - top > this.room || below > this.room;
    if (far) this.element.scrollTop = top - this.room / 2;
    else this.element.scrollTop = top < scrollTop ? top : scrollTop + below;
    this.draw();
  }

  showSort(sort: LayersState["sort"]): void {
    for (const [id, head] of this.heads) {
      const order = sort?.column !== id ? "none" : sort.descending ? "descending" : "ascending";
      head.setAttribute("aria-sort", order);
    }
  }

  showFoot(totals: HTMLElement): void {
    totals.setAttribute("aria-rowindex", String(this.count + 2));
    this.foot.replaceChildren(totals);
  }

  /** Height for lines, without head and foot. */
  private get room(): number {
    return this.element.clientHeight - this.top.offsetHeight - this.foot.offsetHeight;
  }

  private draw(): void {
    const { scrollTop, clientHeight } = this.element;
    if (clientHeight === 0) return;
    const first = Math.max(0, Math.floor(scrollTop / LINE_HEIGHT) - SPARE);
    const end = Math.min(this.count, Math.ceil((scrollTop + clientHeight) / LINE_HEIGHT) + SPARE);
    for (const [line, element] of this.drawn) {
      if (line >= first && line < end) continue;
      element.remove();
      this.drawn.delete(line);
    }
    for (let line = first; line < end; line++) {
      if (this.drawn.has(line)) continue;
      const element = this.events.draw(line);
      element.id = `layer-${line}`;
      element.setAttribute("aria-rowindex", String(line + 2));
      element.style.top = `${line * LINE_HEIGHT}px`;
      this.markLine(line, element);
      this.drawn.set(line, element);
      this.body.append(element);
    }
    this.nameCurrent();
  }

  private markLine(line: number, element: HTMLElement): void {
    element.classList.toggle("selected", line === this.current);
    element.setAttribute("aria-selected", String(line === this.current));
  }

  private nameCurrent(): void {
    if (this.drawn.has(this.current)) {
      this.element.setAttribute("aria-activedescendant", `layer-${this.current}`);
    } else this.element.removeAttribute("aria-activedescendant");
  }

  private lineOf(target: EventTarget | null): number {
    const element = target instanceof Element ? target.closest(".lines > .layer") : null;
    return element === null ? -1 : Number(element.id.replace("layer-", ""));
  }

  private head(id: ColumnId): HTMLElement {
    const { head, meaning, numeric } = COLUMNS[id];
    const button = make(
      "button",
      { class: "sort", title: `${meaning}\n${t("Sort by it")}`, onclick: () => this.events.onsort(id) },
      make("span", { text: head }),
      make("span", { class: "codicon arrow", "aria-hidden": "true" }),
    );
    const element = make(
      "div",
      { class: `cell ${id}${numeric ? " number" : ""}`, role: "columnheader", "aria-sort": "none" },
      button,
    );
    this.heads.set(id, element);
    return element;
  }
}

function isFold(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(".fold") !== null;
}
