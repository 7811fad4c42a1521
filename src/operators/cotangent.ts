import type { Shape } from "../model/shape";
import type { Emitter } from "./emit";

/** What recipes of gradients share. */

/** A shape as plain numbers: where a gradient is made, all shapes are. */
export const sizesOf = (shape: Shape): readonly number[] => shape?.map(Number) ?? [];

/** The cotangent of an operand from that of the broadcast result: sums over what broadcasting repeated. */
export function unbroadcast(
  emit: Emitter,
  cotangent: string,
  from: readonly number[],
  to: readonly number[],
): string {
  const more = from.length - to.length;
  const repeated = from.flatMap((size, axis) =>
    axis < more || (to[axis - more] === 1 && size !== 1) ? [axis] : [],
  );
  if (repeated.length === 0) return cotangent;
  const kept = emit.reduce("ReduceSum", cotangent, repeated, true);
  return more === 0 ? kept : emit.reshape(kept, to);
}

/** A tensor of zeros, float32. */
export const zeros = (emit: Emitter, sizes: readonly number[]): string =>
  emit.one("ConstantOfShape", [emit.ints(sizes)]);
