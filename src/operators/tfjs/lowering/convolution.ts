import { channelsInFront, kernelInFront } from "../../channels-in-front";
import type { Context } from "../../context";
import type { Emitter, Settings } from "../../emit";
import type { Lower } from "../../recipe";
import { channelsFirst, explicitPads, partsOf, spatialOf } from "../window";
import { fusedOf } from "./fused";
import type { Recipe } from "./steering";
import { sizes } from "./steering";

/** Attributes of the window whose kernel has these sizes. */
export function windowSettings(node: Context, rank: number, kernel: readonly number[]): Settings {
  const [strides, dilations] = [spatialOf(node, "strides", rank), spatialOf(node, "dilations", rank)];
  // Average pools have no dilations in opset 17.
  const settings = { kernel_shape: kernel, strides, ...(dilations.some((one) => one > 1) && { dilations }) };
  switch (node.text("padding", "VALID").toUpperCase()) {
    case "SAME":
      return { ...settings, ...samePads(node, rank, kernel, strides, dilations) };
    case "EXPLICIT":
      return { ...settings, pads: explicitPads(node, rank) };
    default:
      return settings;
  }
}

/** Spelled out where the sizes are known: runtimes differ in what they make of auto_pad beside dilations. */
function samePads(
  node: Context,
  rank: number,
  kernel: readonly number[],
  strides: readonly number[],
  dilations: readonly number[],
): Settings {
  const spatial = partsOf(node, node.shape(0), rank)?.spatial ?? [];
  if (spatial.length !== rank || !spatial.every((size) => typeof size === "number")) {
    return { auto_pad: "SAME_UPPER" };
  }
  const totals = spatial.map((size, axis) => {
    const [stride, far] = [strides[axis] ?? 1, ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1];
    return Math.max((Math.ceil(size / stride) - 1) * stride + far - size, 0);
  });
  return {
    pads: [...totals.map((total) => Math.floor(total / 2)), ...totals.map((total) => Math.ceil(total / 2))],
  };
}

/** `[h, w, in, multiplier]` → `[in·multiplier, 1, h, w]` */
function depthwiseKernel(
  emit: Emitter,
  kernel: string,
  [height = 1, width = 1, ...channels]: readonly number[],
) {
  const turned = emit.transpose(kernel, [2, 3, 0, 1]);
  return emit.reshape(turned, [channels.reduce((all, one) => all * one, 1), 1, height, width]);
}

const convolution =
  (rank: number, depthwise = false): Lower =>
  (recipe) => {
    const { node, emit, inputNames } = recipe;
    const [x = "", filter = ""] = inputNames;
    const kernel = sizes(node.input(1));
    const channels = partsOf(node, node.shape(0), rank)?.channels;
    if (kernel?.length !== rank + 2 || typeof channels !== "number") return undefined;
    const group = depthwise ? channels : channels / (kernel[rank] ?? 1);
    const weight = depthwise ? depthwiseKernel(emit, filter, kernel) : kernelInFront(emit, filter, rank);
    const settings = { ...windowSettings(node, rank, kernel.slice(0, rank)), group };
    const { bias, behind } = fusedOf(recipe);
    const made = channelsInFront(channelsFirst(node), emit, x, rank, (data) =>
      emit.one("Conv", [data, weight, ...(bias === undefined ? [] : [bias])], settings),
    );
    const all = behind(made);
    return all === undefined ? undefined : [all];
  };

/**
 * The gradient of a convolution as an operator of its own: of the pads of that convolution, what the sizes of its
 * input do not reach is padding of the output.
 */
const transposed: Lower = (recipe) => {
  const { node, emit, inputNames, outputs } = recipe;
  const [, filter = "", x = ""] = inputNames;
  const kernel = sizes(node.input(1));
  const [from, to] = [partsOfSizes(recipe, node.input(2)), partsOfSizes(recipe, outputs[0])];
  if (kernel?.length !== 4 || from === undefined || to === undefined) return undefined;
  const [strides, dilations] = [spatialOf(node, "strides", 2), spatialOf(node, "dilations", 2)];
  const surplus = from.map((size, axis) => {
    const far = ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1;
    return (size - 1) * (strides[axis] ?? 1) + far - (to[axis] ?? 0);
  });
  const explicit = node.text("padding") === "EXPLICIT" ? explicitPads(node, 2) : undefined;
  const begins = surplus.map((size, axis) => explicit?.[axis] ?? Math.floor(Math.max(size, 0) / 2));
  const ends = surplus.map((size, axis) => Math.max(size, 0) - (begins[axis] ?? 0));
  const settings = {
    kernel_shape: kernel.slice(0, 2),
    strides,
    dilations,
    pads: [...begins, ...ends],
    output_padding: surplus.map((size) => Math.max(-size, 0)),
  };
  const weight = emit.transpose(filter, [3, 2, 0, 1]);
  return [
    channelsInFront(channelsFirst(node), emit, x, 2, (data) =>
      emit.one("ConvTranspose", [data, weight], settings),
    ),
  ];
};

function partsOfSizes({ node }: Recipe, value: Recipe["outputs"][number] | undefined) {
  return partsOf(node, sizes(value), 2)?.spatial.map(Number);
}

export const convolutions: Readonly<Record<string, Lower>> = {
  Conv1D: convolution(1),
  Conv2D: convolution(2),
  Conv3D: convolution(3),
  _FusedConv2D: convolution(2),
  DepthwiseConv2d: convolution(2, true),
  DepthwiseConv2dNative: convolution(2, true),
  FusedDepthwiseConv2dNative: convolution(2, true),
  Conv2DBackpropInput: transposed,
};
