import type { Family } from "../entry";
import { bias, constants, entry, peephole, recurrent, table, weight } from "../entry";
import type { Part } from "../label";
import { int, kernel, label, steps, text } from "../label";
import type { Operator, Role } from "../operator";

const XY = "X_scale X_zero_point Y_scale Y_zero_point";
const xy = "x_scale x_zero_point y_scale y_zero_point";

/** A computation of one quantised tensor: the rest of its inputs are scales and zero points. */
function on(
  role: Role,
  input: string,
  scales: string,
  output: string,
  ...parts: readonly Part[]
): readonly Operator[] {
  return [entry(1, role, `${input} ${scales}`, output, { slots: constants(scales), label: label(...parts) })];
}

const pair = (): readonly Operator[] => [
  entry(1, "arithmetic", "A A_scale A_zero_point B B_scale B_zero_point C_scale C_zero_point", "C", {
    slots: constants("A_scale A_zero_point B_scale B_zero_point C_scale C_zero_point"),
  }),
];

export const quantization: Family = {
  QuantizeLinear: [
    entry(1, "quantization", "x y_scale y_zero_point", "y", {
      slots: constants("y_scale y_zero_point"),
      label: label(int("axis")),
    }),
  ],
  DequantizeLinear: [
    entry(1, "quantization", "x x_scale x_zero_point", "y", {
      slots: constants("x_scale x_zero_point"),
      looksThrough: true,
      label: label(int("axis")),
    }),
  ],
  QLinearAdd: pair(),
  QLinearMul: pair(),
  QLinearSigmoid: on("activation", "X", XY, "Y"),
  QLinearLeakyRelu: on("activation", "X", XY, "Y"),
  QLinearSoftmax: on("activation", "X", "X_scale x_zero_point y_scale y_zero_point", "Y", int("axis")),
  QLinearAveragePool: on("pooling", "X", xy, "Y", kernel(), steps("strides", "stride")),
  QLinearGlobalAveragePool: on("pooling", "X", xy, "Y"),
  QLinearReduceMean: on(
    "reduction",
    "data",
    "data_scale data_zero_point reduced_scale reduced_zero_point",
    "reduced",
  ),
  QLinearConcat: [
    entry(1, "shape", "Y_scale Y_zero_point inputs…", "Y", {
      slots: constants("Y_scale Y_zero_point"),
      label: label(int("axis")),
    }),
  ],
  QLinearWhere: [
    entry(
      1,
      "arithmetic",
      "condition X x_scale x_zero_point Y y_scale y_zero_point z_scale z_zero_point",
      "Z",
      { slots: constants("condition x_scale x_zero_point y_scale y_zero_point z_scale z_zero_point") },
    ),
  ],
  MulInteger: [
    entry(1, "arithmetic", "A A_zero_point B B_zero_point", "C", {
      slots: constants("A_zero_point B_zero_point"),
    }),
  ],
  ReduceSumInteger: [entry(1, "reduction", "data", "reduced")],
  GatherBlockQuantized: [
    entry(1, "shape", "data indices scales zero_points", "output", {
      slots: { data: table, ...constants("indices scales zero_points") },
      label: label(int("bits", "bits", 4), int("block_size", "block", 128)),
    }),
  ],
  DynamicQuantizeLSTM: [
    entry(
      1,
      "recurrent",
      "X W R B sequence_lens initial_h initial_c P W_scale W_zero_point R_scale R_zero_point",
      "Y Y_h Y_c",
      {
        slots: {
          W: weight,
          R: recurrent,
          B: bias,
          P: peephole,
          ...constants("sequence_lens initial_h initial_c W_scale W_zero_point R_scale R_zero_point"),
        },
        label: label(int("hidden_size", "hidden"), text("direction", "forward")),
      },
    ),
  ],
};
