import type { Node } from "../model/model";
import type { Context } from "./context";
import type { Products } from "./contraction";
import type { Gradient, Lower } from "./recipe";
import type { Value } from "./value";

/** What an operator is for. */
export const ROLES = [
  "linear",
  "activation",
  "normalization",
  "pooling",
  "arithmetic",
  "reduction",
  "shape",
  "recurrent",
  "attention",
  "quantization",
  "control",
  "constant",
  "loss",
  "other",
] as const;

export type Role = (typeof ROLES)[number];

/**
 * What a stored tensor in an input is for, where the operator's definition says it.
 *
 * `learned`: a parameter (weight, bias, scale, slope, table, recurrent matrices), whatever its size.
 * `statistic`: a running mean or variance. `constant`: shapes, axes, clip bounds, quantisation scales and zero
 * points, initial states. An input without a slot is any other computation: a stored floating tensor of more than
 * one element there is a parameter, everything else a constant.
 */
export interface Slot {
  readonly kind: "learned" | "statistic" | "constant";
  /** A short word for it, as on a node in the graph: `weight`, `bias`, `scale`. */
  readonly word: string;
  /** Which way a weight lies; absent where it has no two sides: biases, scales, packed weights. */
  readonly axes?: (node: Node, rank: number) => WeightAxes;
}

/** The axes of a weight that count outputs and inputs, and those of its kernel. */
export interface WeightAxes {
  readonly out: number;
  readonly in: number;
  readonly kernel?: readonly number[];
}

/**
 * All that the program knows of one operator, from one opset version on. What is absent is unknown, and shown as
 * such, never as zero.
 */
export interface Operator {
  /** The first version of the domain's opset that this entry describes. */
  readonly since: number;
  readonly role: Role;
  /** Names of the inputs and outputs by position, as in the specification; a last `name…` takes all that follow. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** By input name. */
  readonly slots?: Readonly<Record<string, Slot>>;
  /** The output is the first input seen another way: a weight behind it is still that weight. */
  readonly looksThrough?: boolean;
  /** The attributes that a person wants to see on the node: `3×3, stride 2`. */
  readonly label?: (node: Node) => string;
  /**
   * What is known of the outputs by position, from what is known of the inputs; an output left out is unknown. The
   * shape, and for small values the elements: `(node) => [tensor(node.dtype(0), node.shape(0))]`. Absent for control flow, which the analysis follows itself.
   */
  readonly infer?: (node: Context) => readonly Value[];
  /** Multiply–accumulates of the node's contractions, factor by factor. Undefined or absent: nobody has costed it. */
  readonly macs?: (node: Context, outputs: readonly Value[]) => Products | undefined;
  /** What it is in operators of ONNX, for those that are none. Absent: it cannot be run by an ONNX runtime. */
  readonly lower?: Lower;
  /** The cotangents of the inputs from those of the outputs. Absent: unknown. */
  readonly gradient?: Gradient;
}

/** The cost of what contracts nothing: activations, normalisations, pooling, movements. */
export const noMacs = (): Products => [];
