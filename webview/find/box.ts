import type { FindAnswer, FindHit } from "../../src/document/protocol/places";
import { formatInteger } from "../../src/reports/format";
import { make } from "../dom";
import { RequestFailed } from "../host";
import { plural, t } from "../l10n";
import { Latest } from "../latest";
import type { Page } from "../page";
import { iconButton, textField } from "../toolkit";

/** More than anyone reads; the total is said. */
const LIMIT = 200;
const HINT = "op:Conv kernel:3 shape:*x64x*";
const WAIT_MS = 120;

/** Ctrl+F: a field and a list of what was found, walked with the arrow keys. */
export class FindBox {
  readonly element = make("div", { class: "find", role: "search", hidden: true });
  private readonly field = textField(t("Find in the model"), t("Find: {0}", HINT), () => this.asked());
  private readonly total = make("div", { class: "find-total", role: "status" });
  private readonly list = make("div", { class: "find-list", role: "listbox", "aria-label": t("Found") });
  private readonly answers = new Latest();
  private hits: readonly FindHit[] = [];
  private chosen = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly page: Page,
    private readonly onclose: () => void,
  ) {
    const close = iconButton("close", t("Close"), () => this.close(), "Escape");
    this.element.append(make("div", { class: "find-row" }, this.field.element, close), this.total, this.list);
    this.element.addEventListener("keydown", (event) => this.key(event));
  }

  open(): void {
    this.element.hidden = false;
    this.field.focus();
    if (this.field.value() === "") this.total.textContent = t("Names, operators, shapes: {0}", HINT);
  }

  /** Whether it was open. */
  close(): boolean {
    if (this.element.hidden) return false;
    this.element.hidden = true;
    this.answers.cancel();
    this.onclose();
    return true;
  }

  private asked(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(), WAIT_MS);
  }

  private async ask(): Promise<void> {
    const query = this.field.value().trim();
    try {
      const answer = await this.answers.run((signal) =>
        this.page.host.request("find", { query, limit: LIMIT }, { signal }),
      );
      if (answer !== undefined) this.show(answer);
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      this.show({ hits: [], total: 0, problem: error.problem.message });
    }
  }

  private show({ hits, total, problem }: FindAnswer): void {
    this.hits = hits;
    this.chosen = 0;
    const shown = hits.length < total ? t(", the first {0} shown", formatInteger(hits.length)) : "";
    this.total.textContent = problem ?? `${plural(total, "{0} match", "{0} matches")}${shown}`;
    this.total.classList.toggle("problem", problem !== null);
    this.list.replaceChildren(...hits.map((hit, index) => this.row(hit, index)));
    this.mark();
  }

  private row({ kind, title, name, detail }: FindHit, index: number): HTMLElement {
    const row = make(
      "div",
      { class: "found", role: "option", id: `found-${index}`, onclick: () => this.choose(index) },
      make("span", { class: "found-title", text: title }),
      make("span", { class: "found-name", text: name }),
      make("span", { class: "found-detail", text: detail === "" ? kind : detail }),
    );
    return row;
  }

  private key(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    if (step !== undefined) {
      this.chosen = Math.max(0, Math.min(this.hits.length - 1, this.chosen + step));
      this.mark();
    } else if (event.key === "Enter") this.choose(this.chosen);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private mark(): void {
    [...this.list.children].forEach((row, index) => {
      row.setAttribute("aria-selected", String(index === this.chosen));
    });
    this.list.children[this.chosen]?.scrollIntoView({ block: "nearest" });
    const hit = this.hits[this.chosen];
    if (hit !== undefined)
      this.page.announce(
        `${hit.title} ${hit.name}, ${t("{0} of {1}", this.chosen + 1, formatInteger(this.hits.length))}`,
      );
  }

  private choose(index: number): void {
    const hit = this.hits[index];
    if (hit === undefined) return;
    this.chosen = index;
    this.mark();
    this.page.goTo(hit.id);
  }
}
