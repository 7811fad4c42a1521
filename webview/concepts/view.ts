import "./concepts.css";
import "./drawings/drawings.css";
import { make } from "../dom";
import { RequestFailed } from "../host";
import { t } from "../l10n";
import { Latest } from "../latest";
import type { Page } from "../page";
import type { State } from "../state";
import { button, iconButton, row } from "../toolkit";
import { drawBlock, drawNotes } from "./answer";
import { DRAWINGS } from "./drawings/drawings";
import { ConceptList } from "./list";
import type { ConceptEntry, ConceptPage, ConceptPlace, ConceptSource } from "./source";
import { languageOf, type ConceptsState } from "./state";

/** The fifty questions with their answers, drawings to try, and where the open model has what they are about. */
export class ConceptsView {
  readonly element = make("section", { class: "concepts", "aria-label": t("Concepts") });
  private readonly list = new ConceptList((number) => this.change({ number }));
  private readonly article = make("article", { class: "concept" });
  private readonly pages = new Latest();
  private entries: readonly ConceptEntry[] = [];
  /** What the article was asked for, and of which file. */
  private asked = "";

  constructor(
    private readonly page: Page,
    private readonly source: ConceptSource,
  ) {
    this.element.append(this.list.element, this.article);
    this.element.addEventListener("keydown", (event) => this.key(event));
    page.store.subscribe((state) => void this.changed(state));
  }

  private change(changed: Partial<ConceptsState>): void {
    this.page.store.update((state) => ({ ...state, concepts: { ...state.concepts, ...changed } }));
  }

  private async changed(state: State): Promise<void> {
    if (state.view !== "concepts") return;
    const { number } = state.concepts;
    const language = languageOf(state.concepts);
    const asked = [number, language, state.revision].join(" ");
    if (asked === this.asked) return;
    this.asked = asked;
    try {
      if (this.entries.length === 0) this.entries = await this.source.list();
      this.list.show(this.entries, language, number);
      const shown = await this.pages.run((signal) => this.source.page(number, language, signal));
      if (shown !== undefined) this.show(shown);
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      this.article.replaceChildren(make("p", { class: "quiet", role: "alert", text: error.problem.message }));
    }
  }

  private show({ number, answer, notes, related, places }: ConceptPage): void {
    const language = languageOf(this.page.store.get().concepts);
    const entry = this.entries.find((one) => one.number === number);
    const drawing = DRAWINGS.get(number);
    this.article.replaceChildren(
      this.tools(number),
      make(
        "div",
        { class: "concept-text", lang: language },
        make("h2", { text: `${number}. ${entry?.title[language] ?? ""}` }),
        make("p", { class: "concept-question", text: entry?.question[language] }),
        ...answer.map(drawBlock),
      ),
      ...drawNotes(notes),
      make("p", {
        class: "quiet",
        text: t("From the fifty questions and answers that come with Layerscope."),
      }),
      ...(drawing === undefined ? [] : [drawing()]),
      this.places(places),
      ...this.related(related),
    );
    this.article.scrollTop = 0;
    this.page.announce(entry?.title[language] ?? "");
  }

  private tools(number: number): HTMLElement {
    const { concepts } = this.page.store.get();
    const language = languageOf(concepts);
    const other = language === "en" ? "ru" : "en";
    return row(
      "concept-tools",
      iconButton("arrow-left", t("Previous concept"), () => this.go(number - 1), "Alt+Left"),
      iconButton("arrow-right", t("Next concept"), () => this.go(number + 1), "Alt+Right"),
      button({
        text: other === "ru" ? "По-русски" : "In English",
        onclick: () => this.change({ language: other }),
      }),
    );
  }

  private go(number: number): void {
    if (this.entries.some((entry) => entry.number === number)) this.change({ number });
  }

  private key(event: KeyboardEvent): void {
    const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };
    const step = steps[event.key];
    if (!event.altKey || step === undefined) return;
    event.preventDefault();
    this.go(this.page.store.get().concepts.number + step);
  }

  private places(places: readonly ConceptPlace[]): HTMLElement {
    const entries = places.map(({ id, title, detail }) =>
      make(
        "li",
        {},
        id === null
          ? make("span", { text: title })
          : make("button", { class: "link", text: title, onclick: () => this.showInGraph(id) }),
        make("span", { class: "quiet", text: detail === "" ? "" : ` ${detail}` }),
      ),
    );
    return make(
      "section",
      { class: "concept-places" },
      make("h3", { text: t("In this model") }),
      entries.length === 0
        ? make("p", { class: "quiet", text: t("Nothing in this model shows it.") })
        : make("ul", {}, ...entries),
    );
  }

  private showInGraph(id: string): void {
    this.page.store.update((state) => ({ ...state, view: "graph" }));
    this.page.goTo(id);
  }

  private related(numbers: readonly number[]): readonly HTMLElement[] {
    const language = languageOf(this.page.store.get().concepts);
    const links = this.entries
      .filter(({ number }) => numbers.includes(number))
      .map(({ number, title }) =>
        make(
          "li",
          {},
          make("button", { class: "link", text: title[language], onclick: () => this.go(number) }),
        ),
      );
    return links.length === 0
      ? []
      : [
          make(
            "section",
            { class: "concept-related" },
            make("h3", { text: t("Read next") }),
            make("ul", {}, ...links),
          ),
        ];
  }
}
