import type { Emitter } from "./emit";

/** What an operator of ONNX, which has channels in front, does to data that may have them last. */
export function channelsInFront(
  channelsFirst: boolean,
  emit: Emitter,
  input: string,
  rank: number,
  make: (input: string) => string,
): string {
  if (channelsFirst) return make(input);
  return toLast(emit, make(toFront(emit, input, rank)), rank);
}

/** `[N, spatial…, C]` → `[N, C, spatial…]` */
export function toFront(emit: Emitter, input: string, rank: number): string {
  return emit.transpose(input, [0, rank + 1, ...axesFrom(1, rank)]);
}

/** `[N, C, spatial…]` → `[N, spatial…, C]` */
export function toLast(emit: Emitter, input: string, rank: number): string {
  return emit.transpose(input, [0, ...axesFrom(2, rank), 1]);
}

/** `[kernel…, a, b]` → `[b, a, kernel…]` */
export function kernelInFront(emit: Emitter, kernel: string, rank: number): string {
  return emit.transpose(kernel, [rank + 1, rank, ...axesFrom(0, rank)]);
}

/** So many axes in a row. */
export function axesFrom(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, axis) => first + axis);
}
