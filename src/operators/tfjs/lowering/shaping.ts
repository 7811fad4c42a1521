import { channelsInFront, toFront, toLast } from "../../channels-in-front";
import { TO } from "../../emit";
import type { Lower } from "../../recipe";
import { typeAt } from "../settings";
import { channelsFirst } from "../window";
import type { Recipe } from "./steering";
import { cast, inTypeOf, isCount, list, sizes } from "./steering";

const same: Lower = ({ emit, inputNames: [x = ""] }) => [emit.one("Identity", [x])];

/** A size of 0 is one: in TensorFlow it does not mean the input's. */
const reshaped: Lower = (recipe) => {
  const { emit, inputNames } = recipe;
  const zero = recipe.node.numbers(1)?.includes(0) === true;
  return [emit.one("Reshape", [inputNames[0] ?? "", list(recipe, 1)], zero ? { allowzero: 1 } : {})];
};

const transposed: Lower = ({ node, emit, inputNames: [x = ""] }) => {
  const perm = node.numbers(1);
  return perm === undefined ? undefined : [emit.one("Transpose", [x], { perm })];
};

const squeezed: Lower = ({ node, emit, inputNames: [x = ""] }) => {
  const axes = node.ints("squeeze_dims") ?? node.ints("axis") ?? [];
  return [axes.length === 0 ? emit.one("Squeeze", [x]) : emit.squeeze(x, axes)];
};

const expanded: Lower = (recipe) => [
  recipe.emit.one("Unsqueeze", [recipe.inputNames[0] ?? "", list(recipe, 1)]),
];

const converted: Lower = ({ node, emit, inputNames: [x = ""] }) => {
  const made = cast(emit, x, typeAt(node, "DstT"));
  return made === undefined ? undefined : [made];
};

/** Shapes are int32 unless the node says otherwise. */
function shapeOf({ emit, outputs }: Recipe, operator: "Shape" | "Size", input: string, index: number) {
  const type = outputs[index]?.type;
  return cast(emit, emit.one(operator, [input]), type?.kind === "tensor" ? type.dtype : undefined);
}

const shapes: Lower = (recipe) =>
  recipe.inputNames.map((name, index) => shapeOf(recipe, "Shape", name, index) ?? "");

const size: Lower = (recipe) => [shapeOf(recipe, "Size", recipe.inputNames[0] ?? "", 0) ?? ""];

const rank: Lower = ({ node, emit }) => {
  const known = node.rank(0);
  return known === undefined ? undefined : [emit.cast(emit.ints(known), TO.int32)];
};

/** Pairs for every axis; ONNX wants all begins first. */
function pads(recipe: Recipe): string {
  const pairs = recipe.node.numbers(1);
  const { emit } = recipe;
  if (pairs === undefined) return emit.reshape(emit.transpose(pairsAsRows(recipe), [1, 0]), [-1]);
  const ends = [0, 1].map((end) => pairs.filter((_, index) => index % 2 === end));
  return emit.ints(ends.flat());
}

function pairsAsRows({ emit, inputNames }: Recipe): string {
  return emit.reshape(emit.cast(inputNames[1] ?? "", TO.int64), [-1, 2]);
}

const padded: Lower = (recipe) => {
  const { node, emit, inputNames } = recipe;
  const value = node.given(2) ? [inTypeOf(recipe, 2, 0)] : [];
  return [emit.one("Pad", [inputNames[0] ?? "", pads(recipe), ...value])];
};

/** Padding by what lies inside; where the edge itself is repeated, ONNX has no mode: places are gathered. */
const mirrored: Lower = (recipe) => {
  const { node, emit, inputNames } = recipe;
  const x = inputNames[0] ?? "";
  if (node.text("mode", "REFLECT").toUpperCase() === "REFLECT") {
    return [emit.one("Pad", [x, pads(recipe)], { mode: "reflect" })];
  }
  const [pairs, shape] = [node.numbers(1), sizes(node.input(0))];
  if (pairs === undefined || shape === undefined) return undefined;
  const paddedBy = shape.map((_, axis) => [pairs[2 * axis] ?? 0, pairs[2 * axis + 1] ?? 0] as const);
  const fits = paddedBy.every(([before, behind], axis) => {
    const length = shape[axis] ?? 0;
    // What mirrors a side is no longer than it.
    return isCount(length) && isCount(before) && isCount(behind) && Math.max(before, behind) <= length;
  });
  if (!fits) return undefined;
  const all = shape.reduce((data, length, axis) => {
    const [before, behind] = paddedBy[axis] ?? [0, 0];
    if (before + behind === 0) return data;
    const places = Array.from({ length: before + length + behind }, (_, index) => {
      const place = index - before;
      return place < 0 ? -1 - place : place < length ? place : 2 * length - 1 - place;
    });
    return emit.one("Gather", [data, emit.ints(places)], { axis });
  }, x);
  return [all];
};

/** Blocks of the padded image become samples, the block's own places outermost. */
const spaceToBatch: Lower = ({ node, emit, inputNames: [x = ""], outputs }) => {
  const [shape, block, pairs] = [sizes(node.input(0)), node.numbers(1), node.numbers(2)];
  const result = sizes(outputs[0]);
  if (shape === undefined || block === undefined || pairs === undefined || result === undefined)
    return undefined;
  const axes = block.map((_, axis) => axis);
  const [before, behind] = [0, 1].map((end) => axes.map((axis) => pairs[2 * axis + end] ?? 0));
  const others = shape.slice(block.length + 1);
  const none = others.map(() => 0);
  const whole = emit.pad(x, [0, ...(before ?? []), ...none, 0, ...(behind ?? []), ...none]);
  const parts = axes.flatMap((axis) => [result[axis + 1] ?? 0, block[axis] ?? 1]);
  const cut = emit.reshape(whole, [shape[0] ?? 0, ...parts, ...others]);
  const perm = [
    ...axes.map((axis) => 2 * axis + 2),
    0,
    ...axes.map((axis) => 2 * axis + 1),
    ...others.map((_, index) => 2 * block.length + 1 + index),
  ];
  return [emit.reshape(emit.transpose(cut, perm), result)];
};

/** The other way: samples become blocks, and the edges are cut off. */
const batchToSpace: Lower = ({ node, emit, inputNames: [x = ""] }) => {
  const [shape, block, pairs] = [sizes(node.input(0)), node.numbers(1), node.numbers(2)];
  if (shape === undefined || block === undefined || pairs === undefined) return undefined;
  const count = block.length;
  const axes = block.map((_, axis) => axis);
  const samples = (shape[0] ?? 0) / block.reduce((all, one) => all * one, 1);
  const others = shape.slice(count + 1);
  const parts = emit.reshape(x, [...block, samples, ...shape.slice(1)]);
  const perm = [
    count,
    ...axes.flatMap((axis) => [count + 1 + axis, axis]),
    ...others.map((_, index) => 2 * count + 1 + index),
  ];
  const spatial = axes.map((axis) => (shape[axis + 1] ?? 0) * (block[axis] ?? 1));
  const whole = emit.reshape(emit.transpose(parts, perm), [samples, ...spatial, ...others]);
  const starts = axes.map((axis) => pairs[2 * axis] ?? 0);
  const ends = axes.map((axis) => (spatial[axis] ?? 0) - (pairs[2 * axis + 1] ?? 0));
  return [
    emit.slice(
      whole,
      starts,
      ends,
      axes.map((axis) => axis + 1),
    ),
  ];
};

const depthToSpace: Lower = ({ node, emit, inputNames: [x = ""] }) => [
  channelsInFront(channelsFirst(node), emit, x, 2, (data) =>
    emit.one("DepthToSpace", [data], { blocksize: node.int("block_size", 1), mode: "DCR" }),
  ),
];

/** How places of the new image lie over the old one (tfjs-core/src/ops/image/resize_bilinear.ts). */
function coordinates(node: Recipe["node"]): string {
  if (node.flag("align_corners")) return "align_corners";
  return node.flag("half_pixel_centers") ? "half_pixel" : "asymmetric";
}

/** To a height and width; images have their channels last. */
const resized =
  (mode: "linear" | "nearest"): Lower =>
  (recipe) => {
    const { node, emit, inputNames } = recipe;
    const data = toFront(emit, inFloat(recipe, mode, inputNames[0] ?? ""), 2);
    const transformation = coordinates(node);
    const settings = {
      mode,
      coordinate_transformation_mode: transformation,
      ...(mode === "nearest" && {
        nearest_mode: transformation === "asymmetric" ? "floor" : "round_prefer_ceil",
      }),
    };
    const target = newSizes(recipe, data);
    return [toLast(emit, emit.one("Resize", [data, "", "", target], settings), 2)];
  };

function inFloat({ node, emit }: Recipe, mode: string, x: string): string {
  return mode === "linear" && (node.dtype(0) ?? "float32") !== "float32" ? emit.cast(x, TO.float32) : x;
}

function newSizes(recipe: Recipe, data: string): string {
  const { emit, node } = recipe;
  const [shape, known] = [sizes(node.input(0)), node.numbers(1)];
  if (shape !== undefined && known !== undefined) return emit.ints([shape[0] ?? 0, shape[3] ?? 0, ...known]);
  const front = emit.slice(emit.one("Shape", [data]), [0], [2], [0]);
  return emit.one("Concat", [front, list(recipe, 1)], { axis: 0 });
}

const broadcast: Lower = (recipe) => [
  recipe.emit.one("Expand", [recipe.inputNames[0] ?? "", list(recipe, 1)]),
];

const tiled: Lower = (recipe) => [recipe.emit.one("Tile", [recipe.inputNames[0] ?? "", list(recipe, 1)])];

export const shaping: Readonly<Record<string, Lower>> = {
  Reshape: reshaped,
  Transpose: transposed,
  Squeeze: squeezed,
  ExpandDims: expanded,
  Cast: converted,
  Identity: same,
  Snapshot: same,
  StopGradient: same,
  Print: same,
  PlaceholderWithDefault: same,
  EnsureShape: same,
  IdentityN: ({ inputNames }) => inputNames,
  BroadcastTo: broadcast,
  Tile: tiled,
  Shape: shapes,
  ShapeN: shapes,
  Size: size,
  Rank: rank,
  Pad: padded,
  PadV2: padded,
  MirrorPad: mirrored,
  SpaceToBatchND: spaceToBatch,
  BatchToSpaceND: batchToSpace,
  DepthToSpace: depthToSpace,
  ResizeBilinear: resized("linear"),
  ResizeNearestNeighbor: resized("nearest"),
};
