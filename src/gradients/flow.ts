import type { Assumptions } from "../analysis/assumptions";
import type { Problem } from "../bytes/problem";
import type { PreparedInput } from "../running/inputs/prepare";
import type { Branch } from "./branches";
import type { Loss } from "./loss";
import type { Straight } from "./straight";
import type { Tallied } from "./tally";
import type { Verdict } from "./verdict";

/** How one value or parameter stands to the loss. */
export interface Flow {
  readonly state: "ok" | "zero" | "blocked" | "unknown";
  /** One of the ways to the loss goes through what has no rule: the numbers are a part only. */
  readonly incomplete: boolean;
  /** Undefined where it is blocked or unknown. */
  readonly gradient: Tallied | undefined;
  /** Of the value itself; undefined for parameters. */
  readonly activation: Tallied | undefined;
}

/** What all passes have shown. */
export interface Flows {
  /** By name in the model's own file. */
  readonly parameters: ReadonlyMap<string, Flow>;
  /** Parameters in branches that no sample took: blocked, but by the input and not by the model. */
  readonly untaken: ReadonlySet<string>;
  /** In the order of running: of the straight model's main graph. */
  readonly values: ReadonlyMap<string, Flow>;
  readonly straight: Straight;
  /** Tensors of the straight model by name there: their names in the model's own file. */
  readonly copies: ReadonlyMap<string, string>;
  /** The first pass's values that are not finite: then nothing is said of gradients. */
  readonly problems: readonly Problem[];
}

/** The gradients of a model, and what follows from them. All of it can be posted to another thread. */
export interface Gradients extends Omit<Flows, "straight" | "copies"> {
  readonly engine: string;
  readonly assumptions: Assumptions;
  readonly inputs: readonly PreparedInput[];
  readonly loss: { readonly kind: Loss["kind"]; readonly value: number | undefined };
  readonly passes: number;
  /** Pieces that each pass went in, where the whole was too large for the memory. */
  readonly segments: number;
  /** By value, the name of the node that makes it. */
  readonly nodes: ReadonlyMap<string, string>;
  /** Of the trainable elements on ways that the samples take, the part whose gradient is known. */
  readonly coverage: number;
  readonly verdict: Verdict;
  /** Of freshly initialised networks of the same graph; undefined where none was asked for, or it cannot be had. */
  readonly twin: Verdict | undefined;
  readonly branches: readonly Branch[];
  /** Operators on a way to the loss that have no rule, or could not be run. */
  readonly unknown: readonly string[];
}
