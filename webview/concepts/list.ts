import type { Language } from "../../src/concepts/types";
import { make } from "../dom";
import { plural, t } from "../l10n";
import { textField } from "../toolkit";
import type { ConceptEntry } from "./source";
import { marked, matches } from "./state";

/** All concepts with a field to search in both languages: a list that is walked with the arrow keys. */
export class ConceptList {
  readonly element = make("nav", { class: "concept-list", "aria-label": t("Concepts") });
  private readonly search = textField(t("Search the concepts"), t("Search, English or Russian"), () =>
    this.draw(),
  );
  private readonly count = make("p", { class: "quiet", role: "status" });
  private readonly list = make("div", {
    class: "concept-entries",
    role: "listbox",
    "aria-label": t("Concepts"),
  });
  private entries: readonly ConceptEntry[] = [];
  private shown: readonly ConceptEntry[] = [];
  private language: Language = "en";
  private chosen = 1;

  constructor(private readonly onchoose: (number: number) => void) {
    this.element.append(this.search.element, this.count, this.list);
    this.list.addEventListener("keydown", (event) => this.key(event));
  }

  show(entries: readonly ConceptEntry[], language: Language, chosen: number): void {
    const redraw = entries !== this.entries || language !== this.language;
    this.entries = entries;
    this.language = language;
    this.chosen = chosen;
    if (redraw) this.draw();
    else this.mark();
  }

  private draw(): void {
    const query = this.search.value().trim();
    this.shown = this.entries.filter(({ number, title, question }) =>
      matches([String(number), title.en, title.ru, question.en, question.ru], query),
    );
    this.count.textContent =
      this.shown.length === 0
        ? t("No concept has these words.")
        : plural(this.shown.length, "{0} concept", "{0} concepts");
    this.list.replaceChildren(...this.shown.map((entry) => this.entry(entry, query)));
    this.mark();
  }

  private entry({ number, title }: ConceptEntry, query: string): HTMLElement {
    const name = make("span", {});
    for (const { text, hit } of marked(title[this.language], query))
      name.append(hit ? make("mark", { text }) : text);
    return make(
      "div",
      { class: "concept-entry", role: "option", lang: this.language, onclick: () => this.onchoose(number) },
      make("span", { class: "concept-number", text: String(number) }),
      name,
    );
  }

  private key(event: KeyboardEvent): void {
    if (event.altKey) return;
    const at = this.shown.findIndex(({ number }) => number === this.chosen);
    const last = this.shown.length - 1;
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: Math.min(last, at + 1),
      ArrowUp: Math.max(0, at - 1),
      Home: 0,
      End: last,
    };
    const next = this.shown[steps[event.key] ?? -1];
    if (next === undefined) return;
    event.preventDefault();
    this.onchoose(next.number);
    const entry = this.list.children[this.shown.indexOf(next)];
    if (entry instanceof HTMLElement) entry.focus();
  }

  private mark(): void {
    const found = this.shown.findIndex(({ number }) => number === this.chosen);
    [...this.list.children].forEach((entry, at) => {
      entry.setAttribute("aria-selected", String(at === found));
      entry.setAttribute("tabindex", at === Math.max(0, found) ? "0" : "-1");
    });
    this.list.children[found]?.scrollIntoView({ block: "nearest" });
  }
}
