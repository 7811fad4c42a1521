import type { Emitter } from "../../emit";
import { TO } from "../../emit";
import type { Lower } from "../../recipe";
import { withActivation } from "./activation";
import { sizeOf } from "./sizes";

/** The sum with a bias that may be left out; it lies along the last axis. */
function biased(emit: Emitter, input: string, bias = ""): string {
  return bias === "" ? input : emit.one("Add", [input, bias]);
}

export const lowerDense: Lower = ({ node, emit, inputNames: [input = "", kernel = "", bias] }) =>
  withActivation(node, emit, biased(emit, emit.one("MatMul", [input, kernel]), bias));

export const lowerEinsumDense: Lower = ({ node, emit, inputNames: [input = "", kernel = "", bias] }) => {
  const equation = node.text("equation");
  if (equation === undefined) return undefined;
  return withActivation(node, emit, biased(emit, emit.one("Einsum", [input, kernel], { equation }), bias));
};

/** A mask that goes on to later layers has no counterpart. */
export const lowerEmbedding: Lower = ({ node, emit, inputNames: [indices = "", table = ""] }) =>
  node.flag("mask_zero") ? undefined : [emit.one("Gather", [table, emit.cast(indices, TO.int64)])];

export const lowerPositionEmbedding: Lower = ({ node, emit, inputNames: [input = "", table = ""] }) => {
  const length = sizeOf(node.dimension(0, -2));
  if (length === undefined) return undefined;
  const rows = emit.slice(table, [0], [length], [0]);
  return [emit.one("Expand", [rows, emit.one("Shape", [input])])];
};
