import type { InspectReport } from "./inspect";
import type { ReportProblem, TensorRole } from "./parts";

/** Over the finite elements but for `count`, `nan`, `inf` and `zeroFraction`, which are over all. */
export interface ValueStatistics {
  readonly count: number;
  readonly nan: number;
  readonly inf: number;
  /** null where no element is finite. */
  readonly mean: number | null;
  /** The population's: divided by n. */
  readonly std: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly l2: number | null;
  readonly zeroFraction: number | null;
  /** 3 for a normal distribution. */
  readonly kurtosis: number | null;
  readonly quantiles: Readonly<Record<string, number>> | null;
  readonly histogram: { readonly edges: readonly number[]; readonly counts: readonly number[] } | null;
}

export interface WeightsReport {
  readonly command: "weights";
  readonly file: string;
  readonly format: InspectReport["format"];
  readonly tensors: readonly WeightsTensor[];
  readonly problems: readonly ReportProblem[];
}

/** What is known of a stored tensor; its statistics are null where its elements cannot be had or are no numbers. */
export interface WeightsTensor extends Omit<ValueStatistics, "nan" | "inf"> {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly role: TensorRole;
  readonly nan: number | null;
  readonly inf: number | null;
  readonly channels: WeightsChannels | null;
  /** The node that uses it first, and the word for what it is there: `weight`, `bias`. */
  readonly node: string | null;
  readonly word: string | null;
  /** Inputs that make one output, and outputs that one input goes to; null for what is no matrix or kernel. */
  readonly fanIn: number | null;
  readonly fanOut: number | null;
}

export interface WeightsChannels {
  readonly axis: number;
  readonly l2: readonly number[];
  readonly min: readonly number[];
  readonly max: readonly number[];
  readonly mean: readonly number[];
  /** Channels that are zero everywhere. */
  readonly zero: readonly number[];
}
