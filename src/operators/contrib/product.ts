import type { Family } from "../entry";
import { bias, constants, entry, weight } from "../entry";
import { int, kernel, label, steps, text } from "../label";

const bits = label(int("bits", "bits"), int("block_size", "block"));
const window = label(
  kernel(),
  steps("strides", "stride"),
  steps("dilations", "dilation"),
  int("group", "group", 1),
  text("activation"),
);
const product = [
  entry(1, "linear", "A B", "Y", { slots: { A: weight, B: weight }, label: label(text("activation")) }),
];
const experts = label(int("k", "top", 1), text("activation_type", "relu"));

export const products: Family = {
  FusedMatMul: product,
  FusedMatMulActivation: product,
  TransposeMatMul: product,
  SparseToDenseMatMul: product,
  MatMulInteger16: product,
  FusedGemm: [
    entry(1, "linear", "A B C", "Y", {
      slots: { A: weight, B: weight, C: bias },
      label: label(text("activation")),
    }),
  ],
  GemmFastGelu: [entry(1, "linear", "X W bias", "Y", { slots: { W: weight, bias } })],
  GemmFloat8: [
    entry(1, "linear", "A B C scaleA scaleB scaleY", "Y", {
      slots: { A: weight, B: weight, C: bias, ...constants("scaleA scaleB scaleY") },
    }),
  ],
  MatMulNBits: [
    entry(1, "linear", "A B scales zero_points g_idx bias", "Y", {
      slots: { B: weight, bias, ...constants("scales zero_points g_idx") },
      label: bits,
    }),
  ],
  MatMulBnb4: [
    entry(1, "linear", "A B absmax", "Y", {
      slots: { B: weight, ...constants("absmax") },
      label: label(int("block_size", "block")),
    }),
  ],
  MatMulFpQ4: [entry(1, "linear", "A B B_shape", "Y", { slots: { B: weight, ...constants("B_shape") } })],
  DynamicQuantizeMatMul: [
    entry(1, "linear", "A B b_scale b_zero_point bias", "Y", {
      slots: { B: weight, bias, ...constants("b_scale b_zero_point") },
    }),
  ],
  MatMulIntegerToFloat: [
    entry(1, "linear", "A B a_scale b_scale a_zero_point b_zero_point bias", "Y", {
      slots: { B: weight, bias, ...constants("a_scale b_scale a_zero_point b_zero_point") },
    }),
  ],
  QGemm: [
    entry(1, "linear", "A a_scale a_zero_point B b_scale b_zero_point C y_scale y_zero_point", "Y", {
      slots: {
        B: weight,
        C: bias,
        ...constants("a_scale a_zero_point b_scale b_zero_point y_scale y_zero_point"),
      },
    }),
  ],
  MoE: [
    entry(
      1,
      "linear",
      "input router_probs fc1_experts_weights fc1_experts_bias fc2_experts_weights fc2_experts_bias fc3_experts_weights fc3_experts_bias",
      "output",
      {
        slots: {
          fc1_experts_weights: weight,
          fc1_experts_bias: bias,
          fc2_experts_weights: weight,
          fc2_experts_bias: bias,
          fc3_experts_weights: weight,
          fc3_experts_bias: bias,
        },
        label: experts,
      },
    ),
  ],
  QMoE: [
    entry(
      1,
      "linear",
      "input router_probs fc1_experts_weights fc1_scales fc1_experts_bias fc2_experts_weights fc2_scales fc2_experts_bias fc3_experts_weights fc3_scales fc3_experts_bias fc1_zero_points fc2_zero_points fc3_zero_points router_weights fc1_global_scale fc2_global_scale fc1_act_scale fc2_act_scale fc1_act_block_scale fc2_act_block_scale",
      "output",
      {
        slots: {
          fc1_experts_weights: weight,
          fc1_experts_bias: bias,
          fc2_experts_weights: weight,
          fc2_experts_bias: bias,
          fc3_experts_weights: weight,
          fc3_experts_bias: bias,
          ...constants(
            "fc1_scales fc2_scales fc3_scales fc1_zero_points fc2_zero_points fc3_zero_points fc1_global_scale fc2_global_scale fc1_act_scale fc2_act_scale fc1_act_block_scale fc2_act_block_scale",
          ),
        },
        label: experts,
      },
    ),
  ],
};

const fused = [entry(1, "linear", "X W B Z", "Y", { slots: { W: weight, B: bias }, label: window })];

export const convolutions: Family = {
  FusedConv: fused,
  NhwcFusedConv: fused,
  NhwcConv: [entry(1, "linear", "X W B", "Y", { slots: { W: weight, B: bias }, label: window })],
  ConvTransposeWithDynamicPads: [
    entry(1, "linear", "X W Pads B", "Y", {
      slots: { W: weight, B: bias, ...constants("Pads") },
      label: window,
    }),
  ],
  QLinearConv: [
    entry(1, "linear", "x x_scale x_zero_point w w_scale w_zero_point y_scale y_zero_point B", "y", {
      slots: {
        w: weight,
        B: bias,
        ...constants("x_scale x_zero_point w_scale w_zero_point y_scale y_zero_point"),
      },
      label: window,
    }),
  ],
  CausalConvWithState: [
    entry(1, "linear", "input weight bias past_state", "output present_state", {
      slots: { weight, bias, ...constants("past_state") },
    }),
  ],
};
