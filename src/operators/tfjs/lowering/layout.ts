import type { Context } from "../../context";
import type { Emitter } from "../../emit";
import { channelsFirst } from "../window";

/** What an operator of ONNX does that wants its channels in front, to data that may have them last. */
export function channelsInFront(
  node: Context,
  emit: Emitter,
  input: string,
  rank: number,
  make: (input: string) => string,
): string {
  if (channelsFirst(node)) return make(input);
  return toLast(emit, make(toFront(emit, input, rank)), rank);
}

const spatialAxes = (rank: number, first: number): readonly number[] =>
  Array.from({ length: rank }, (_, axis) => axis + first);

/** `[N, spatial…, C]` → `[N, C, spatial…]` */
export function toFront(emit: Emitter, input: string, rank: number): string {
  return emit.transpose(input, [0, rank + 1, ...spatialAxes(rank, 1)]);
}

/** `[N, C, spatial…]` → `[N, spatial…, C]` */
export function toLast(emit: Emitter, input: string, rank: number): string {
  return emit.transpose(input, [0, ...spatialAxes(rank, 2), 1]);
}

/** A vector of channels so that it broadcasts against data of this many spatial axes. */
export function alongChannels(node: Context, emit: Emitter, vector: string, rank: number): string {
  return channelsFirst(node) && rank > 0 ? emit.unsqueeze(vector, spatialAxes(rank, 1)) : vector;
}
