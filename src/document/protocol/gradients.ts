import type { GradientHistogram } from "../../gradients/first-pass";
import type { Saliency } from "../../gradients/saliency";
import type { GradientLayer } from "../../reports/gradient-layers";
import type { GradientsReport } from "../../reports/types/gradients";
import type { WeightsTensor } from "../../reports/types/weights";
import type { RunRequest } from "./runs";

export type { GradientHistogram } from "../../gradients/first-pass";
export type { Saliency, Score } from "../../gradients/saliency";
export type { GradientLayer } from "../../reports/gradient-layers";

/** What gradients are taken of. */
export type GradientLoss =
  { readonly kind: "probe" | "sum" } | { readonly kind: "cross-entropy"; readonly label: number };

export interface GradientsRequest extends RunRequest {
  readonly loss: GradientLoss;
  /** Whether they are compared with those of a freshly initialised network, which takes as long again. */
  readonly twin: boolean;
}

/** Gradients and what the views need to find their places in the model; null where a thing has no node. */
export interface KeptGradients {
  readonly report: GradientsReport;
  /** For each of the report's values of the trunk, parameters, values and branches the id of its node. */
  readonly depth: readonly (string | null)[];
  readonly parameters: readonly (string | null)[];
  readonly values: readonly (string | null)[];
  readonly branches: readonly (string | null)[];
  /** By layers, in the order of running. */
  readonly layers: readonly GradientLayer[];
  /** What the first sample's output hangs on; null where no input is an image. */
  readonly saliency: Saliency | null;
  /** Of the node whose value shows where a class is; null: there is none. */
  readonly camera: string | null;
  readonly milliseconds: number;
  /** Whether an input was made up. */
  readonly synthetic: boolean;
}

export interface ParameterGradient {
  /** In the first pass; null where no finite gradient reached it. */
  readonly gradient: GradientHistogram | null;
  /** Without statistics where it could not be read. */
  readonly weight: WeightsTensor;
}
