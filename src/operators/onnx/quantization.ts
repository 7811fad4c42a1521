import type { Rule } from "../elementwise";
import type { Family } from "../entry";
import { constants, entry } from "../entry";
import { int, label } from "../label";
import { tensor } from "../value";
import { dequantizeGradient, dynamicQuantizeGradient, quantizeGradient } from "./quantization-gradient";

const layout = label(int("axis", "axis", 1), int("block_size", "block", 0));

/** The type is the zero point's, else what the attribute says (from 21 on), else uint8. */
export const quantized: Rule = (node) => [
  tensor(node.dtype(2) ?? node.typeNamed("output_dtype") ?? "uint8", node.shape(0)),
];

/** The type is what the attribute says (from 23 on), else the scale's. */
export const dequantized: Rule = (node) => [
  tensor(node.typeNamed("output_dtype") ?? node.dtype(1), node.shape(0)),
];

const quantize = { slots: constants("y_scale y_zero_point"), infer: quantized, gradient: quantizeGradient };
const dequantize = {
  slots: constants("x_scale x_zero_point"),
  infer: dequantized,
  looksThrough: true,
  gradient: dequantizeGradient,
};

export const quantization: Family = {
  QuantizeLinear: [
    entry(10, "quantization", "x y_scale y_zero_point", "y", quantize),
    entry(13, "quantization", "x y_scale y_zero_point", "y", { ...quantize, label: layout }),
  ],
  DequantizeLinear: [
    entry(10, "quantization", "x x_scale x_zero_point", "y", dequantize),
    entry(13, "quantization", "x x_scale x_zero_point", "y", { ...dequantize, label: layout }),
  ],
  DynamicQuantizeLinear: [
    entry(11, "quantization", "x", "y y_scale y_zero_point", {
      looksThrough: true,
      infer: (node) => [tensor("uint8", node.shape(0)), tensor("float32", []), tensor("uint8", [])],
      gradient: dynamicQuantizeGradient,
    }),
  ],
};
