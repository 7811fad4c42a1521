import type { OutputSamples } from "../../reports/output-samples";
import type { ReportProblem } from "../../reports/types/parts";
import type { RunReport } from "../../reports/types/run";
import type { InDistribution } from "../../running/in-distribution";
import type { Distribution } from "../../running/inputs/distribution";
import type { Pixels } from "../../running/inputs/pixels";
import type { InputFile } from "../../running/inputs/problem";

export type { Distribution } from "../../running/inputs/distribution";
export type { Pixels } from "../../running/inputs/pixels";
export type { OutputSamples } from "../../reports/output-samples";

/** What a person says of a run's inputs. */
export interface RunInputs {
  readonly seed: number;
  readonly samples: number;
  /** What pixels of images become; null: what the graph speaks for. */
  readonly pixels: Pixels | null;
  /** By input, where it is not to be what the graph speaks for. */
  readonly distributions: Readonly<Record<string, Distribution>>;
  /** By input, where it has no shape in the file. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  /** By input. Empty from the page: the extension host has the files that were chosen. */
  readonly given: Readonly<Record<string, readonly InputFile[]>>;
}

export interface RunRecipe {
  readonly inputs: readonly RecipeInput[];
  /** How many samples that makes. */
  readonly samples: number;
  /** Sizes for what the inputs leave open: assumed by a person, or taken for this run. */
  readonly dimensions: Readonly<Record<string, number>>;
  /** Inputs without a shape in the file. */
  readonly shapeless: readonly string[];
  /** Why it cannot be run so; null: it can. */
  readonly problem: ReportProblem | null;
}

export interface RecipeInput {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** `file x.npy`, `synthetic: standard normal`. */
  readonly source: string;
  readonly synthetic: boolean;
  /** What else could be in it. */
  readonly distributions: readonly Distribution[];
}

export interface RunRequest {
  readonly inputs: RunInputs;
  /** MB that observed values may take at once; null from the page: the user's settings say it. */
  readonly memory: number | null;
  /** Of the runtime; null: as many as help. */
  readonly threads: number | null;
}

/** A run and what the views need to find its values in the model. */
export interface KeptRun {
  /** Tells runs apart, as long as the model is open. */
  readonly id: number;
  /** Without channels: `runValue` has them. */
  readonly report: RunReport;
  /** For each of the report's values the id of its node. */
  readonly nodes: readonly string[];
  readonly outputs: readonly OutputSamples[];
  /** How the signal compares with that of training, in a sentence; null where the model does not tell. */
  readonly fit: { readonly kind: InDistribution["kind"]; readonly message: string } | null;
  /** Of the report's values those on the trunk, in its order. */
  readonly trunk: readonly number[];
  readonly milliseconds: number;
  /** What was asked for, without the files. */
  readonly inputs: RunInputs;
  /** Whether an input was made up. */
  readonly synthetic: boolean;
}

export interface RunValueRequest {
  readonly run: number;
  readonly value: string;
}

export interface ActivationRequest extends RunValueRequest {
  /** From 0 on. */
  readonly sample: number;
}
