import { add, multiply } from "../../model/expression";
import type { Dimension } from "../../model/shape";
import type { Context } from "../context";
import type { Products } from "../contraction";
import { allProducts, dividedBy, oneProduct, shapeOf, times } from "../contraction";
import type { Family } from "../entry";
import { bias, depthwiseKernel, entry, kernelInLast, kernelOutLast } from "../entry";
import { int, kernel, label, steps, text } from "../label";
import type { Operator } from "../operator";
import type { Value } from "../value";
import { tensor } from "../value";
import { arranged, ones, partsOf, perAxis, slid } from "./layout";

const window = label(
  kernel("kernel_size"),
  int("filters", "filters"),
  int("depth_multiplier", "multiplier", 1),
  steps("strides", "stride"),
  steps("dilation_rate", "dilation"),
  text("padding", "valid"),
  int("groups", "groups", 1),
  text("activation", "linear"),
);

/** The spatial sizes behind the kernel, with this many channels. */
function convolved(node: Context, rank: number, channels: Dimension): readonly Value[] {
  const parts = partsOf(node, rank);
  const size = perAxis(node, "kernel_size", rank);
  if (parts === undefined || size === undefined) return [tensor(node.dtype(0), undefined)];
  const spatial = slid(node, parts.spatial, size, perAxis(node, "strides", rank) ?? ones(rank));
  return [tensor(node.dtype(0), arranged(node, { ...parts, spatial, channels }))];
}

/** Channels behind a depthwise convolution: each input channel gives as many as `depth_multiplier`. */
function spread(node: Context, rank: number): Dimension {
  return times(partsOf(node, rank)?.channels, node.int("depth_multiplier", 1));
}

const plain = (rank: number): Operator =>
  entry(1, "linear", "input kernel bias", "output", {
    slots: { kernel: kernelOutLast, bias },
    label: window,
    infer: (node) => convolved(node, rank, node.int("filters")),
    macs: (node, [output]) =>
      oneProduct(
        shapeOf(output),
        perAxis(node, "kernel_size", rank) ?? [undefined],
        dividedBy(partsOf(node, rank)?.channels, node.int("groups", 1)),
      ),
  });

const depthwise = (rank: number): Operator =>
  entry(1, "linear", "input depthwise_kernel bias", "output", {
    slots: { depthwise_kernel: depthwiseKernel, bias },
    label: window,
    infer: (node) => convolved(node, rank, spread(node, rank)),
    macs: (node, [output]) => oneProduct(shapeOf(output), perAxis(node, "kernel_size", rank) ?? [undefined]),
  });

/** A depthwise convolution, then one of kernel 1 over its channels. */
function separableMacs(node: Context, rank: number): Products | undefined {
  const [between] = convolved(node, rank, spread(node, rank));
  return allProducts(
    oneProduct(shapeOf(between), perAxis(node, "kernel_size", rank) ?? [undefined]),
    oneProduct(shapeOf(between), node.int("filters")),
  );
}

const separable = (rank: number): Operator =>
  entry(1, "linear", "input depthwise_kernel pointwise_kernel bias", "output", {
    slots: { depthwise_kernel: depthwiseKernel, pointwise_kernel: kernelOutLast, bias },
    label: window,
    infer: (node) => convolved(node, rank, node.int("filters")),
    macs: (node) => separableMacs(node, rank),
  });

/** keras/src/backend/common/backend_utils.py, `compute_conv_transpose_output_shape`. */
function grown(node: Context, size: Dimension, far: number, stride: number, extra?: number): Dimension {
  if (size === undefined) return undefined;
  const same = node.text("padding", "valid").toLowerCase() === "same";
  if (extra !== undefined) {
    const pad = same ? Math.floor(far / 2) : 0;
    return add(multiply(add(size, -1), stride), far - 2 * pad + extra);
  }
  return same ? multiply(size, stride) : add(multiply(size, stride), Math.max(far - stride, 0));
}

function transposed(node: Context, rank: number): readonly Value[] {
  const parts = partsOf(node, rank);
  const size = perAxis(node, "kernel_size", rank);
  if (parts === undefined || size === undefined) return [tensor(node.dtype(0), undefined)];
  const [strides, extra] = [perAxis(node, "strides", rank), perAxis(node, "output_padding", rank)];
  const dilations = perAxis(node, "dilation_rate", rank);
  const spatial = parts.spatial.map((one, axis) => {
    const far = ((size[axis] ?? 1) - 1) * (dilations?.[axis] ?? 1) + 1;
    return grown(node, one, far, strides?.[axis] ?? 1, extra?.[axis]);
  });
  return [tensor(node.dtype(0), arranged(node, { ...parts, spatial, channels: node.int("filters") }))];
}

/** Each input element meets the whole kernel of every filter. */
const transpose = (rank: number): Operator =>
  entry(1, "linear", "input kernel bias", "output", {
    slots: { kernel: kernelInLast, bias },
    label: window,
    infer: (node) => transposed(node, rank),
    macs: (node) =>
      oneProduct(node.shape(0), perAxis(node, "kernel_size", rank) ?? [undefined], node.int("filters")),
  });

export const convolutions: Family = {
  Conv1D: [plain(1)],
  Conv2D: [plain(2)],
  Conv3D: [plain(3)],
  Conv1DTranspose: [transpose(1)],
  Conv2DTranspose: [transpose(2)],
  Conv3DTranspose: [transpose(3)],
  DepthwiseConv1D: [depthwise(1)],
  DepthwiseConv2D: [depthwise(2)],
  SeparableConv1D: [separable(1)],
  SeparableConv2D: [separable(2)],
};
