import type { DataType } from "../../model/dtype";
import { add, multiply } from "../../model/expression";
import type { Dimension, Shape } from "../../model/shape";
import type { Context } from "../context";
import type { Products } from "../contraction";
import { oneProduct, shapeOf } from "../contraction";
import type { Family } from "../entry";
import { bias, constants, entry, kernelInFirst, kernelOutFirst, weight } from "../entry";
import { int, kernel, label, steps, text } from "../label";
import type { Value } from "../value";
import { tensor } from "../value";
import { slide, slideBack, windowOf } from "../window";
import { convTransposeGradient } from "./transposed-gradient";

const window = label(
  kernel(),
  steps("strides", "stride"),
  steps("dilations", "dilation"),
  int("group", "group", 1),
);

/** `[N, M, …]`: the weight is `[M, C/group, kernel…]`. */
export function convolved(node: Context, weightAt: number, dtype: DataType | undefined): readonly Value[] {
  const [data, kernels] = [node.shape(0), node.shape(weightAt)];
  const spatial = data?.slice(2);
  if (data === undefined || spatial === undefined) {
    const rank = kernels?.length;
    return [
      tensor(
        dtype,
        rank === undefined || rank < 2
          ? undefined
          : [undefined, kernels?.[0], ...new Array<Dimension>(rank - 2)],
      ),
    ];
  }
  const shape = [data[0], kernels?.[0], ...slide(spatial, windowOf(node, spatial.length, kernels))];
  return [tensor(dtype, shape)];
}

/** Per output element: kernel size × input channels per group. */
export function convolutionMacs(output: Shape, weights: Shape): Products | undefined {
  return oneProduct(output, weights?.slice(1));
}

/** `[N, M, …]`: the weight is `[C, M/group, kernel…]`. */
function transposed(node: Context): readonly Value[] {
  const [data, kernels] = [node.shape(0), node.shape(1)];
  const spatial = data?.slice(2);
  if (data === undefined || spatial === undefined) return [tensor(node.dtype(0), undefined)];
  const sizes =
    givenSizes(node, spatial.length) ??
    slideBack(spatial, windowOf(node, spatial.length, kernels), node.ints("output_padding") ?? []);
  const perGroup = kernels?.[1];
  const channels = perGroup === undefined ? undefined : multiply(perGroup, node.int("group", 1));
  return [tensor(node.dtype(0), [data[0], channels, ...sizes])];
}

/** `output_shape` holds the spatial sizes; some writers put batch and channels before them. */
function givenSizes(node: Context, spatial: number): readonly Dimension[] | undefined {
  const sizes = node.ints("output_shape");
  return sizes === undefined || sizes.length < spatial ? undefined : sizes.slice(-spatial);
}

/** https://onnx.ai/onnx/operators/onnx__CausalConvWithState.html: a kernel per channel over `[batch, channels, time]`. */
function causal(node: Context): readonly Value[] {
  const width = node.dimension(1, -1);
  const [data, state] = [node.shape(0), width === undefined ? undefined : add(width, -1)];
  return [
    { type: node.type(0) },
    tensor(node.dtype(0), data === undefined ? undefined : [data[0], data[1], state]),
  ];
}

export const convolutions: Family = {
  Conv: [
    entry(1, "linear", "X W B", "Y", {
      slots: { W: kernelOutFirst, B: bias },
      label: window,
      infer: (node) => convolved(node, 1, node.dtype(0)),
      macs: (node, [output]) => convolutionMacs(shapeOf(output), node.shape(1)),
    }),
  ],
  ConvTranspose: [
    entry(1, "linear", "X W B", "Y", {
      slots: { W: kernelInFirst, B: bias },
      label: window,
      infer: transposed,
      gradient: convTransposeGradient,
      macs: (node) => convolutionMacs(node.shape(0), node.shape(1)),
    }),
  ],
  DeformConv: [
    entry(19, "linear", "X W offset B mask", "Y", {
      slots: { W: kernelOutFirst, B: bias },
      label: window,
      infer: (node) => convolved(node, 1, node.dtype(0)),
      macs: (node, [output]) => convolutionMacs(shapeOf(output), node.shape(1)),
    }),
  ],
  ConvInteger: [
    entry(10, "linear", "x w x_zero_point w_zero_point", "y", {
      slots: { w: kernelOutFirst, ...constants("x_zero_point w_zero_point") },
      label: window,
      infer: (node) => convolved(node, 1, "int32"),
      macs: (node, [output]) => convolutionMacs(shapeOf(output), node.shape(1)),
    }),
  ],
  QLinearConv: [
    entry(10, "linear", "x x_scale x_zero_point w w_scale w_zero_point y_scale y_zero_point B", "y", {
      slots: {
        w: kernelOutFirst,
        B: bias,
        ...constants("x_scale x_zero_point w_scale w_zero_point y_scale y_zero_point"),
      },
      label: window,
      infer: (node) => convolved(node, 3, node.dtype(7)),
      macs: (node, [output]) => convolutionMacs(shapeOf(output), node.shape(3)),
    }),
  ],
  CausalConvWithState: [
    entry(27, "linear", "input weight bias past_state", "output present_state", {
      slots: { weight, bias, ...constants("past_state") },
      label: label(text("activation", "none")),
      infer: causal,
      macs: (node) => oneProduct(node.shape(0), node.dimension(1, -1)),
    }),
  ],
};
