import type { WeightsTensor, WeightsReport } from "../../reports/types/weights";
import type { FeatureMaps } from "../../tensors/maps";

export type { FeatureMap, FeatureMaps } from "../../tensors/maps";

export interface WeightsRequest {
  /** Read all weights for it, if nobody has yet. */
  readonly measure: boolean;
}

export interface StoredTensors {
  /** Without channels: `tensor` has them. Without statistics where nothing was measured. */
  readonly tensors: readonly WeightsTensor[];
  readonly measured: boolean;
  /** For each tensor the id of the node that uses it first; null: none does. */
  readonly nodes: readonly (string | null)[];
  /** Of the tensors those with a fan-in, matrices and kernels, in the order in which the model uses them. */
  readonly layers: readonly number[];
  /** That measuring reads. */
  readonly bytes: number | null;
  /** Why some of them could not be measured, each reason once. */
  readonly problems: WeightsReport["problems"];
}

export interface TensorPicturesRequest {
  readonly name: string;
  /** An index for each axis that the pictures do not show; null: the first of each. */
  readonly at: readonly number[] | null;
}

export interface TensorPictures extends FeatureMaps {
  /** The axes that are shown, by their numbers. */
  readonly axes: { readonly channel: number | null; readonly row: number; readonly column: number };
  /** The others, with the index of each that is shown. */
  readonly fixed: readonly { readonly axis: number; readonly size: number; readonly at: number }[];
}

export interface TensorWindowRequest {
  readonly name: string;
  /** The tensor is seen as rows of its last axis. */
  readonly row: number;
  readonly column: number;
}

export interface TensorWindow {
  /** In all, of the whole tensor. */
  readonly rows: number;
  readonly columns: number;
  readonly row: number;
  readonly column: number;
  /** Row by row, as text: `0.25`, `NaN`. */
  readonly values: readonly (readonly string[])[];
}

export interface TensorFileRequest {
  readonly name: string;
  readonly format: "npy" | "csv";
}

export interface SavedFile {
  readonly name: string;
  readonly content: string;
  readonly encoding: "utf8" | "base64";
}
