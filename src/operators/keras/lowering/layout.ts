import type { Context } from "../../context";
import type { Emitter } from "../../emit";
import { channelsFirst } from "../layout";

const axesFrom = (rank: number, first: number): readonly number[] =>
  Array.from({ length: rank }, (_, axis) => axis + first);

/** What an operator of ONNX, which has channels in front, does to data that has them where the layer says. */
export function inFront(
  node: Context,
  emit: Emitter,
  input: string,
  rank: number,
  make: (input: string) => string,
): string {
  if (channelsFirst(node)) return make(input);
  return toLast(emit, make(toFront(emit, input, rank)), rank);
}

/** `[N, spatial…, C]` → `[N, C, spatial…]` */
export function toFront(emit: Emitter, input: string, rank: number): string {
  return emit.transpose(input, [0, rank + 1, ...axesFrom(rank, 1)]);
}

/** `[N, C, spatial…]` → `[N, spatial…, C]` */
function toLast(emit: Emitter, input: string, rank: number): string {
  return emit.transpose(input, [0, ...axesFrom(rank, 2), 1]);
}

/** `[kernel…, a, b]` → `[b, a, kernel…]` */
export function kernelInFront(emit: Emitter, kernel: string, rank: number): string {
  return emit.transpose(kernel, [rank + 1, rank, ...axesFrom(rank, 0)]);
}
