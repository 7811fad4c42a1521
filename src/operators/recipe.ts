import type { Context } from "./context";
import type { Emitter } from "./emit";
import type { Value } from "./value";

/** What a recipe sees of one node, and where it writes what it makes of it. */
interface Recipe {
  /** Attributes, and what is known of the inputs; all shapes are numbers where a gradient is made. */
  readonly node: Context;
  /** What is known of the outputs. */
  readonly outputs: readonly Value[];
  readonly emit: Emitter;
  /** Names of the inputs in the graph that is made, by position; "" where one is left out. */
  readonly inputNames: readonly string[];
}

/** The same in operators of ONNX: names of the outputs, by position; undefined where that cannot be. */
export type Lower = (recipe: Recipe) => readonly string[] | undefined;

/** A derivative that is zero by definition: of rounding, comparisons, indices. */
export const BLOCKED = Symbol("blocked");

export interface GradientRecipe extends Recipe {
  /** Names of the node's own outputs, whose values the forward pass has computed. */
  readonly outputNames: readonly string[];
  /** The cotangent of each output; undefined where nothing reaches it, which counts as zeros. */
  readonly cotangents: readonly (string | undefined)[];
  /** Whether anybody wants the cotangent of an input: others need not be made. */
  readonly wants: (input: number) => boolean;
}

/**
 * The cotangents of the inputs, by position: names, or {@link BLOCKED}; undefined is none. Undefined in all: there is
 * no rule for such attributes, which is unknown, not zero.
 */
export type Gradient = (
  recipe: GradientRecipe,
) => readonly (string | typeof BLOCKED | undefined)[] | undefined;
