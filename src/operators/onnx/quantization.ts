import type { Family } from "../entry";
import { constants, entry } from "../entry";
import { int, label } from "../label";

const layout = label(int("axis", "axis", 1), int("block_size", "block", 0));

export const quantization: Family = {
  QuantizeLinear: [
    entry(10, "quantization", "x y_scale y_zero_point", "y", { slots: constants("y_scale y_zero_point") }),
    entry(13, "quantization", "x y_scale y_zero_point", "y", {
      slots: constants("y_scale y_zero_point"),
      label: layout,
    }),
  ],
  DequantizeLinear: [
    entry(10, "quantization", "x x_scale x_zero_point", "y", {
      slots: constants("x_scale x_zero_point"),
      looksThrough: true,
    }),
    entry(13, "quantization", "x x_scale x_zero_point", "y", {
      slots: constants("x_scale x_zero_point"),
      looksThrough: true,
      label: layout,
    }),
  ],
  DynamicQuantizeLinear: [entry(11, "quantization", "x", "y y_scale y_zero_point", { looksThrough: true })],
};
