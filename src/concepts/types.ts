/** A language in which the fifty answers are told. */
export const LANGUAGES = ["en", "ru"] as const;
export type Language = (typeof LANGUAGES)[number];

export interface Definition {
  readonly term: string;
  readonly text: string;
}

/** A piece of an answer, as it stands in the source; nothing of the text is dropped. */
export type Block =
  | { readonly kind: "paragraph"; readonly text: string }
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | { readonly kind: "definitions"; readonly entries: readonly Definition[] }
  /** Readable as text: `Precision = TP / (TP + FP)`. */
  | { readonly kind: "formula"; readonly text: string };

/** A question of the fifty with its answer, in one language. */
export interface Concept {
  /** From 1 on. */
  readonly number: number;
  readonly question: string;
  readonly answer: readonly Block[];
}
