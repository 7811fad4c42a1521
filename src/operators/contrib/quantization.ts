import { broadcast } from "../broadcast";
import { Context } from "../context";
import { shapeOf, times } from "../contraction";
import type { Rule } from "../elementwise";
import { like } from "../elementwise";
import type { Family } from "../entry";
import { bias, constants, entry, peephole, recurrent, rulesOf, table, weight } from "../entry";
import type { Part } from "../label";
import { int, kernel, label, steps, text } from "../label";
import { gathered } from "../onnx/choose";
import { concatenated } from "../onnx/piece";
import { overall, pooled } from "../onnx/pooling";
import { dequantized, quantized } from "../onnx/quantization";
import { dequantizeGradient, quantizeGradient } from "../onnx/quantization-gradient";
import { recurrence } from "../onnx/recurrent";
import { reduced } from "../onnx/reduction";
import type { Operator, Role } from "../operator";
import type { Value } from "../value";
import { tensor } from "../value";
import { pooledLast } from "./elementwise";

const XY = "X_scale X_zero_point Y_scale Y_zero_point";
const xy = "x_scale x_zero_point y_scale y_zero_point";

/** A computation of one quantised tensor: the rest of its inputs are scales and zero points. */
function on(
  infer: Rule,
  role: Role,
  input: string,
  scales: string,
  output: string,
  ...parts: readonly Part[]
): readonly Operator[] {
  return [
    entry(1, role, `${input} ${scales}`, output, { slots: constants(scales), label: label(...parts), infer }),
  ];
}

const pair = (): readonly Operator[] => [
  entry(1, "arithmetic", "A A_scale A_zero_point B B_scale B_zero_point C_scale C_zero_point", "C", {
    slots: constants("A_scale A_zero_point B_scale B_zero_point C_scale C_zero_point"),
    infer: (node) => [tensor(node.dtype(0), broadcast(node.shape(0), node.shape(3)))],
  }),
];

/** With `channels_last`, channels stand behind the spatial axes. */
const pooledEitherWay: Rule = (node) => (node.flag("channels_last") ? pooledLast(node) : pooled(node));

const overallEitherWay: Rule = (node) => {
  const shape = node.shape(0);
  if (!node.flag("channels_last") || shape === undefined) return overall(node);
  const sizes = shape.map((size, axis) => (axis === 0 || axis === shape.length - 1 ? size : 1));
  return [tensor(node.dtype(0), sizes)];
};

/** After the result's scale and zero point, each operand comes with its own. */
function concatenatedTriples(node: Context): readonly Value[] {
  const operands = node.inputs.filter((_, index) => index >= 2 && (index - 2) % 3 === 0);
  return concatenated(new Context(node.node, node.opset, operands), node.int("axis", 0));
}

/** Rows of a table kept in blocks: they come out in the type of the scales. */
function gatheredFromBlocks(node: Context): readonly Value[] {
  const shape = shapeOf(gathered(node)[0]);
  const perByte = node.dtype(0) === "uint8" ? 8 / node.int("bits", 4) : 1;
  const width = times(shape?.at(-1), perByte);
  return [tensor(node.dtype(2), shape?.with(-1, width))];
}

export const quantization: Family = {
  QuantizeLinear: [
    entry(1, "quantization", "x y_scale y_zero_point", "y", {
      slots: constants("y_scale y_zero_point"),
      label: label(int("axis")),
      infer: quantized,
      gradient: quantizeGradient,
    }),
  ],
  DequantizeLinear: [
    entry(1, "quantization", "x x_scale x_zero_point", "y", {
      slots: constants("x_scale x_zero_point"),
      looksThrough: true,
      label: label(int("axis")),
      infer: dequantized,
      gradient: dequantizeGradient,
    }),
  ],
  QLinearAdd: pair(),
  QLinearMul: pair(),
  QLinearSigmoid: on(like(), "activation", "X", XY, "Y"),
  QLinearLeakyRelu: on(like(), "activation", "X", XY, "Y"),
  QLinearSoftmax: on(
    like(),
    "activation",
    "X",
    "X_scale x_zero_point y_scale y_zero_point",
    "Y",
    int("axis"),
  ),
  QLinearAveragePool: on(pooledEitherWay, "pooling", "X", xy, "Y", kernel(), steps("strides", "stride")),
  QLinearGlobalAveragePool: on(overallEitherWay, "pooling", "X", xy, "Y"),
  QLinearReduceMean: on(
    (node) => reduced(node, false),
    "reduction",
    "data",
    "data_scale data_zero_point reduced_scale reduced_zero_point",
    "reduced",
  ),
  QLinearConcat: [
    entry(1, "shape", "Y_scale Y_zero_point inputs…", "Y", {
      slots: constants("Y_scale Y_zero_point"),
      label: label(int("axis")),
      infer: concatenatedTriples,
    }),
  ],
  QLinearWhere: [
    entry(
      1,
      "arithmetic",
      "condition X x_scale x_zero_point Y y_scale y_zero_point z_scale z_zero_point",
      "Z",
      {
        slots: constants("condition x_scale x_zero_point y_scale y_zero_point z_scale z_zero_point"),
        infer: (node) => [tensor(node.dtype(1), broadcast(node.shape(0), node.shape(1), node.shape(4)))],
      },
    ),
  ],
  MulInteger: [
    entry(1, "arithmetic", "A A_zero_point B B_zero_point", "C", {
      slots: constants("A_zero_point B_zero_point"),
      infer: (node) => [tensor("int32", broadcast(node.shape(0), node.shape(2)))],
    }),
  ],
  ReduceSumInteger: [
    entry(1, "reduction", "data", "reduced", {
      infer: (node) => [tensor("int32", shapeOf(reduced(node, false)[0]))],
    }),
  ],
  GatherBlockQuantized: [
    entry(1, "shape", "data indices scales zero_points", "output", {
      slots: { data: table, ...constants("indices scales zero_points") },
      label: label(int("bits", "bits", 4), int("block_size", "block", 128)),
      infer: gatheredFromBlocks,
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
        ...rulesOf(recurrence, "LSTM"),
      },
    ),
  ],
};
