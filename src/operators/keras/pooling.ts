import type { Context } from "../context";
import type { Family } from "../entry";
import { entry } from "../entry";
import { kernel, label, steps, text } from "../label";
import type { Operator } from "../operator";
import type { Value } from "../value";
import { tensor } from "../value";
import { arranged, channelsFirst, partsOf, perAxis, slid } from "./layout";

const window = label(kernel("pool_size"), steps("strides", "stride"), text("padding", "valid"));

/** Without strides, one window begins where the last one ends. */
function pooled(node: Context, rank: number): readonly Value[] {
  const parts = partsOf(node, rank);
  const size = perAxis(node, "pool_size", rank);
  if (parts === undefined || size === undefined) return [tensor(node.dtype(0), undefined)];
  const spatial = slid(node, parts.spatial, size, perAxis(node, "strides", rank) ?? size);
  return [tensor(node.dtype(0), arranged(node, { ...parts, spatial }))];
}

const pool = (rank: number): readonly Operator[] => [
  entry(1, "pooling", "input", "output", { label: window, infer: (node) => pooled(node, rank) }),
];

function overall(node: Context, rank: number): readonly Value[] {
  const parts = partsOf(node, rank);
  if (parts === undefined) return [tensor(node.dtype(0), undefined)];
  const kept = node.flag("keepdims") ? new Array<number>(rank).fill(1) : [];
  const { batch, channels } = parts;
  return [
    tensor(node.dtype(0), channelsFirst(node) ? [batch, channels, ...kept] : [batch, ...kept, channels]),
  ];
}

const global = (rank: number): readonly Operator[] => [
  entry(1, "pooling", "input", "output", { infer: (node) => overall(node, rank) }),
];

function adapted(node: Context, rank: number): readonly Value[] {
  const parts = partsOf(node, rank);
  const spatial = perAxis(node, "output_size", rank);
  if (parts === undefined || spatial === undefined) return [tensor(node.dtype(0), undefined)];
  return [tensor(node.dtype(0), arranged(node, { ...parts, spatial }))];
}

const adaptive = (rank: number): readonly Operator[] => [
  entry(1, "pooling", "input", "output", {
    label: label(kernel("output_size")),
    infer: (node) => adapted(node, rank),
  }),
];

export const pooling: Family = {
  AveragePooling1D: pool(1),
  AveragePooling2D: pool(2),
  AveragePooling3D: pool(3),
  MaxPooling1D: pool(1),
  MaxPooling2D: pool(2),
  MaxPooling3D: pool(3),
  GlobalAveragePooling1D: global(1),
  GlobalAveragePooling2D: global(2),
  GlobalAveragePooling3D: global(3),
  GlobalMaxPooling1D: global(1),
  GlobalMaxPooling2D: global(2),
  GlobalMaxPooling3D: global(3),
  AdaptiveAveragePooling1D: adaptive(1),
  AdaptiveAveragePooling2D: adaptive(2),
  AdaptiveAveragePooling3D: adaptive(3),
  AdaptiveMaxPooling1D: adaptive(1),
  AdaptiveMaxPooling2D: adaptive(2),
  AdaptiveMaxPooling3D: adaptive(3),
};
