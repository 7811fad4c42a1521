import { add } from "../../model/expression";
import type { Dimension } from "../../model/shape";
import type { Context } from "../context";
import type { Products } from "../contraction";
import { oneProduct } from "../contraction";
import type { Family } from "../entry";
import { bias, constants, entry, gateMatrix, peephole, recurrent } from "../entry";
import { int, label, text } from "../label";
import type { Operator } from "../operator";
import type { Gradient } from "../recipe";
import type { Value } from "../value";
import { tensor } from "../value";
import { gruGradient, lstmGradient, rnnGradient } from "./cell-gradient";

const cell = label(int("hidden_size", "hidden"), text("direction", "forward"));
const slots = { W: gateMatrix, R: recurrent, B: bias };

interface Sizes {
  readonly steps: Dimension;
  readonly batch: Dimension;
  readonly directions: number;
  readonly hidden: Dimension;
  readonly input: Dimension;
}

/** X is `[steps, batch, input]`, with layout 1 (from opset 14 on) `[batch, steps, input]`. */
function sizesOf(node: Context): Sizes {
  const batchFirst = node.int("layout", 0) === 1;
  return {
    steps: node.dimension(0, batchFirst ? 1 : 0),
    batch: node.dimension(0, batchFirst ? 0 : 1),
    directions: node.text("direction") === "bidirectional" ? 2 : 1,
    hidden: node.int("hidden_size") ?? node.dimension(2, -1),
    input: node.dimension(0, 2),
  };
}

function inferCell(node: Context): readonly Value[] {
  const { steps, batch, directions, hidden } = sizesOf(node);
  const batchFirst = node.int("layout", 0) === 1;
  const last = tensor(node.dtype(0), batchFirst ? [batch, directions, hidden] : [directions, batch, hidden]);
  const all = batchFirst ? [batch, steps, directions, hidden] : [steps, directions, batch, hidden];
  return [tensor(node.dtype(0), all), last, last];
}

/** Each gate multiplies input and state by its matrices, at every step of every direction. */
const cellMacs =
  (gates: number) =>
  (node: Context): Products | undefined => {
    const { steps, batch, directions, hidden, input } = sizesOf(node);
    const width = input === undefined || hidden === undefined ? undefined : add(input, hidden);
    return oneProduct(steps, batch, directions, gates, hidden, width);
  };

const simple = (since: number, gates: number, gradient: Gradient): Operator =>
  entry(since, "recurrent", "X W R B sequence_lens initial_h", "Y Y_h", {
    slots: { ...slots, ...constants("sequence_lens initial_h") },
    label: cell,
    infer: inferCell,
    macs: cellMacs(gates),
    gradient,
  });

export const recurrence: Family = {
  RNN: [simple(1, 1, rnnGradient)],
  GRU: [simple(1, 3, gruGradient)],
  LSTM: [
    entry(1, "recurrent", "X W R B sequence_lens initial_h initial_c P", "Y Y_h Y_c", {
      slots: { ...slots, P: peephole, ...constants("sequence_lens initial_h initial_c") },
      label: cell,
      infer: inferCell,
      macs: cellMacs(4),
      gradient: lstmGradient,
    }),
  ],
};
