import type { Family } from "../entry";
import { bias, constants, entry, weight } from "../entry";
import { label, text } from "../label";

const SCALES = "a_scale a_zero_point b_scale b_zero_point y_scale y_zero_point";

export const products: Family = {
  MatMul: [entry(1, "linear", "A B", "Y", { slots: { A: weight, B: weight } })],
  Gemm: [entry(1, "linear", "A B C", "Y", { slots: { A: weight, B: weight, C: bias } })],
  Einsum: [
    entry(12, "linear", "Inputs…", "Output", { slots: { Inputs: weight }, label: label(text("equation")) }),
  ],
  MatMulInteger: [
    entry(10, "linear", "A B a_zero_point b_zero_point", "Y", {
      slots: { A: weight, B: weight, ...constants("a_zero_point b_zero_point") },
    }),
  ],
  QLinearMatMul: [
    entry(10, "linear", "a a_scale a_zero_point b b_scale b_zero_point y_scale y_zero_point", "y", {
      slots: { a: weight, b: weight, ...constants(SCALES) },
    }),
  ],
  Det: [entry(11, "arithmetic", "X", "Y")],
};
