import type { Shape } from "../../model/shape";
import type { Context } from "../context";
import type { Products } from "../contraction";
import { oneProduct, shapeOf } from "../contraction";
import type { Family } from "../entry";
import { bias, entry, table, weight } from "../entry";
import { int, label, text } from "../label";
import { noMacs } from "../operator";
import type { Value } from "../value";
import { tensor } from "../value";

/** Along the last axis. */
function widened(node: Context): readonly Value[] {
  const shape = node.shape(0);
  const sizes = shape === undefined || shape.length === 0 ? undefined : shape.with(-1, node.int("units"));
  return [tensor(node.dtype(0), sizes)];
}

/** `abc,cd->abd` with the dimensions of input and kernel; an ellipsis stands for what comes before. */
function einsum(node: Context): readonly Value[] {
  const letters = lettersOf(node);
  if (letters === undefined) return [tensor(node.dtype(0), undefined)];
  const { output, sizes } = letters;
  return [
    tensor(
      node.dtype(0),
      output.map((letter) => sizes.get(letter)),
    ),
  ];
}

interface Letters {
  readonly output: readonly string[];
  readonly all: readonly string[];
  readonly sizes: ReadonlyMap<string, NonNullable<Shape>[number]>;
}

/** Letters for the axes that an ellipsis stands for: Keras's equations are in lower case. */
const ELLIPSIS = "ABCDEFGH";

function lettersOf(node: Context): Letters | undefined {
  const [input, kernel] = [node.shape(0), node.shape(1)];
  const match = /^([a-z.]+),([a-z]+)->([a-z.]+)$/.exec(node.text("equation", "").replace(/ /g, ""));
  if (match === null || input === undefined || kernel === undefined) return undefined;
  const [, left = "", middle = "", right = ""] = match;
  const open = ELLIPSIS.slice(0, Math.max(0, input.length - left.replace("...", "").length));
  const [from, to] = [left, right].map((one) => [...one.replace("...", open)]);
  if (from?.length !== input.length || middle.length !== kernel.length) return undefined;
  const sizes = new Map(from.map((letter, axis) => [letter, input[axis]]));
  [...middle].forEach((letter, axis) => sizes.set(letter, sizes.get(letter) ?? kernel[axis]));
  return { output: to ?? [], all: [...sizes.keys()], sizes };
}

/** One multiplication for each combination of letters. */
function einsumMacs(node: Context): Products | undefined {
  const letters = lettersOf(node);
  return letters && oneProduct(letters.all.map((letter) => letters.sizes.get(letter)));
}

/** A row of the table for each index. */
function embedded(node: Context): readonly Value[] {
  const shape = node.shape(0);
  return [tensor(node.dtype(1) ?? "float32", shape && [...shape, node.int("output_dim")])];
}

const lookUp = { label: label(int("input_dim", "entries"), int("output_dim", "width")), infer: embedded };

export const dense: Family = {
  Dense: [
    entry(1, "linear", "input kernel bias", "output", {
      slots: { kernel: weight, bias },
      label: label(int("units", "units"), text("activation", "linear")),
      infer: widened,
      macs: (node, [output]) => oneProduct(shapeOf(output), node.dimension(0, -1)),
    }),
  ],
  EinsumDense: [
    entry(1, "linear", "input kernel bias", "output", {
      slots: { kernel: weight, bias },
      label: label(text("equation"), text("activation", "linear")),
      infer: einsum,
      macs: einsumMacs,
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
