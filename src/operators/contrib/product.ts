import type { DataType } from "../../model/dtype";
import type { Shape } from "../../model/shape";
import type { Context } from "../context";
import type { Products } from "../contraction";
import { allProducts, dividedBy, matrixProduct, oneProduct, shapeOf, times } from "../contraction";
import type { Family } from "../entry";
import { like } from "../elementwise";
import {
  bias,
  constants,
  entry,
  gemmLeft,
  gemmRight,
  kernelInFirst,
  kernelOutFirst,
  leftMatrix,
  rightMatrix,
  rulesOf,
  weight,
} from "../entry";
import { int, kernel, label, steps, text } from "../label";
import { convolved, convolutionMacs, convolutions as standard } from "../onnx/convolution";
import { gemm, gemmMacs, matrixMacs } from "../onnx/product";
import type { Value } from "../value";
import { tensor } from "../value";
import { slide, slideBack, windowOf } from "../window";
import { fusedConvGradient, fusedGemmGradient } from "./activated-gradient";
import { fusedMatMulGradient, packedProductGradient } from "./product-gradient";

/** An operand with its last two axes, or its batch axes, turned as the attributes say. */
function turned(node: Context, index: number, side: "A" | "B"): Shape {
  const shape = node.shape(index);
  if (shape === undefined || shape.length < 2) return shape;
  // Turned batch axes stand behind the rows: [rows, batch…, columns].
  const rows = node.flag(`transBatch${side}`) ? [...shape.slice(1, -1), shape[0], shape.at(-1)] : shape;
  return node.flag(`trans${side}`) ? [...rows.slice(0, -2), rows.at(-1), rows.at(-2)] : rows;
}

const multiplied = {
  infer: (node: Context): readonly Value[] => [
    tensor(node.dtype(0), matrixProduct(turned(node, 0, "A"), turned(node, 1, "B"))),
  ],
  macs: (node: Context, [output]: readonly Value[]): Products | undefined =>
    oneProduct(shapeOf(output), turned(node, 0, "A")?.at(-1)),
};

/** A product with a plain matrix in input 1. */
const byMatrix = (dtype: (node: Context) => DataType | undefined) => ({
  infer: (node: Context): readonly Value[] => [
    tensor(dtype(node), matrixProduct(node.shape(0), node.shape(1))),
  ],
  macs: matrixMacs,
});

/** The weight is stored in blocks of bits: its true sizes stand in attributes. */
const packed = {
  infer: (node: Context): readonly Value[] => [tensor(node.dtype(0), node.shape(0)?.with(-1, node.int("N")))],
  macs: (node: Context, [output]: readonly Value[]): Products | undefined =>
    oneProduct(shapeOf(output), node.int("K")),
};

/** Each token goes through `k` experts: the matrices of one expert, as they are stored, per token and expert. */
function expertMacs(node: Context, weightsAt: readonly number[], perByte: number): Products | undefined {
  const tokens = node.shape(0)?.slice(0, -1);
  const matrices = weightsAt.filter((index) => node.given(index)).map((index) => node.shape(index)?.slice(1));
  return allProducts(...matrices.map((sizes) => oneProduct(tokens, node.int("k", 1), sizes, perByte)));
}

/** Channels last: `[N, spatial…, M]`. The kernel is `[M, spatial…, C/group]` or still `[M, C/group, spatial…]`. */
function convolvedLast(node: Context, weightAt: number, dtype: DataType | undefined): readonly Value[] {
  const [data, kernels] = [node.shape(0), node.shape(weightAt)];
  if (data === undefined) return [tensor(dtype, undefined)];
  const spatial = data.slice(1, -1);
  const perGroup = dividedBy(data.at(-1), node.int("group", 1));
  const channelsLast = perGroup !== undefined && perGroup === kernels?.at(-1);
  const kernel = channelsLast ? kernels?.slice(1, -1) : kernels?.slice(2);
  const sizes = slide(spatial, windowOf(node, spatial.length, kernel && [undefined, undefined, ...kernel]));
  return [tensor(dtype, [data[0], ...sizes, kernels?.[0]])];
}

/** The pads come as an input. */
function transposedWithPads(node: Context): readonly Value[] {
  const [data, kernels, pads] = [node.shape(0), node.shape(1), node.numbers(2)];
  if (data === undefined) return [tensor(node.dtype(0), undefined)];
  const spatial = data.slice(2);
  const window = windowOf(node, spatial.length, kernels);
  const known = pads !== undefined || !node.given(2);
  const sizes = known
    ? slideBack(spatial, { ...window, pads: pads ?? window.pads }, node.ints("output_padding") ?? [])
    : spatial.map(() => undefined);
  const channels = times(kernels?.[1], node.int("group", 1));
  return [tensor(node.dtype(0), [data[0], channels, ...sizes])];
}

const bits = label(int("bits", "bits"), int("block_size", "block"));
const window = label(
  kernel(),
  steps("strides", "stride"),
  steps("dilations", "dilation"),
  int("group", "group", 1),
  text("activation"),
);
const product = [
  entry(1, "linear", "A B", "Y", {
    slots: { A: leftMatrix, B: rightMatrix },
    label: label(text("activation")),
    gradient: fusedMatMulGradient,
    ...multiplied,
  }),
];
/** Of the layers inside of each expert. */
const expertSlots = {
  fc1_experts_weights: weight,
  fc1_experts_bias: bias,
  fc2_experts_weights: weight,
  fc2_experts_bias: bias,
  fc3_experts_weights: weight,
  fc3_experts_bias: bias,
};
const experts = label(int("k", "top", 1), text("activation_type", "relu"));

export const products: Family = {
  FusedMatMul: product,
  FusedMatMulActivation: product,
  TransposeMatMul: product,
  SparseToDenseMatMul: product,
  MatMulInteger16: [
    entry(1, "linear", "A B", "Y", { slots: { A: leftMatrix, B: rightMatrix }, ...byMatrix(() => "int32") }),
  ],
  FusedGemm: [
    entry(1, "linear", "A B C", "Y", {
      slots: { A: gemmLeft, B: gemmRight, C: bias },
      label: label(text("activation")),
      infer: gemm,
      macs: gemmMacs,
      gradient: fusedGemmGradient,
    }),
  ],
  GemmFastGelu: [
    entry(1, "linear", "X W bias", "Y", {
      slots: { W: rightMatrix, bias },
      ...byMatrix((node) => node.dtype(0)),
    }),
  ],
  GemmFloat8: [
    entry(1, "linear", "A B C scaleA scaleB scaleY", "Y", {
      slots: { A: gemmLeft, B: gemmRight, C: bias, ...constants("scaleA scaleB scaleY") },
      infer: (node) => [tensor(node.typeNamed("dtype") ?? "float32", shapeOf(gemm(node)[0]))],
      macs: gemmMacs,
    }),
  ],
  MatMulNBits: [
    entry(1, "linear", "A B scales zero_points g_idx bias", "Y", {
      slots: { B: weight, bias, ...constants("scales zero_points g_idx") },
      label: bits,
      gradient: packedProductGradient,
      ...packed,
    }),
  ],
  MatMulBnb4: [
    entry(1, "linear", "A B absmax", "Y", {
      slots: { B: weight, ...constants("absmax") },
      label: label(int("block_size", "block")),
      ...packed,
    }),
  ],
  MatMulFpQ4: [
    entry(1, "linear", "A B B_shape", "Y", {
      slots: { B: weight, ...constants("B_shape") },
      infer: (node) => [tensor(node.dtype(0), matrixProduct(node.shape(0), node.elements(2)))],
      macs: matrixMacs,
    }),
  ],
  DynamicQuantizeMatMul: [
    entry(1, "linear", "A B b_scale b_zero_point bias", "Y", {
      slots: { B: rightMatrix, bias, ...constants("b_scale b_zero_point") },
      ...byMatrix((node) => node.dtype(0)),
    }),
  ],
  MatMulIntegerToFloat: [
    entry(1, "linear", "A B a_scale b_scale a_zero_point b_zero_point bias", "Y", {
      slots: { B: rightMatrix, bias, ...constants("a_scale b_scale a_zero_point b_zero_point") },
      ...byMatrix((node) => node.dtype(2)),
    }),
  ],
  QGemm: [
    entry(1, "linear", "A a_scale a_zero_point B b_scale b_zero_point C y_scale y_zero_point", "Y", {
      slots: {
        B: gemmRight,
        C: bias,
        ...constants("a_scale a_zero_point b_scale b_zero_point y_scale y_zero_point"),
      },
      infer: (node) => [
        tensor(node.dtype(8) ?? "float32", [
          node.dimension(0, node.flag("transA") ? 1 : 0),
          node.dimension(3, node.flag("transB") ? 0 : 1),
        ]),
      ],
      macs: gemmMacs,
    }),
  ],
  MoE: [
    entry(
      1,
      "linear",
      "input router_probs fc1_experts_weights fc1_experts_bias fc2_experts_weights fc2_experts_bias fc3_experts_weights fc3_experts_bias",
      "output",
      {
        slots: expertSlots,
        label: experts,
        infer: like(),
        macs: (node) => expertMacs(node, [2, 4, 6], 1),
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
          ...expertSlots,
          ...constants(
            "fc1_scales fc2_scales fc3_scales fc1_zero_points fc2_zero_points fc3_zero_points fc1_global_scale fc2_global_scale fc1_act_scale fc2_act_scale fc1_act_block_scale fc2_act_block_scale",
          ),
        },
        label: experts,
        infer: like(),
        // As many weights in a byte as their bits fit.
        macs: (node) => expertMacs(node, [2, 5, 8], Math.floor(8 / node.int("expert_weight_bits", 4))),
      },
    ),
  ],
};

/** Channels first, as in the standard domain. */
const first = {
  infer: (node: Context): readonly Value[] => convolved(node, 1, node.dtype(0)),
  macs: (node: Context, [output]: readonly Value[]): Products | undefined =>
    convolutionMacs(shapeOf(output), node.shape(1)),
};

const last = {
  infer: (node: Context): readonly Value[] => convolvedLast(node, 1, node.dtype(0)),
  macs: first.macs,
};
const slots = { W: kernelOutFirst, B: bias };

export const convolutions: Family = {
  FusedConv: [
    entry(1, "linear", "X W B Z", "Y", { slots, label: window, gradient: fusedConvGradient, ...first }),
  ],
  NhwcFusedConv: [entry(1, "linear", "X W B Z", "Y", { slots, label: window, ...last })],
  NhwcConv: [entry(1, "linear", "X W B", "Y", { slots, label: window, ...last })],
  ConvTransposeWithDynamicPads: [
    entry(1, "linear", "X W Pads B", "Y", {
      slots: { W: kernelInFirst, B: bias, ...constants("Pads") },
      label: window,
      infer: transposedWithPads,
      macs: (node) => convolutionMacs(node.shape(0), node.shape(1)),
    }),
  ],
  QLinearConv: [
    entry(1, "linear", "x x_scale x_zero_point w w_scale w_zero_point y_scale y_zero_point B", "y", {
      slots: {
        w: kernelOutFirst,
        B: bias,
        ...constants("x_scale x_zero_point w_scale w_zero_point y_scale y_zero_point"),
      },
      label: window,
      infer: (node) =>
        node.flag("channels_last")
          ? convolvedLast(node, 3, node.dtype(7))
          : convolved(node, 3, node.dtype(7)),
      macs: (node, [output]) => convolutionMacs(shapeOf(output), node.shape(3)),
    }),
  ],
  CausalConvWithState: [
    entry(1, "linear", "input weight bias past_state", "output present_state", {
      slots: { weight, bias, ...constants("past_state") },
      ...rulesOf(standard, "CausalConvWithState"),
    }),
  ],
};
