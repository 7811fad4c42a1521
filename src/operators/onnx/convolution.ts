import type { Family } from "../entry";
import { bias, constants, entry, weight } from "../entry";
import { int, kernel, label, steps, text } from "../label";

const window = label(
  kernel(),
  steps("strides", "stride"),
  steps("dilations", "dilation"),
  int("group", "group", 1),
);

export const convolutions: Family = {
  Conv: [entry(1, "linear", "X W B", "Y", { slots: { W: weight, B: bias }, label: window })],
  ConvTranspose: [entry(1, "linear", "X W B", "Y", { slots: { W: weight, B: bias }, label: window })],
  DeformConv: [
    entry(19, "linear", "X W offset B mask", "Y", { slots: { W: weight, B: bias }, label: window }),
  ],
  ConvInteger: [
    entry(10, "linear", "x w x_zero_point w_zero_point", "y", {
      slots: { w: weight, ...constants("x_zero_point w_zero_point") },
      label: window,
    }),
  ],
  QLinearConv: [
    entry(10, "linear", "x x_scale x_zero_point w w_scale w_zero_point y_scale y_zero_point B", "y", {
      slots: {
        w: weight,
        B: bias,
        ...constants("x_scale x_zero_point w_scale w_zero_point y_scale y_zero_point"),
      },
      label: window,
    }),
  ],
  CausalConvWithState: [
    entry(27, "linear", "input weight bias past_state", "output present_state", {
      slots: { weight, bias, ...constants("past_state") },
      label: label(text("activation", "none")),
    }),
  ],
};
