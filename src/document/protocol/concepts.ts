import type { ConceptPlace } from "../../concepts/in-model";
import type { Language, Block } from "../../concepts/types";

export type { ConceptPlace } from "../../concepts/in-model";

/** One of the fifty, as the list has it. */
export interface ConceptEntry {
  readonly number: number;
  readonly title: Readonly<Record<Language, string>>;
  readonly question: Readonly<Record<Language, string>>;
}

export interface ConceptRequest {
  readonly number: number;
  readonly language: Language;
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

export interface ConceptOfRequest {
  readonly id: string;
  readonly language: Language;
}

export interface ConceptSummary {
  readonly number: number;
  readonly title: string;
  readonly summary: string;
}
