import type { HeadSizes } from "../attended-gradient";
import { causalMask } from "../attended-gradient";
import { sizesOf, unbroadcast } from "../cotangent";
import type { Emitter } from "../emit";
import type { GradientRecipe } from "../recipe";

/**
 * What ONNX Runtime's attentions add to their scores
 * (https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md).
 */

/** Where a node has it. */
interface Masks {
  readonly mask: number;
  readonly bias: number;
}

/** The score of a key that a mask hides grows by this, where the node does not say. */
const MASKED = -10_000;

/** Each broadcasts to the scores; undefined for masks that there is no rule for. */
export function masksOf(recipe: GradientRecipe, sizes: HeadSizes, at: Masks): readonly string[] | undefined {
  const { node, emit, inputNames } = recipe;
  const padding = node.given(at.mask) ? paddingOf(recipe, sizes, at.mask) : [];
  // Between sequences of two lengths, the runtime hides nothing from the last query.
  const even = sizes.keys === sizes.past + sizes.length;
  if (padding === undefined || (node.flag("unidirectional") && !even)) return undefined;
  const causal = node.flag("unidirectional") ? [causalMask(emit, sizes)] : [];
  const bias = node.given(at.bias) ? [inputNames[at.bias] ?? ""] : [];
  return [...padding, ...causal, ...bias];
}

/** How many keys count in each sample, or which of them, for all queries or for each. */
function paddingOf(
  { node, emit, inputNames }: GradientRecipe,
  { batch, length, keys }: HeadSizes,
  index: number,
): readonly string[] | undefined {
  const mask = inputNames[index] ?? "";
  const own = sizesOf(node.shape(index)).join();
  const laid = new Map([
    [`${batch}`, [batch, 1, 1, 1]],
    [`${batch},${keys}`, [batch, 1, 1, keys]],
    [`${batch},${length},${keys}`, [batch, 1, length, keys]],
  ]).get(own);
  if (laid === undefined) return undefined;
  const wide = emit.reshape(mask, laid);
  const places = Array.from({ length: keys }, (_, at) => at);
  const shown =
    laid[3] === 1
      ? emit.one("Less", [int32(emit, places), wide])
      : emit.one("Greater", [wide, int32(emit, [0])]);
  const filter = emit.floats(node.float("mask_filter_value") ?? MASKED);
  return [emit.one("Where", [shown, emit.floats(0), filter])];
}

/** In the type that the masks have. */
const int32 = (emit: Emitter, values: readonly number[]): string =>
  emit.constant("int32", [values.length], new Uint8Array(Int32Array.from(values).buffer));

/** What reaches the bias of the scores, which may be one for all samples or heads. */
export function scoresBack(
  { node, emit }: GradientRecipe,
  { batch, heads, length, keys }: HeadSizes,
  added: string,
  at: number,
): string {
  return unbroadcast(emit, added, [batch, heads, length, keys], sizesOf(node.shape(at)));
}

/** 0, as the runtime has it, is by the size of a head. */
export const scaleOf = ({ node }: GradientRecipe, size: number): number => {
  const scale = node.float("scale") ?? 0;
  return scale === 0 ? 1 / Math.sqrt(size) : scale;
};
