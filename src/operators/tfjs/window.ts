import { add, multiply } from "../../model/expression";
import type { Dimension, Shape } from "../../model/shape";
import type { Context } from "../context";
import type { Parts } from "../parts";
import { putTogether, takenApart } from "../parts";
import { slide } from "../window";

/** `NCHW` and `NCDHW`; without the attribute channels come last. */
export function channelsFirst(node: Context): boolean {
  return node.text("data_format", "").toUpperCase().startsWith("NC");
}

/** The dimensions of a shape in the node's order; undefined where it has not as many spatial ones. */
export function partsOf(node: Context, shape: Shape, rank: number): Parts | undefined {
  return takenApart(shape, rank, channelsFirst(node));
}

/** The parts in the node's own order. */
export function arranged(node: Context, parts: Parts): Shape {
  return putTogether(parts, channelsFirst(node));
}

/** The numbers of the spatial axes in an attribute with one for every axis. */
export function spatialOf(node: Context, name: string, rank: number): readonly number[] {
  const all = node.ints(name);
  if (all?.length === rank + 2) return channelsFirst(node) ? all.slice(2) : all.slice(1, -1);
  return all?.length === rank ? all : new Array<number>(rank).fill(1);
}

/** Sizes behind a sliding window (https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2). */
export function slid(
  node: Context,
  spatial: readonly Dimension[],
  kernel: readonly Dimension[],
  { strides = "strides", dilations = "dilations" } = {},
): readonly Dimension[] {
  const rank = spatial.length;
  const padding = node.text("padding", "VALID").toUpperCase();
  return slide(spatial, {
    kernel,
    strides: spatialOf(node, strides, rank),
    dilations: spatialOf(node, dilations, rank),
    pads: padding === "EXPLICIT" ? explicitPads(node, rank) : new Array<number>(2 * rank).fill(0),
    autoPad: padding === "SAME" ? "SAME_UPPER" : padding === "EXPLICIT" ? "NOTSET" : "VALID",
    ceil: false,
  });
}

/** Pairs for every axis, batch and channels included; here begins of the spatial axes, then their ends. */
export function explicitPads(node: Context, rank: number): readonly number[] {
  const pairs = node.ints("explicit_paddings") ?? [];
  const first = channelsFirst(node) ? 2 : 1;
  const end = (which: 0 | 1): readonly number[] =>
    Array.from({ length: rank }, (_, axis) => pairs[2 * (axis + first) + which] ?? 0);
  return [...end(0), ...end(1)];
}

/** `size + in front + behind` for every axis, from a value of pairs; undefined where they are not known. */
export function withPairs(shape: Shape, pairs: readonly Dimension[] | undefined, sign: 1 | -1): Shape {
  return shape?.map((size, axis): Dimension => {
    const [before, behind] = [pairs?.[2 * axis], pairs?.[2 * axis + 1]];
    if (size === undefined || before === undefined || behind === undefined) return undefined;
    return add(size, multiply(before, sign), multiply(behind, sign));
  });
}
