import { shapeOf } from "../../contraction";
import { sizesOf } from "../../cotangent";
import type { Gradient, GradientRecipe } from "../../recipe";
import type { Sliding } from "../../sliding";
import { slidingOf } from "../../sliding";

/** One convolution with all its numbers. */
interface Convolution extends Sliding {
  readonly data: readonly number[];
  readonly weight: readonly number[];
  readonly output: readonly number[];
  readonly group: number;
}

/** Above so many channels, or up to so many taps, products of matrices are quicker than a convolution (measured). */
const MANY_CHANNELS = 16;
const FEW_TAPS = 9;

function convolutionOf({ node, outputs }: GradientRecipe): Convolution {
  const [data, weight, output] = [node.shape(0), node.shape(1), shapeOf(outputs[0])];
  return {
    ...slidingOf(node, data, output, weight),
    data: sizesOf(data),
    weight: sizesOf(weight),
    output: sizesOf(output),
    group: node.int("group", 1),
  };
}

export const convGradient: Gradient = (recipe) => {
  const { emit, inputNames, cotangents, wants } = recipe;
  const [[x = "", w = ""], [g]] = [inputNames, cotangents];
  if (g === undefined) return [undefined, undefined, undefined];
  const one = convolutionOf(recipe);
  const channels = one.data.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
  return [
    wants(0) ? byData(recipe, one, g, w) : undefined,
    wants(1) ? byWeight(recipe, one, g, x) : undefined,
    wants(2) ? emit.reduce("ReduceSum", g, channels) : undefined,
  ];
};

/** On smaller maps a transposed convolution is as quick, and the kernel, larger then, needs no turned copy. */
const LEAST_POSITIONS = 100;

/** A transposed convolution; where the last windows ended before the data's end, zeros come behind. */
function byData(recipe: GradientRecipe, one: Convolution, g: string, w: string): string {
  const { emit } = recipe;
  const { strides, dilations, begins, ends, from, reach, group } = one;
  const missing = from.map(
    (size, axis) => size - ((reach[axis] ?? 0) - (begins[axis] ?? 0) - (ends[axis] ?? 0)),
  );
  const pads = [begins, ends].flatMap((side) => side.map((size, axis) => farOf(one, axis) - size));
  const isPlain = [...strides, ...missing.map((size) => size + 1)].every((size) => size === 1);
  if (isPlain && product(one.to) >= LEAST_POSITIONS && pads.every((size) => size >= 0))
    return emit.one("Conv", [g, turnedAround(recipe, one, w)], { dilations, group, pads });
  return emit.one("ConvTranspose", [g, w], {
    strides,
    dilations,
    group,
    pads: [...begins, ...ends],
    output_padding: missing,
  });
}

/** From a window's first tap to its last, along one axis. */
function farOf({ kernel, dilations }: Convolution, axis: number): number {
  return ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1);
}

/**
 * The kernel from its last tap to its first, from filters to channels: with steps of one the transposed convolution is a
 * convolution with it, and that takes 0.4 to 1.0 of the time (measured).
 */
function turnedAround({ emit }: GradientRecipe, { weight, group }: Convolution, w: string): string {
  const [filters = 1, perGroup = 1, ...kernel] = weight;
  const axes = kernel.map((_, axis) => axis + 2);
  const every = <T>(of: T): readonly T[] => kernel.map(() => of);
  const back = emit.slice(w, every(-1), every(BEFORE_ALL), axes, every(-1));
  const apart = emit.reshape(back, [group, filters / group, perGroup, ...kernel]);
  const swapped = emit.transpose(apart, [0, 2, 1, ...axes.map((axis) => axis + 1)]);
  return emit.reshape(swapped, [group * perGroup, filters / group, ...kernel]);
}

/** An end before the first element, where one goes backwards. */
const BEFORE_ALL = -(2 ** 31);

const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);

function byWeight(recipe: GradientRecipe, one: Convolution, g: string, x: string): string {
  const { weight, group, begins, ends } = one;
  const padded = recipe.emit.pad(x, [0, 0, ...begins, 0, 0, ...ends]);
  const taps = product(weight.slice(2));
  const plain = group === 1 && ((weight[1] ?? 0) >= MANY_CHANNELS || taps <= FEW_TAPS);
  return plain ? byTaps(recipe, one, g, padded) : bySwapping(recipe, one, g, padded);
}

/** The data under each tap of the kernel side by side, and one product with the cotangent. */
function byTaps({ emit }: GradientRecipe, one: Convolution, g: string, padded: string): string {
  const { weight, output, strides, dilations } = one;
  const [filters = 1, channels = 1, ...kernel] = weight;
  const [batch = 1, , ...space] = output;
  const positions = product(space);
  const axes = kernel.map((_, axis) => axis + 2);
  const parts = placesIn(kernel).map((place) => {
    const starts = place.map((at, axis) => at * (dilations[axis] ?? 1));
    const ends = starts.map((start, axis) => start + ((space[axis] ?? 1) - 1) * (strides[axis] ?? 1) + 1);
    return emit.slice(padded, starts, ends, axes, strides);
  });
  // Taps behind channels, as in the weight: neither the columns nor the product, both large, are to be transposed.
  const columns =
    parts.length === 1
      ? (parts[0] ?? "")
      : emit.one(
          "Concat",
          parts.map((part) => emit.reshape(part, [batch, channels, 1, positions])),
          { axis: 2 },
        );
  const flat = emit.reshape(columns, [batch, channels * parts.length, positions]);
  const rows = emit.reshape(g, [batch, filters, positions]);
  const sums = emit.one("FusedMatMul", [rows, flat], { transB: 1 }, "com.microsoft");
  return emit.reshape(batch === 1 ? sums : emit.reduce("ReduceSum", sums, [0]), weight);
}

/** A convolution of the data with the cotangent as its kernel: samples and channels change places. */
function bySwapping({ emit }: GradientRecipe, one: Convolution, g: string, padded: string): string {
  const { data, weight, strides, dilations, begins, ends, group } = one;
  const [batch = 1, channels = 1, ...space] = data;
  const [filters = 1, perGroup = 1, ...kernel] = weight;
  const sizes = space.map((size, axis) => size + (begins[axis] ?? 0) + (ends[axis] ?? 0));
  const apart = emit.reshape(padded, [batch, group, channels / group, ...sizes]);
  const order = [2, 1, 0, ...sizes.map((_, axis) => axis + 3)];
  const turned = emit.reshape(emit.transpose(apart, order), [channels / group, group * batch, ...sizes]);
  const axes = kernel.map((_, axis) => axis + 2);
  const kernels = emit.transpose(g, [1, 0, ...axes]);
  const made = emit.one("Conv", [turned, kernels], { strides: dilations, dilations: strides, group });
  const cut = emit.slice(
    made,
    kernel.map(() => 0),
    kernel,
    axes,
  );
  return emit.reshape(emit.transpose(cut, [1, 0, ...axes]), [filters, perGroup, ...kernel]);
}

/** All places in a box, the last axis first. */
function placesIn(sizes: readonly number[]): readonly (readonly number[])[] {
  return sizes.reduce<readonly (readonly number[])[]>(
    (places, size) => places.flatMap((place) => Array.from({ length: size }, (_, at) => [...place, at])),
    [[]],
  );
}
