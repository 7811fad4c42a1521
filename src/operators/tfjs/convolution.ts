import type { Dimension } from "../../model/shape";
import type { Context } from "../context";
import type { Products } from "../contraction";
import { oneProduct, shapeOf, times } from "../contraction";
import type { Rule } from "../elementwise";
import type { Family } from "../entry";
import { bias, constants, depthwiseKernel, entry, kernelInLast, kernelOutLast, weight } from "../entry";
import { label, text } from "../label";
import { shapeFrom } from "../onnx/constant";
import type { Operator } from "../operator";
import { noMacs } from "../operator";
import type { Value } from "../value";
import { tensor, unknownShape } from "../value";
import { spatialSteps } from "./label";
import { arranged, partsOf, slid } from "./window";

const window = label(
  spatialSteps("strides", "stride"),
  spatialSteps("dilations", "dilation"),
  text("padding", "VALID"),
  ({ attributes }) => {
    const fused = attributes.get("fused_ops");
    return fused?.kind === "strings" ? fused.value.join(" ") : undefined;
  },
);

/** Kernels are `[spatial…, in, out]`; depthwise ones `[spatial…, in, multiplier]`. */
function convolved(node: Context, rank: number, depthwise: boolean): readonly Value[] {
  const kernel = node.shape(1);
  // Of an input that is not known at all, the kernel says how many axes it must have.
  const parts = partsOf(node, node.shape(0) ?? unknownShape(rank + 2), rank);
  if (parts === undefined || kernel?.length !== rank + 2) return [tensor(node.dtype(0), undefined)];
  const spatial = slid(node, parts.spatial, kernel.slice(0, rank));
  const channels: Dimension = depthwise ? times(parts.channels, kernel.at(-1)) : kernel.at(-1);
  return [tensor(node.dtype(0), arranged(node, { ...parts, spatial, channels }))];
}

/** Per output element: the kernel, and for plain ones the channels that enter it. */
function macs(node: Context, output: Value | undefined, depthwise: boolean): Products | undefined {
  return oneProduct(shapeOf(output), node.shape(1)?.slice(0, depthwise ? -2 : -1));
}

const convolution = (rank: number, inputs = "x filter", depthwise = false): readonly Operator[] => [
  entry(1, "linear", inputs, "y", {
    slots: {
      filter: depthwise ? depthwiseKernel : kernelOutLast,
      ...(inputs.includes("bias") ? { bias } : {}),
    },
    label: window,
    infer: (node) => convolved(node, rank, depthwise),
    macs: (node, [output]) => macs(node, output, depthwise),
  }),
];

/** The image of a gradient: the output's shape is an input, and every element of the third meets the kernel. */
const backwards: readonly Operator[] = [
  entry(1, "linear", "outputShape filter x", "y", {
    slots: { filter: kernelInLast, ...constants("outputShape") },
    label: window,
    infer: (node) => [tensor(node.dtype(2), shapeFrom(node, 0))],
    macs: (node) => oneProduct(node.shape(2), node.shape(1)?.slice(0, -1)),
  }),
];

/** The largest sum of an image and a kernel: nothing is multiplied. */
const dilated: Rule = (node) => {
  const parts = partsOf(node, node.shape(0), 2);
  const kernel = node.shape(1);
  if (parts === undefined || kernel === undefined) return [tensor(node.dtype(0), undefined)];
  const spatial = slid(node, parts.spatial, kernel.slice(0, 2), { dilations: "rates" });
  return [tensor(node.dtype(0), arranged(node, { ...parts, spatial }))];
};

export const convolutions: Family = {
  Conv1D: convolution(1),
  Conv2D: convolution(2),
  Conv3D: convolution(3),
  Conv2DBackpropInput: backwards,
  DepthwiseConv2d: convolution(2, "input filter", true),
  DepthwiseConv2dNative: convolution(2, "input filter", true),
  FusedDepthwiseConv2dNative: convolution(2, "x filter bias args…", true),
  _FusedConv2D: convolution(2, "x filter bias args…"),
  Dilation2D: [
    entry(1, "linear", "x filter", "y", {
      slots: { filter: weight },
      label: label(
        spatialSteps("strides", "stride"),
        spatialSteps("rates", "dilation"),
        text("padding", "VALID"),
      ),
      infer: dilated,
      macs: noMacs,
    }),
  ],
};
