import { toFront } from "../../channels-in-front";
import type { Context } from "../../context";
import { float } from "../../emit";
import type { Lower } from "../../recipe";
import { channelsFirst, partsOf, perAxis } from "../layout";
import { sizesOf } from "./sizes";

export const lowerNothing: Lower = ({ inputNames: [input = ""] }) => [input];

/** The batch stays; a size written as -1 is what is left. */
export const lowerReshape: Lower = ({ node, emit, inputNames: [input = ""] }) => {
  const target = node.ints("target_shape") ?? [node.int("target_shape", -1)];
  return [emit.reshape(input, [0, ...target])];
};

/** Channels that stand in front are moved to the end first, as Keras does it. */
export const lowerFlatten: Lower = ({ node, emit, inputNames: [input = ""] }) => {
  const rank = node.rank(0) ?? 0;
  const last = channelsFirst(node) && rank > 2 ? behind(rank) : undefined;
  return [emit.one("Flatten", [last === undefined ? input : emit.transpose(input, last)], { axis: 1 })];
};

const behind = (rank: number): readonly number[] => [
  0,
  ...Array.from({ length: rank - 2 }, (_, axis) => axis + 2),
  1,
];

export const lowerPermute: Lower = ({ node, emit, inputNames: [input = ""] }) => {
  const order = node.ints("dims");
  return order && [emit.transpose(input, [0, ...order])];
};

export const lowerRepeatVector: Lower = ({ node, emit, inputNames: [input = ""] }) => {
  const times = node.int("n");
  return times === undefined
    ? undefined
    : [emit.one("Tile", [emit.unsqueeze(input, [1]), emit.ints([1, times, 1])])];
};

/** What goes before and behind each spatial axis: one number for all ends, one per axis, or one per end. */
function ends(node: Context, name: string, rank: number): readonly (readonly [number, number])[] | undefined {
  const pairs = node.ints(name);
  if (pairs?.length === 2 * rank) {
    return Array.from({ length: rank }, (_, axis) => [pairs[2 * axis] ?? 0, pairs[2 * axis + 1] ?? 0]);
  }
  return perAxis(node, name, rank)?.map((size) => [size, size]);
}

export const lowerPadding =
  (rank: number): Lower =>
  ({ node, emit, inputNames: [input = ""] }) => {
    const around = ends(node, "padding", rank);
    if (around === undefined) return undefined;
    const [front, back] = channelsFirst(node) ? [[0, 0], []] : [[0], [0]];
    const before = [...front, ...around.map(([size]) => size), ...back];
    const after = [...front, ...around.map(([, size]) => size), ...back];
    return [emit.pad(input, [...before, ...after])];
  };

export const lowerCropping =
  (rank: number): Lower =>
  ({ node, emit, inputNames: [input = ""] }) => {
    const [cut, sizes] = [ends(node, "cropping", rank), sizesOf(partsOf(node, rank)?.spatial)];
    if (cut === undefined || sizes === undefined) return undefined;
    const first = channelsFirst(node) ? 2 : 1;
    return [
      emit.slice(
        input,
        cut.map(([size]) => size),
        cut.map(([, size], axis) => (sizes[axis] ?? 0) - size),
        cut.map((_, axis) => axis + first),
      ),
    ];
  };

/** Repeats what is there, or draws lines between the middles of pixels. */
export const lowerUpSampling =
  (rank: number): Lower =>
  ({ node, emit, inputNames: [input = ""] }) => {
    const by = perAxis(node, "size", rank);
    const mode = { nearest: "nearest", bilinear: "linear" }[node.text("interpolation", "nearest")];
    if (by === undefined || mode === undefined) return undefined;
    const scales = emit.floats([1, 1, ...by]);
    const first = channelsFirst(node);
    const front = first ? input : toFront(emit, input, rank);
    const resized = emit.one("Resize", [front, "", scales], {
      mode,
      coordinate_transformation_mode: mode === "nearest" ? "asymmetric" : "half_pixel",
      nearest_mode: "floor",
      cubic_coeff_a: float(-0.75),
    });
    return [first ? resized : emit.transpose(resized, [0, ...by.map((_, axis) => axis + 2), 1])];
  };

/** To a height and width of its own: as many lines are cut off on either side. */
export const lowerCenterCrop: Lower = ({ node, emit, inputNames: [input = ""] }) => {
  const [sizes, height, width] = [sizesOf(partsOf(node, 2)?.spatial), node.int("height"), node.int("width")];
  const [tall, wide] = sizes ?? [];
  if (height === undefined || width === undefined || tall === undefined || wide === undefined)
    return undefined;
  if (tall < height || wide < width) return undefined;
  const starts = [Math.floor((tall - height) / 2), Math.floor((wide - width) / 2)];
  const [top = 0, left = 0] = starts;
  return [emit.slice(input, starts, [top + height, left + width], channelsFirst(node) ? [2, 3] : [1, 2])];
};

export const lowerResizing: Lower = ({ node, emit, inputNames: [input = ""] }) => {
  const [sizes, height, width] = [sizesOf(node.shape(0)), node.int("height"), node.int("width")];
  const mode = { nearest: "nearest", bilinear: "linear" }[node.text("interpolation", "bilinear")];
  if (sizes?.length !== 4 || height === undefined || width === undefined || mode === undefined)
    return undefined;
  if (node.flag("crop_to_aspect_ratio") || node.flag("pad_to_aspect_ratio")) return undefined;
  const first = channelsFirst(node);
  const front = first ? input : toFront(emit, input, 2);
  const [batch = 1, channels = 1] = [sizes[0], first ? sizes[1] : sizes[3]];
  const resized = emit.one("Resize", [front, "", "", emit.ints([batch, channels, height, width])], {
    mode,
    coordinate_transformation_mode: "half_pixel",
    nearest_mode: "floor",
  });
  return [first ? resized : emit.transpose(resized, [0, 2, 3, 1])];
};
