import type { DataType } from "../../model/dtype";
import type { Context } from "../context";
import type { Products } from "../contraction";
import { matrixProduct, oneProduct, shapeOf } from "../contraction";
import type { Rule } from "../elementwise";
import type { Family } from "../entry";
import { bias, constants, entry, gemmLeft, gemmRight, leftMatrix, rightMatrix, weight } from "../entry";
import { label, text } from "../label";
import type { Value } from "../value";
import { tensor } from "../value";
import { determinantGradient } from "./determinant-gradient";
import { einsumMacs, inferEinsum } from "./einsum";
import { einsumGradient } from "./einsum-gradient";

const SCALES = "a_scale a_zero_point b_scale b_zero_point y_scale y_zero_point";

/** A product of the first input and the one at `right`. */
const matrix =
  (right: number, dtype: (node: Context) => DataType | undefined): Rule =>
  (node) => [tensor(dtype(node), matrixProduct(node.shape(0), node.shape(right)))];

/** Per output element as many as the left operand's last axis is long. */
export const matrixMacs = (node: Context, [output]: readonly Value[]): Products | undefined =>
  oneProduct(shapeOf(output), node.dimension(0, -1));

export function gemm(node: Context): readonly Value[] {
  const rows = node.dimension(0, node.flag("transA") ? 1 : 0);
  const columns = node.dimension(1, node.flag("transB") ? 0 : 1);
  return [tensor(node.dtype(0), [rows, columns])];
}

export const gemmMacs = (node: Context, [output]: readonly Value[]): Products | undefined =>
  oneProduct(shapeOf(output), node.dimension(0, node.flag("transA") ? 0 : 1));

export const products: Family = {
  MatMul: [
    entry(1, "linear", "A B", "Y", {
      slots: { A: leftMatrix, B: rightMatrix },
      infer: matrix(1, (node) => node.dtype(0)),
      macs: matrixMacs,
    }),
  ],
  Gemm: [
    entry(1, "linear", "A B C", "Y", {
      slots: { A: gemmLeft, B: gemmRight, C: bias },
      infer: gemm,
      macs: gemmMacs,
    }),
  ],
  Einsum: [
    entry(12, "linear", "Inputs…", "Output", {
      slots: { Inputs: weight },
      label: label(text("equation")),
      infer: inferEinsum,
      macs: einsumMacs,
      gradient: einsumGradient,
    }),
  ],
  MatMulInteger: [
    entry(10, "linear", "A B a_zero_point b_zero_point", "Y", {
      slots: { A: leftMatrix, B: rightMatrix, ...constants("a_zero_point b_zero_point") },
      infer: matrix(1, () => "int32"),
      macs: matrixMacs,
    }),
  ],
  QLinearMatMul: [
    entry(10, "linear", "a a_scale a_zero_point b b_scale b_zero_point y_scale y_zero_point", "y", {
      slots: { a: leftMatrix, b: rightMatrix, ...constants(SCALES) },
      infer: matrix(3, (node) => node.dtype(7)),
      macs: matrixMacs,
    }),
  ],
  Det: [
    entry(11, "arithmetic", "X", "Y", {
      infer: (node) => [tensor(node.dtype(0), node.shape(0)?.slice(0, -2))],
      gradient: determinantGradient,
    }),
  ],
};
