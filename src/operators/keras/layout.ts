import type { Dimension, Shape } from "../../model/shape";
import type { Context } from "../context";
import { slide } from "../window";

/** An image, sequence or volume taken apart, wherever its channels stand. */
export interface Parts {
  readonly batch: Dimension;
  readonly spatial: readonly Dimension[];
  readonly channels: Dimension;
}

/** Channels come last unless the layer says otherwise. */
export function channelsFirst(node: Context): boolean {
  return node.text("data_format") === "channels_first";
}

/** The first input's dimensions; undefined where it has not as many spatial ones. */
export function partsOf(node: Context, rank: number): Parts | undefined {
  const shape = node.shape(0);
  if (shape?.length !== rank + 2) return undefined;
  const [batch] = shape;
  return channelsFirst(node)
    ? { batch, channels: shape[1], spatial: shape.slice(2) }
    : { batch, spatial: shape.slice(1, -1), channels: shape.at(-1) };
}

/** The parts in the layer's own order. */
export function arranged(node: Context, { batch, spatial, channels }: Parts): Shape {
  return channelsFirst(node) ? [batch, channels, ...spatial] : [batch, ...spatial, channels];
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
