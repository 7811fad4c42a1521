import type { Dimension, Shape } from "../../model/shape";
import type { Context } from "../context";
import type { Parts } from "../parts";
import { putTogether, takenApart } from "../parts";
import { slide } from "../window";

/** Channels come last unless the layer says otherwise. */
export function channelsFirst(node: Context): boolean {
  return node.text("data_format") === "channels_first";
}

/** The first input's dimensions; undefined where it has not as many spatial ones. */
export function partsOf(node: Context, rank: number): Parts | undefined {
  return takenApart(node.shape(0), rank, channelsFirst(node));
}

/** The parts in the layer's own order. */
export function arranged(node: Context, parts: Parts): Shape {
  return putTogether(parts, channelsFirst(node));
}

/** A setting with one number per spatial axis: one alone is for all. */
export function perAxis(node: Context, name: string, rank: number): readonly number[] | undefined {
  const single = node.int(name);
  if (single !== undefined) return new Array<number>(rank).fill(single);
  const several = node.ints(name);
  if (several?.length === 1) return new Array<number>(rank).fill(several[0] ?? 1);
  return several?.length === rank ? several : undefined;
}

/** Sizes behind a kernel that slides over the spatial axes; `causal` pads in front as much as `same` does in all. */
export function slid(
  node: Context,
  spatial: readonly Dimension[],
  kernel: readonly Dimension[],
  strides: readonly number[],
): readonly Dimension[] {
  const rank = spatial.length;
  const padding = node.text("padding", "valid").toLowerCase();
  return slide(spatial, {
    kernel,
    strides,
    dilations: perAxis(node, "dilation_rate", rank) ?? new Array<number>(rank).fill(1),
    pads: new Array<number>(2 * rank).fill(0),
    autoPad: padding === "valid" ? "VALID" : "SAME_UPPER",
    ceil: false,
  });
}

/** Ones for every spatial axis. */
export function ones(rank: number): readonly number[] {
  return new Array<number>(rank).fill(1);
}
