import { add, multiply } from "../../model/expression";
import type { Dimension, Shape } from "../../model/shape";
import type { Context } from "../context";
import { product } from "../contraction";
import type { Family } from "../entry";
import { entry } from "../entry";
import type { Part } from "../label";
import { int, ints, kernel, label, text } from "../label";
import { reshaped } from "../onnx/view";
import type { Operator } from "../operator";
import type { Value } from "../value";
import { tensor } from "../value";
import type { Parts } from "../parts";
import { arranged, partsOf, perAxis } from "./layout";

type Shaping = (shape: readonly Dimension[], node: Context) => Shape;

/** A layer that moves or repeats what it takes. */
const shaping = (infer: Shaping, ...parts: readonly Part[]): readonly Operator[] => [
  entry(1, "shape", "input", "output", {
    label: label(...parts),
    infer: (node) => {
      const shape = node.shape(0);
      return [tensor(node.dtype(0), shape && infer(shape, node))];
    },
  }),
];

/** A layer that changes the spatial axes, one by one. */
const resizing = (
  rank: number,
  infer: (parts: Parts, node: Context) => readonly Dimension[] | undefined,
  ...parts: readonly Part[]
): readonly Operator[] =>
  shaping(
    (_, node) => {
      const own = partsOf(node, rank);
      const spatial = own && infer(own, node);
      return own && spatial && arranged(node, { ...own, spatial });
    },
    ...parts,
  );

/** What is added in front and behind each axis together: one number for all ends, one per axis, or one per end. */
function bothEnds(node: Context, name: string, rank: number): readonly number[] | undefined {
  const pairs = node.ints(name);
  if (pairs?.length === 2 * rank) {
    return Array.from({ length: rank }, (_, axis) => (pairs[2 * axis] ?? 0) + (pairs[2 * axis + 1] ?? 0));
  }
  return perAxis(node, name, rank)?.map((one) => 2 * one);
}

const padding = (rank: number, sign: 1 | -1, name: string): readonly Operator[] =>
  resizing(
    rank,
    ({ spatial }, node) => {
      const more = bothEnds(node, name, rank) ?? [];
      return spatial.map((size, axis) => {
        const change = more[axis];
        return size === undefined || change === undefined ? undefined : add(size, sign * change);
      });
    },
    ints(name),
    int(name),
  );

const scaling = (rank: number): readonly Operator[] =>
  resizing(
    rank,
    ({ spatial }, node) => {
      const by = perAxis(node, "size", rank);
      return spatial.map((size, axis) => {
        const factor = by?.[axis];
        return size === undefined || factor === undefined ? undefined : multiply(size, factor);
      });
    },
    kernel("size"),
    text("interpolation", "nearest"),
  );

/** To a height and width of its own. */
const cropping = resizing(
  2,
  (_, node) => [node.int("height"), node.int("width")],
  int("height", "height"),
  int("width", "width"),
);

/** The batch stays; a size written as -1 is what is left. */
function toShape(node: Context): readonly Value[] {
  const shape = node.shape(0);
  const target =
    node.ints("target_shape") ??
    (node.int("target_shape") === undefined ? [] : [node.int("target_shape", 1)]);
  if (shape === undefined)
    return [tensor(node.dtype(0), [undefined, ...target.map((size) => (size < 0 ? undefined : size))])];
  return reshaped(node, [shape[0], ...target]);
}

export const shapes: Family = {
  Reshape: [entry(1, "shape", "input", "output", { label: label(ints("target_shape")), infer: toShape })],
  Flatten: shaping((shape) => [shape[0], product(shape.slice(1))]),
  Permute: shaping((shape, node) => {
    const order = node.ints("dims");
    return order && [shape[0], ...order.map((axis) => shape[axis])];
  }, ints("dims")),
  RepeatVector: shaping((shape, node) => [shape[0], node.int("n"), ...shape.slice(1)], int("n", "×")),
  ZeroPadding1D: padding(1, 1, "padding"),
  ZeroPadding2D: padding(2, 1, "padding"),
  ZeroPadding3D: padding(3, 1, "padding"),
  Cropping1D: padding(1, -1, "cropping"),
  Cropping2D: padding(2, -1, "cropping"),
  Cropping3D: padding(3, -1, "cropping"),
  UpSampling1D: scaling(1),
  UpSampling2D: scaling(2),
  UpSampling3D: scaling(3),
  CenterCrop: cropping,
  RandomCrop: cropping,
  Resizing: cropping,
  RandomHeight: resizing(2, ({ spatial }, node) => [node.fresh("height"), spatial[1]]),
  RandomWidth: resizing(2, ({ spatial }, node) => [spatial[0], node.fresh("width")]),
};
