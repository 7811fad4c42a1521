import { channelsInFront, kernelInFront } from "../../channels-in-front";
import type { Context } from "../../context";
import type { Emitter, Settings } from "../../emit";
import type { Lower } from "../../recipe";
import { channelsFirst, ones, partsOf, perAxis } from "../layout";
import { withActivation } from "./activation";
import { sizeOf } from "./sizes";

/** Padding that is ONNX's as it is; `causal` pads in front only. */
function padding(node: Context, kernel: readonly number[], dilations: readonly number[]): Settings {
  switch (node.text("padding", "valid").toLowerCase()) {
    case "same":
      return { auto_pad: "SAME_UPPER" };
    case "causal":
      return {
        pads: [...kernel.map((size, axis) => (size - 1) * (dilations[axis] ?? 1)), ...kernel.map(() => 0)],
      };
    default:
      return {};
  }
}

/** How the kernel slides; undefined where the settings do not say. */
function sliding(node: Context, rank: number): Settings | undefined {
  const kernel = perAxis(node, "kernel_size", rank);
  if (kernel === undefined) return undefined;
  const strides = perAxis(node, "strides", rank) ?? ones(rank);
  const dilations = perAxis(node, "dilation_rate", rank) ?? ones(rank);
  return { kernel_shape: kernel, strides, dilations, ...padding(node, kernel, dilations) };
}

export const lowerConvolution =
  (rank: number): Lower =>
  ({ node, emit, inputNames: [input = "", kernel = "", bias = ""] }) => {
    const settings = sliding(node, rank);
    if (settings === undefined) return undefined;
    const group = node.int("groups", 1);
    const output = channelsInFront(channelsFirst(node), emit, input, rank, (front) =>
      emit.one("Conv", [front, kernelInFront(emit, kernel, rank), ...some(bias)], { ...settings, group }),
    );
    return withActivation(node, emit, output);
  };

/** A kernel for each input channel, `[kernel…, in, multiplier]`. */
function depthwise(
  node: Context,
  emit: Emitter,
  front: string,
  kernel: string,
  bias: string,
  rank: number,
  settings: Settings,
): string | undefined {
  const channels = sizeOf(partsOf(node, rank)?.channels);
  const size = perAxis(node, "kernel_size", rank);
  if (channels === undefined || size === undefined) return undefined;
  const perChannel = emit.transpose(kernel, [rank, rank + 1, ...size.map((_, axis) => axis)]);
  const flat = emit.reshape(perChannel, [channels * node.int("depth_multiplier", 1), 1, ...size]);
  return emit.one("Conv", [front, flat, ...some(bias)], { ...settings, group: channels });
}

export const lowerDepthwise =
  (rank: number): Lower =>
  ({ node, emit, inputNames: [input = "", kernel = "", bias = ""] }) => {
    const settings = sliding(node, rank);
    if (settings === undefined || sizeOf(partsOf(node, rank)?.channels) === undefined) return undefined;
    const output = channelsInFront(
      channelsFirst(node),
      emit,
      input,
      rank,
      (front) => depthwise(node, emit, front, kernel, bias, rank, settings) ?? front,
    );
    return withActivation(node, emit, output);
  };

export const lowerSeparable =
  (rank: number): Lower =>
  ({ node, emit, inputNames: [input = "", kernel = "", pointwise = "", bias = ""] }) => {
    const settings = sliding(node, rank);
    if (settings === undefined || sizeOf(partsOf(node, rank)?.channels) === undefined) return undefined;
    const output = channelsInFront(channelsFirst(node), emit, input, rank, (front) => {
      const between = depthwise(node, emit, front, kernel, "", rank, settings) ?? front;
      return emit.one("Conv", [between, kernelInFront(emit, pointwise, rank), ...some(bias)]);
    });
    return withActivation(node, emit, output);
  };

/**
 * The output has the size that Keras says (keras/src/backend/common/backend_utils.py): what ONNX makes beyond it is
 * cut off by pads, what it lacks comes by `output_padding`. `[kernel…, out, in]` becomes `[in, out, kernel…]`.
 */
export const lowerTransposed =
  (rank: number): Lower =>
  ({ node, outputs, emit, inputNames: [input = "", kernel = "", bias = ""] }) => {
    const [from, size] = [partsOf(node, rank), perAxis(node, "kernel_size", rank)];
    const [output] = outputs;
    if (from === undefined || size === undefined || output?.type.kind !== "tensor") return undefined;
    const shape = output.type.shape;
    const first = node.text("data_format") === "channels_first" ? 2 : 1;
    const to = shape?.slice(first, first + rank).map(sizeOf);
    const strides = perAxis(node, "strides", rank) ?? ones(rank);
    const dilations = perAxis(node, "dilation_rate", rank) ?? ones(rank);
    const same = node.text("padding", "valid").toLowerCase() === "same";
    const [before, after, more]: [number[], number[], number[]] = [[], [], []];
    for (let axis = 0; axis < rank; axis++) {
      const [own, wanted] = [sizeOf(from.spatial[axis]), to?.[axis]];
      if (own === undefined || wanted === undefined) return undefined;
      const [stride = 1, far = 1] = [strides[axis], ((size[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1];
      const whole = (own - 1) * stride + far;
      const cut = Math.max(0, whole - wanted);
      // The gradient of a convolution whose padding is uneven has the larger part behind.
      before.push(same ? Math.floor(cut / 2) : 0);
      after.push(same ? Math.ceil(cut / 2) : cut);
      more.push(Math.max(0, wanted - whole));
    }
    const settings = {
      kernel_shape: size,
      strides,
      dilations,
      pads: [...before, ...after],
      output_padding: more,
    };
    const lowered = channelsInFront(channelsFirst(node), emit, input, rank, (front) =>
      emit.one("ConvTranspose", [front, kernelInFront(emit, kernel, rank), ...some(bias)], settings),
    );
    return withActivation(node, emit, lowered);
  };

const some = (name: string): readonly string[] => (name === "" ? [] : [name]);
