import type { Analysis } from "../analysis/analyse";
import { opsetsByGraph } from "../analysis/graphs";
import type { ModelIndex } from "../analysis/model-index";
import type { BookEntry } from "../concepts/book";
import { conceptBook } from "../concepts/book";
import { conceptOfOperator } from "../concepts/catalogue";
import { foundPlaces } from "../concepts/found";
import { placesOf } from "../concepts/in-model";
import { measuredPlaces, type Measured } from "../concepts/measured";
import type { Language } from "../concepts/types";
import type { Finding } from "../findings/types";
import { operatorOf } from "../operators/registry";
import type { ConceptEntry, ConceptPage, ConceptSummary } from "./protocol/concepts";

/** Gives the text of a language's questions and answers. */
export type ConceptSource = (language: Language) => Promise<string>;

/** A model and what follows from it. */
interface Analysed {
  readonly index: ModelIndex;
  readonly analysis: Analysis;
}

/** The fifty concepts in both languages, read when somebody asks for them. */
export class ConceptLibrary {
  private readonly books = new Map<Language, Promise<readonly BookEntry[]>>();

  constructor(private readonly source: ConceptSource) {}

  async list(): Promise<readonly ConceptEntry[]> {
    const [en, ru] = await Promise.all([this.book("en"), this.book("ru")]);
    return en.flatMap(({ number, title, question }, at): readonly ConceptEntry[] => {
      const other = ru[at];
      if (other === undefined) return [];
      return [
        { number, title: { en: title, ru: other.title }, question: { en: question, ru: other.question } },
      ];
    });
  }

  async page(
    number: number,
    language: Language,
    { index, analysis }: Analysed,
    measured: Measured,
    findings: readonly Finding[],
  ): Promise<ConceptPage | undefined> {
    const entry = await this.entry(number, language);
    if (entry === undefined) return undefined;
    const { answer, notes, related } = entry;
    const told = measuredPlaces(number, measured);
    const found = foundPlaces(number, findings, told);
    const places = [...told, ...found, ...placesOf(number, index, analysis)];
    return { number, answer, notes, related, places };
  }

  /** What explains a node best, by its id. */
  async explain(
    { model, uses }: ModelIndex,
    id: string | undefined,
    language: Language,
  ): Promise<ConceptSummary | undefined> {
    const placed = id === undefined ? undefined : uses.nodes.get(id);
    if (placed === undefined) return undefined;
    const opsets = opsetsByGraph(model).get(placed.graph) ?? model.opsets;
    const number = conceptOfOperator(placed.node.operator, operatorOf(placed.node, opsets)?.role);
    return number === undefined ? undefined : await this.summary(number, language);
  }

  /** The first sentences of an answer. */
  async summary(number: number, language: Language): Promise<ConceptSummary | undefined> {
    const entry = await this.entry(number, language);
    return entry && { number, title: entry.title, summary: entry.summary };
  }

  private async entry(number: number, language: Language): Promise<BookEntry | undefined> {
    return (await this.book(language)).find((one) => one.number === number);
  }

  private book(language: Language): Promise<readonly BookEntry[]> {
    let book = this.books.get(language);
    if (book === undefined) {
      book = this.source(language).then((text) => conceptBook(text, language));
      this.books.set(language, book);
    }
    return book;
  }
}
