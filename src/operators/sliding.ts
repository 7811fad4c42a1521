import { sizesOf } from "./cotangent";
import type { Context } from "./context";
import type { Emitter } from "./emit";
import type { Shape } from "../model/shape";
import { windowOf } from "./window";

/** A window over sizes that are known: per spatial axis. */
export interface Sliding {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Padding before the data, and behind it. */
  readonly begins: readonly number[];
  readonly ends: readonly number[];
  /** Sizes of the data, and of what the window makes of them. */
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** How far the windows reach from the first padded element on. */
  readonly reach: readonly number[];
}

/** The window of a convolution or a pool whose input and output have these shapes. */
export function slidingOf(node: Context, input: Shape, output: Shape, weight?: Shape): Sliding {
  const [from, to] = [sizesOf(input).slice(2), sizesOf(output).slice(2)];
  const window = windowOf(node, from.length, weight);
  const kernel = sizesOf(window.kernel);
  const reach = to.map((count, axis) => {
    const far = ((kernel[axis] ?? 1) - 1) * (window.dilations[axis] ?? 1) + 1;
    return (count - 1) * (window.strides[axis] ?? 1) + far;
  });
  const missing = from.map((size, axis) => Math.max((reach[axis] ?? 0) - size, 0));
  const pads = (same: (total: number) => number, given: number): readonly number[] => {
    if (window.autoPad.startsWith("SAME")) return missing.map(same);
    return from.map((_, axis) => (window.autoPad === "VALID" ? 0 : (window.pads[axis + given] ?? 0)));
  };
  // SAME_LOWER pads more before the data where the sum is odd.
  const [low, high] = window.autoPad === "SAME_LOWER" ? [Math.ceil, Math.floor] : [Math.floor, Math.ceil];
  return {
    kernel,
    strides: window.strides,
    dilations: window.dilations,
    begins: pads((total) => low(total / 2), 0),
    ends: pads((total) => high(total / 2), from.length),
    from,
    to,
    reach,
  };
}

/** The attributes of the same window with all padding spelled out. */
export const settingsOf = ({ kernel, strides, dilations, begins, ends }: Sliding) => ({
  kernel_shape: kernel,
  strides,
  dilations,
  pads: [...begins, ...ends],
});

/**
 * Adds every element of `cotangent` to all places that its window covers: what a pool does, the other way.
 *
 * @param cotangent `[N, C, to…]`
 * @returns `[N, C, from…]`
 */
export function spreadBack(
  emit: Emitter,
  cotangent: string,
  sizes: readonly number[],
  sliding: Sliding,
): string {
  const { kernel, strides, dilations, begins, from, to, reach } = sliding;
  const planes = (sizes[0] ?? 0) * (sizes[1] ?? 0);
  const count = kernel.reduce((product, size) => product * size, 1);
  const ones = emit.floats(new Array<number>(count).fill(1), [1, 1, ...kernel]);
  const flat = emit.reshape(cotangent, [planes, 1, ...to]);
  const whole = emit.one("ConvTranspose", [flat, ones], { kernel_shape: kernel, strides, dilations });
  // Negative pads cut off what fell into the padding; the end of the data may lie behind the last window.
  const behind = from.map((size, axis) => size + (begins[axis] ?? 0) - (reach[axis] ?? 0));
  const cut = emit.pad(whole, [0, 0, ...begins.map((size) => -size), 0, 0, ...behind]);
  return emit.reshape(cut, sizes);
}
