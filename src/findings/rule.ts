import type { Analysis } from "../analysis/analyse";
import type { ModelIndex } from "../analysis/model-index";
import type { Gradients } from "../gradients/flow";
import type { Run } from "../running/run";
import type { Weights } from "../tensors/weights";
import type { Finding, Severity } from "./types";

/** What a rule must see before it can say anything. */
export type Need = "graph" | "weights" | "run" | "gradients";

/** Everything that is known of a model when it is linted; what was not measured is undefined. */
export interface Evidence {
  readonly index: ModelIndex;
  readonly analysis: Analysis;
  /** Undefined while nobody has read them. */
  readonly weights?: Weights | undefined;
  /** Undefined while nobody has run the model. */
  readonly run?: Run | undefined;
  /** Undefined while nobody has asked for them. */
  readonly gradients?: Gradients | undefined;
}

/** What a rule found: the rest of a {@link Finding} follows from the rule. */
export interface Found extends Partial<
  Pick<Finding, "node" | "tensor" | "value" | "id" | "channels" | "measured" | "threshold">
> {
  readonly message: string;
  /** Where it is another one than the rule's own. */
  readonly severity?: Severity;
}

/** A limit that a person may set otherwise. */
export interface Threshold {
  readonly value: number;
  /** Why this value, in a sentence for the settings. */
  readonly reason: string;
}

/** The thresholds in force, by name. */
export type Limits<T extends string = string> = Readonly<Record<T, number>>;

export interface Rule<T extends string = string> {
  /** Kebab-case; docs/findings/ID.md is its page. */
  readonly id: string;
  /** A short name for lists: `Whole matrix is zero`. */
  readonly title: string;
  readonly severity: Severity;
  readonly needs: readonly Need[];
  readonly concept: number | undefined;
  readonly thresholds: Readonly<Record<T, Threshold>>;
  readonly check: (evidence: Evidence, limits: Limits<T>) => readonly Found[];
}

/** Keeps the names of a rule's thresholds while it stands in a list with others. */
export function rule<T extends string = never>(definition: Rule<T>): Rule {
  return definition as unknown as Rule;
}
