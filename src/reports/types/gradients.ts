import type { Culprit } from "../../gradients/culprits";
import type { Loss } from "../../gradients/loss";
import type { VerdictKind } from "../../gradients/verdict";
import type { InspectReport } from "./inspect";
import type { ReportProblem, ReportReal } from "./parts";
import type { RunInput } from "./run";

/** Where the gradients of a loss go. */
export interface GradientsReport {
  readonly command: "gradients";
  readonly file: string;
  readonly format: InspectReport["format"];
  readonly engine: string;
  readonly inputs: readonly RunInput[];
  readonly seed: number;
  /** Sizes that were taken for what the inputs leave open. */
  readonly dimensions: Readonly<Record<string, number>>;
  readonly loss: { readonly kind: Loss["kind"]; readonly value: number | null };
  /** Forward and backward passes: one for each probe. */
  readonly passes: number;
  readonly coverage: {
    /** Of the trainable elements, those with a gradient or with one that is zero. */
    readonly parameters: number;
    /** Operators on a way to the loss that have no rule. */
    readonly unknown: readonly string[];
  };
  readonly parameters: readonly ReportParameterGradient[];
  readonly values: readonly ReportValueGradient[];
  /** Decades per layer of the trunk, towards the output. */
  readonly trend: {
    readonly activation: number | null;
    readonly gradient: number | null;
    readonly weight: number | null;
    /** Twice the standard error of each; null where there is one step alone. */
    readonly intervals: {
      readonly activation: number | null;
      readonly gradient: number | null;
      readonly weight: number | null;
    };
  };
  /** The values that everything passes, from input to output: decimal logarithms of root mean squares. */
  readonly depth: readonly {
    readonly value: string;
    readonly activation: number | null;
    readonly gradient: number | null;
    readonly weight: number | null;
    /** The gradient there in the twin. */
    readonly twin: number | null;
  }[];
  /** A freshly initialised network of the same graph; null where none was asked for, or it cannot be had. */
  readonly twin: {
    readonly kind: VerdictKind;
    readonly gradient: number | null;
    /** Twice the standard error of the slope; null where there is no slope. */
    readonly interval: number | null;
    readonly message: string;
  } | null;
  /** Sums of a value and of what was computed from it alone. */
  readonly branches: readonly ReportBranch[];
  /** Steps of the trunk that change gradients by far more than usual: in decades, towards the input. */
  readonly culprits: readonly Culprit[];
  /** Of the parameters' gradients that are not zero, the part that float16 flushes to zero or keeps as subnormal. */
  readonly halfUnderflow: number | null;
  readonly verdict: {
    readonly kind: VerdictKind;
    readonly message: string;
    readonly concept: number | null;
  };
  readonly problems: readonly ReportProblem[];
}

/** A residual branch. */
export interface ReportBranch {
  /** The node that adds it to what goes around it. */
  readonly node: string;
  readonly operator: string;
  /** Its first value. */
  readonly entry: string;
  /** The root mean square of the gradient there, to that behind the sum. */
  readonly share: number;
  /** So little that what stands in it does not learn. */
  readonly dead: boolean;
}

export type GradientState = "ok" | "zero" | "blocked" | "unknown";

/** Over all elements and passes; null where nothing is known. */
export interface ReportGradient {
  readonly name: string;
  readonly state: GradientState;
  /** The norm; over several passes the root of its mean square. */
  readonly l2: ReportReal | null;
  readonly mean: ReportReal | null;
  /** Of absolute values. */
  readonly meanSize: ReportReal | null;
  readonly std: ReportReal | null;
  /** The largest absolute value. */
  readonly max: ReportReal | null;
}

export interface ReportParameterGradient extends ReportGradient {
  readonly shape: readonly number[];
  /** To the norm of the parameter itself. */
  readonly ratio: ReportReal | null;
  /** Of the numbers that are not zero, those that float16 cannot hold. */
  readonly halfUnderflow: number | null;
}

export interface ReportValueGradient extends ReportGradient {
  /** The node that makes it; null for an input. */
  readonly node: string | null;
}
