import type { Language } from "../../src/concepts/types";

/** What is read. */
export interface ConceptsState {
  /** From 1 on. */
  readonly number: number;
  /** Undefined: as VS Code's settings say. */
  readonly language: Language | undefined;
}

export const INITIAL_CONCEPTS: ConceptsState = { number: 1, language: undefined };

/** Takes from a saved value what still has the right form. */
export function restoreConcepts(saved: unknown): ConceptsState {
  if (typeof saved !== "object" || saved === null) return INITIAL_CONCEPTS;
  const { number, language }: Partial<Record<keyof ConceptsState, unknown>> = saved;
  return {
    number: Number.isSafeInteger(number) && Number(number) > 0 ? Number(number) : INITIAL_CONCEPTS.number,
    language: language === "en" || language === "ru" ? language : undefined,
  };
}

/** The language that a person chose in the page, else the one that VS Code's settings say, else English. */
export function languageOf({ language }: ConceptsState): Language {
  return language ?? (document.documentElement.dataset["conceptLanguage"] === "ru" ? "ru" : "en");
}

/** Whether a concept's texts, in any language, have all words of a query. */
export function matches(texts: readonly string[], query: string): boolean {
  const all = texts.join("\n").toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

/** A text in pieces; those that a query's words found are marked. */
export function marked(
  text: string,
  query: string,
): readonly { readonly text: string; readonly hit: boolean }[] {
  const words = query.split(/\s+/).filter((word) => word !== "");
  if (words.length === 0) return [{ text, hit: false }];
  const found = new RegExp(
    `(${words.map((word) => word.replace(/[^\p{L}\p{N}]/gu, "\\$&")).join("|")})`,
    "i",
  );
  return text
    .split(found)
    .map((piece, at) => ({ text: piece, hit: at % 2 === 1 }))
    .filter((piece) => piece.text !== "");
}
