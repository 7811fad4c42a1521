import type { Dimension } from "../../model/shape";
import type { Context } from "../context";
import type { Rule } from "../elementwise";
import type { Family } from "../entry";
import { constants, entry } from "../entry";
import { flag, int, kernel, label, steps } from "../label";
import type { Operator } from "../operator";
import type { Gradient } from "../recipe";
import type { Value } from "../value";
import { tensor } from "../value";
import { slide, slideBack, windowOf } from "../window";
import {
  averagePoolGradient,
  globalAveragePoolGradient,
  globalLpPoolGradient,
  globalMaxPoolGradient,
  lpPoolGradient,
  maxPoolGradient,
  maxUnpoolGradient,
} from "./pool-gradient";

const window = label(
  kernel(),
  steps("strides", "stride"),
  steps("dilations", "dilation"),
  flag("ceil_mode", "ceil"),
);

/** Values and, for MaxPool, their places in the flat input. */
export function pooled(node: Context): readonly Value[] {
  const shape = node.shape(0);
  const sizes = shape && [...shape.slice(0, 2), ...slide(shape.slice(2), windowOf(node, shape.length - 2))];
  return [tensor(node.dtype(0), sizes), tensor("int64", sizes)];
}

const pool = (since: number, gradient: Gradient, outputs = "Y"): Operator =>
  entry(since, "pooling", "X", outputs, { label: window, infer: pooled, gradient });

/** Every spatial axis becomes one element. */
export const overall: Rule = (node) => {
  const shape = node.shape(0)?.map((size, axis) => (axis < 2 ? size : 1));
  return [tensor(node.dtype(0), shape)];
};

const global = (gradient: Gradient): readonly Operator[] => [
  entry(1, "pooling", "X", "Y", { infer: overall, gradient }),
];

function unpooled(node: Context): readonly Value[] {
  const shape = node.shape(0);
  if (shape === undefined) return [tensor(node.dtype(0), undefined)];
  if (node.given(2)) {
    const sizes = node.elements(2) ?? new Array<Dimension>(shape.length).fill(undefined);
    return [tensor(node.dtype(0), sizes)];
  }
  const spatial = slideBack(shape.slice(2), windowOf(node, shape.length - 2), []);
  return [tensor(node.dtype(0), [...shape.slice(0, 2), ...spatial])];
}

/** One piece of the feature map per region. */
const regions =
  (sizes: (node: Context) => readonly Dimension[]): Rule =>
  (node) => [tensor(node.dtype(0), [node.dimension(1, 0), node.dimension(0, 1), ...sizes(node)])];

export const pooling: Family = {
  AveragePool: [pool(1, averagePoolGradient)],
  LpPool: [pool(1, lpPoolGradient)],
  MaxPool: [pool(1, maxPoolGradient), pool(8, maxPoolGradient, "Y Indices")],
  GlobalAveragePool: global(globalAveragePoolGradient),
  GlobalMaxPool: global(globalMaxPoolGradient),
  GlobalLpPool: [
    entry(1, "pooling", "X", "Y", {
      label: label(int("p", "p", 2)),
      infer: overall,
      gradient: globalLpPoolGradient,
    }),
  ],
  MaxUnpool: [
    entry(9, "pooling", "X I output_shape", "output", {
      slots: constants("output_shape"),
      label: window,
      infer: unpooled,
      gradient: maxUnpoolGradient,
    }),
  ],
  MaxRoiPool: [
    entry(1, "pooling", "X rois", "Y", {
      label: label(kernel("pooled_shape")),
      infer: regions((node) => node.ints("pooled_shape") ?? [undefined, undefined]),
    }),
  ],
  RoiAlign: [
    entry(10, "pooling", "X rois batch_indices", "Y", {
      slots: constants("batch_indices"),
      label: label(int("output_height", "height", 1), int("output_width", "width", 1)),
      infer: regions((node) => [node.int("output_height", 1), node.int("output_width", 1)]),
    }),
  ],
};
