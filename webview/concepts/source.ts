import type { Block, Language } from "../../src/concepts/types";

type ByLanguage<T> = Readonly<Record<Language, T>>;

/** One of the fifty, as the list has it. */
export interface ConceptEntry {
  readonly number: number;
  readonly title: ByLanguage<string>;
  readonly question: ByLanguage<string>;
}

/** The answer in one language, with what is beside it. */
export interface ConceptPage {
  readonly number: number;
  readonly answer: readonly Block[];
  /** Ours, on what the source says. */
  readonly notes: readonly string[];
  readonly related: readonly number[];
  /** Where the open model has it. */
  readonly places: readonly ConceptPlace[];
}

export interface ConceptPlace {
  /** Of the node, group or tensor; null: of the whole model, nothing to go to. */
  readonly id: string | null;
  readonly title: string;
  readonly detail: string;
}

/** Whoever knows the concepts. */
export interface ConceptSource {
  readonly list: () => Promise<readonly ConceptEntry[]>;
  readonly page: (number: number, language: Language, signal: AbortSignal) => Promise<ConceptPage>;
}
