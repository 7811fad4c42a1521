import type { Dimension, Shape } from "../../model/shape";
import { broadcast } from "../broadcast";
import type { Context } from "../context";
import type { Products } from "../contraction";
import { oneProduct, shapeOf } from "../contraction";
import { like } from "../elementwise";
import type { Family } from "../entry";
import { bias, constants, entry, matrixTurnedBy, weight } from "../entry";
import { flag, label, text } from "../label";
import { einsumMacs, inferEinsum } from "../onnx/einsum";
import type { Operator } from "../operator";
import type { Value } from "../value";
import { tensor } from "../value";

/** The names of the attributes that turn an operand round. */
type Turns = readonly [left: string, right: string];

const MATRIX: Turns = ["transpose_a", "transpose_b"];
const BATCH: Turns = ["adj_x", "adj_y"];

/** The last two dimensions, the other way round where the attribute says so. */
function matrixOf(node: Context, index: number, turned: string): readonly [Dimension, Dimension] {
  const [rows, columns] = [node.dimension(index, -2), node.dimension(index, -1)];
  return node.flag(turned) ? [columns, rows] : [rows, columns];
}

function multiplied(node: Context, [left, right]: Turns): readonly Value[] {
  const batch: Shape = broadcast(node.shape(0)?.slice(0, -2), node.shape(1)?.slice(0, -2));
  if (batch === undefined) return [tensor(node.dtype(0), undefined)];
  const [[rows], [, columns]] = [matrixOf(node, 0, left), matrixOf(node, 1, right)];
  return [tensor(node.dtype(0), [...batch, rows, columns])];
}

function macs(node: Context, [left]: Turns, output: Value | undefined): Products | undefined {
  return oneProduct(shapeOf(output), matrixOf(node, 0, left)[1]);
}

const matrix = (turns: Turns, inputs = "a b"): readonly Operator[] => [
  entry(1, "linear", inputs, "y", {
    slots: {
      a: matrixTurnedBy(turns[0]),
      b: matrixTurnedBy(turns[1]),
      ...(inputs.includes("bias") ? { bias } : {}),
    },
    label: label(flag(turns[0], "a turned"), flag(turns[1], "b turned")),
    infer: (node) => multiplied(node, turns),
    macs: (node, [output]) => macs(node, turns, output),
  }),
];

export const products: Family = {
  MatMul: matrix(MATRIX),
  BatchMatMul: matrix(BATCH),
  BatchMatMulV2: matrix(BATCH),
  _FusedMatMul: matrix(MATRIX, "a b bias args…"),
  Einsum: [
    entry(1, "linear", "tensors…", "y", {
      slots: { tensors: weight },
      label: label(text("equation")),
      infer: inferEinsum,
      macs: einsumMacs,
    }),
  ],
  MatrixBandPart: [
    entry(1, "shape", "a numLower numUpper", "y", {
      slots: constants("numLower numUpper"),
      infer: like(),
    }),
  ],
};
