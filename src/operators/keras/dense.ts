import { withLast } from "../axis";
import type { Context } from "../context";
import { oneProduct, shapeOf } from "../contraction";
import type { Family } from "../entry";
import { bias, entry, kernelOutLast, table } from "../entry";
import { int, label, text } from "../label";
import { einsumMacs, inferEinsum } from "../onnx/einsum";
import { noMacs } from "../operator";
import { seenAs } from "../seen-as";
import type { Value } from "../value";
import { tensor } from "../value";

/** Along the last axis. */
function widened(node: Context): readonly Value[] {
  return [tensor(node.dtype(0), withLast(node.shape(0), node.int("units")))];
}

/** The product alone: the bias is no operand of the equation. */
const product = (node: Context): Context =>
  seenAs(node, { names: node.node.inputs.slice(0, 2), inputs: node.inputs.slice(0, 2) });

/** A row of the table for each index. */
function embedded(node: Context): readonly Value[] {
  const shape = node.shape(0);
  return [tensor(node.dtype(1) ?? "float32", shape && [...shape, node.int("output_dim")])];
}

const lookUp = { label: label(int("input_dim", "entries"), int("output_dim", "width")), infer: embedded };

export const dense: Family = {
  Dense: [
    entry(1, "linear", "input kernel bias", "output", {
      slots: { kernel: kernelOutLast, bias },
      label: label(int("units", "units"), text("activation", "linear")),
      infer: widened,
      macs: (node, [output]) => oneProduct(shapeOf(output), node.dimension(0, -1)),
    }),
  ],
  EinsumDense: [
    entry(1, "linear", "input kernel bias", "output", {
      slots: { kernel: kernelOutLast, bias },
      label: label(text("equation"), text("activation", "linear")),
      infer: (node) => inferEinsum(product(node)),
      macs: (node) => einsumMacs(product(node)),
    }),
  ],
  Embedding: [
    entry(1, "linear", "indices embeddings", "output", {
      slots: { embeddings: table },
      macs: noMacs,
      ...lookUp,
    }),
  ],
  ReversibleEmbedding: [
    entry(1, "linear", "indices embeddings reverse_embeddings", "output", {
      slots: { embeddings: table, reverse_embeddings: table },
      ...lookUp,
      macs: noMacs,
    }),
  ],
  PositionEmbedding: [
    entry(1, "linear", "input embeddings", "output", {
      slots: { embeddings: table },
      label: label(int("sequence_length", "length")),
      infer: (node) => [{ type: node.type(0) }],
      macs: noMacs,
    }),
  ],
};
