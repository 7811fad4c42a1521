import { shapeOf } from "../contraction";
import { sizesOf, zeros } from "../cotangent";
import { TO } from "../emit";
import type { Gradient, GradientRecipe } from "../recipe";
import { BLOCKED } from "../recipe";
import type { Sliding } from "../sliding";
import { settingsOf, slidingOf, spreadBack } from "../sliding";
import { countOf } from "../value";

const windowFor = ({ node, outputs }: GradientRecipe): Sliding =>
  slidingOf(node, node.shape(0), shapeOf(outputs[0]));

/**
 * To the place that was the largest. The places are asked for again, as the file may have none, or count them by
 * columns; they count over the whole tensor, not channel by channel.
 */
export const maxPoolGradient: Gradient = (recipe) => {
  const { node, emit, inputNames, cotangents } = recipe;
  const [[x = ""], [g]] = [inputNames, cotangents];
  if (g === undefined) return [undefined];
  const sizes = sizesOf(node.shape(0));
  const settings = { ...settingsOf(windowFor(recipe)), ceil_mode: node.int("ceil_mode", 0) };
  const [, places = ""] = emit.several("MaxPool", [x], 2, settings);
  const flat = [zeros(emit, [countOf(sizes) ?? 0]), emit.reshape(places, [-1]), emit.reshape(g, [-1])];
  return [emit.reshape(emit.one("ScatterElements", flat, { reduction: "add" }), sizes)];
};

/** An equal part to every element of the window that counts. */
export const averagePoolGradient: Gradient = (recipe) => {
  const { node, emit, cotangents } = recipe;
  const [g] = cotangents;
  if (g === undefined) return [undefined];
  const window = windowFor(recipe);
  const parts = counts(window, node.flag("count_include_pad"));
  const share = emit.one("Mul", [
    g,
    emit.floats(
      parts.map((count) => 1 / count),
      [1, 1, ...window.to],
    ),
  ]);
  return [spreadBack(emit, share, sizesOf(node.shape(0)), window)];
};

/** How many elements each window averages: those in the data, or also those in the padding around it. */
function counts(window: Sliding, padding: boolean): readonly number[] {
  const { kernel, strides, dilations, begins, ends, from, to } = window;
  const perAxis = to.map((count, axis) => {
    const before = begins[axis] ?? 0;
    const [low, high] = padding ? [-before, (from[axis] ?? 0) + (ends[axis] ?? 0)] : [0, from[axis] ?? 0];
    return Array.from({ length: count }, (_, place) => {
      const first = place * (strides[axis] ?? 1) - before;
      const taps = Array.from(
        { length: kernel[axis] ?? 1 },
        (__, tap) => first + tap * (dilations[axis] ?? 1),
      );
      return taps.filter((at) => at >= low && at < high).length;
    });
  });
  return perAxis.reduce<readonly number[]>(
    (product, axis) => product.flatMap((one) => axis.map((count) => one * count)),
    [1],
  );
}

/** Of `y = (Σ|x|^p)^(1/p)`: `sign(x)·|x|^(p-1)·g·y^(1-p)`, and nothing where all are 0. */
export const lpPoolGradient: Gradient = (recipe) =>
  byNorm(recipe, (share) => spreadBack(recipe.emit, share, sizesOf(recipe.node.shape(0)), windowFor(recipe)));

export const globalLpPoolGradient: Gradient = (recipe) => byNorm(recipe, (share) => share);

function byNorm(
  { node, emit, inputNames, outputNames, cotangents }: GradientRecipe,
  spread: (share: string) => string,
): ReturnType<Gradient> {
  const [[x = ""], [y = ""], [g]] = [inputNames, outputNames, cotangents];
  if (g === undefined) return [undefined];
  const p = node.int("p", 2);
  const zero = emit.floats(0);
  const slope = emit.one("Pow", [y, emit.floats(1 - p)]);
  const none = emit.one("Equal", [y, zero]);
  const share = emit.one("Where", [none, zero, emit.one("Mul", [g, slope])]);
  const size = emit.one("Pow", [emit.one("Abs", [x]), emit.floats(p - 1)]);
  return [emit.one("Mul", [emit.one("Mul", [emit.one("Sign", [x]), size]), spread(share)])];
}

export const globalAveragePoolGradient: Gradient = ({ node, emit, cotangents: [g] }) => {
  if (g === undefined) return [undefined];
  const sizes = sizesOf(node.shape(0));
  const share = emit.one("Div", [g, emit.floats(countOf(sizes.slice(2)) ?? 1)]);
  return [emit.one("Expand", [share, emit.ints(sizes)])];
};

/** Those that are the largest share it. */
export const globalMaxPoolGradient: Gradient = (recipe) => {
  const { node, emit, inputNames, outputNames, cotangents } = recipe;
  const [[x = ""], [y = ""], [g]] = [inputNames, outputNames, cotangents];
  if (g === undefined) return [undefined];
  const mask = emit.cast(emit.one("Equal", [x, y]), TO.float32);
  const space = sizesOf(node.shape(0)).slice(2);
  const ties = emit.reduce(
    "ReduceSum",
    mask,
    space.map((_, axis) => axis + 2),
    true,
  );
  return [emit.one("Mul", [mask, emit.one("Div", [g, ties])])];
};

/** From where each value was put. */
export const maxUnpoolGradient: Gradient = ({ emit, inputNames: [, places = ""], cotangents: [g] }) => [
  g && emit.one("Gather", [emit.reshape(g, [-1]), places]),
  BLOCKED,
  BLOCKED,
];

/** The image in columns again: one slice per place in the block. */
export const columnsGradient: Gradient = ({ node, emit, cotangents: [g] }) => {
  const [image, block] = [node.numbers(1), node.numbers(2)];
  if (image === undefined || block === undefined) return undefined;
  if (g === undefined) return [undefined, BLOCKED, BLOCKED];
  const ones = block.map(() => 1);
  const [strides, dilations] = [node.ints("strides") ?? ones, node.ints("dilations") ?? ones];
  const pads = node.ints("pads") ?? [...ones, ...ones].map(() => 0);
  const [before, behind] = [pads.slice(0, block.length), pads.slice(block.length)];
  const padded = emit.pad(g, [0, 0, ...before, 0, 0, ...behind]);
  const axes = block.map((_, axis) => axis + 2);
  const ends = image.map((size, axis) => size + (before[axis] ?? 0) + (behind[axis] ?? 0));
  const slices = placesOf(block).map((place) => {
    const starts = place.map((at, axis) => at * (dilations[axis] ?? 1));
    const rest = block.map((size, axis) => (size - 1 - (place[axis] ?? 0)) * (dilations[axis] ?? 1));
    const stops = ends.map((end, axis) => end - (rest[axis] ?? 0));
    return emit.unsqueeze(emit.slice(padded, starts, stops, axes, strides), [2]);
  });
  const columns = emit.one("Concat", slices, { axis: 2 });
  return [emit.reshape(columns, sizesOf(node.shape(0))), BLOCKED, BLOCKED];
};

/** All places of a block, the last axis first to move. */
function placesOf(block: readonly number[]): readonly (readonly number[])[] {
  return block.reduce<readonly (readonly number[])[]>(
    (places, size) => places.flatMap((place) => Array.from({ length: size }, (_, at) => [...place, at])),
    [[]],
  );
}
