import { axisOf } from "../../axis";
import { shapeOf } from "../../contraction";
import { sizesOf, unbroadcast, zeros } from "../../cotangent";
import { TO } from "../../emit";
import type { Gradient, GradientRecipe } from "../../recipe";
import { BLOCKED } from "../../recipe";
import { isFloat } from "../../../model/dtype";

/** The same elements in another shape: the shape alone goes back. */
const reshaped: Gradient = ({ node, emit, cotangents: [g] }) => [
  g === undefined ? undefined : emit.reshape(g, sizesOf(node.shape(0))),
  BLOCKED,
];

const transposed: Gradient = ({ node, emit, cotangents: [g] }) => {
  const rank = node.rank(0) ?? 0;
  const perm = node.ints("perm") ?? Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
  const back = perm.map((_, axis) => perm.indexOf(axis));
  return [g === undefined ? undefined : emit.transpose(g, back)];
};

const expanded: Gradient = ({ node, emit, outputs, cotangents: [g] }) => [
  g === undefined ? undefined : unbroadcast(emit, g, sizesOf(shapeOf(outputs[0])), sizesOf(node.shape(0))),
  BLOCKED,
];

/** Each axis is taken apart into copies and places; the copies are summed. */
const tiled: Gradient = ({ node, emit, outputs, cotangents: [g] }) => {
  const own = sizesOf(node.shape(0));
  const to = sizesOf(shapeOf(outputs[0]));
  if (g === undefined) return [undefined, BLOCKED];
  const apart = own.flatMap((size, axis) => [size === 0 ? 1 : (to[axis] ?? 0) / size, size]);
  const copies = own.map((_, axis) => 2 * axis);
  return [own.length === 0 ? g : emit.reduce("ReduceSum", emit.reshape(g, apart), copies), BLOCKED];
};

const concatenated: Gradient = ({ node, emit, inputNames, cotangents: [g], wants }) => {
  const axis = axisOf(node.int("axis", 1), node.rank(0) ?? 0);
  if (axis === undefined) return undefined;
  let from = 0;
  return inputNames.map((_, index) => {
    const size = sizesOf(node.shape(index))[axis] ?? 0;
    from += size;
    return g === undefined || !wants(index) ? undefined : emit.slice(g, [from - size], [from], [axis]);
  });
};

const split: Gradient = ({ node, emit, outputs, cotangents }) => {
  if (cotangents.every((g) => g === undefined)) return [undefined, BLOCKED];
  const parts = cotangents.map((g, index) => g ?? zeros(emit, sizesOf(shapeOf(outputs[index]))));
  return [emit.one("Concat", parts, { axis: node.int("axis", 0) }), BLOCKED];
};

/** One axis of a slice: the places that it takes, in its order. */
function placesOf(size: number, start: number, end: number, step: number): readonly number[] {
  const from = start < 0 ? start + size : start;
  const to = end < 0 ? end + size : end;
  const places: number[] = [];
  if (step > 0) for (let at = Math.max(0, from); at < Math.min(size, to); at += step) places.push(at);
  // An end far below zero stands for "to the first one".
  else
    for (let at = Math.min(size - 1, from); at > Math.max(-1, end < -size ? -1 : to); at += step)
      places.push(at);
  return places;
}

/** Zeros stand where nothing was taken: a row of zeros behind the cotangent, and each place takes its own row. */
const sliced: Gradient = ({ node, emit, cotangents: [g] }) => {
  const rest = [BLOCKED, BLOCKED, BLOCKED, BLOCKED] as const;
  const sizes = sizesOf(node.shape(0));
  const listed = (name: string, index: number): readonly number[] | undefined =>
    node.given(index) ? node.numbers(index) : node.ints(name);
  const [starts, ends] = [listed("starts", 1), listed("ends", 2)];
  if (starts === undefined || ends === undefined) return undefined;
  const axes = listed("axes", 3) ?? starts.map((_, axis) => axis);
  const steps = listed("steps", 4) ?? starts.map(() => 1);
  if (steps.includes(0) || (node.given(3) && listed("axes", 3) === undefined)) return undefined;
  if (g === undefined) return [undefined, ...rest];
  const pads = new Array<number>(2 * sizes.length).fill(0);
  let made = g;
  for (const [at, given] of axes.entries()) {
    const axis = axisOf(given, sizes.length);
    if (axis === undefined) return undefined;
    const size = sizes[axis] ?? 0;
    const places = placesOf(size, starts[at] ?? 0, ends[at] ?? size, steps[at] ?? 1);
    if (places.length === 0) return [zeros(emit, sizes), ...rest];
    if ((steps[at] ?? 1) === 1) {
      pads[axis] = places[0] ?? 0;
      pads[axis + sizes.length] = size - (places[0] ?? 0) - places.length;
      continue;
    }
    const behind = new Array<number>(2 * sizes.length).fill(0).with(axis + sizes.length, 1);
    const rows = new Array<number>(size).fill(places.length);
    places.forEach((row, from) => (rows[row] = from));
    made = emit.one("Gather", [emit.pad(made, behind), emit.ints(rows)], { axis });
  }
  return [emit.pad(made, pads), ...rest];
};

/** What a padded axis takes from where; undefined: it is a constant. */
function sourceOf(mode: string, at: number, size: number): number | undefined {
  if (at >= 0 && at < size) return at;
  switch (mode) {
    case "edge":
      return at < 0 ? 0 : size - 1;
    case "reflect": {
      if (size === 1) return 0;
      const period = 2 * (size - 1);
      const place = ((at % period) + period) % period;
      return place < size ? place : period - place;
    }
    case "wrap":
      return ((at % size) + size) % size;
    default:
      return undefined;
  }
}

/** Constant pads are cut off; what was copied into others is summed up, axis by axis. */
const padded: Gradient = ({ node, emit, cotangents: [g] }) => {
  const sizes = sizesOf(node.shape(0));
  const rank = sizes.length;
  const listed = node.given(1) ? node.numbers(1) : (node.ints("pads") ?? node.ints("paddings"));
  const axes = node.given(3) ? node.numbers(3) : sizes.map((_, axis) => axis);
  if (listed === undefined || axes === undefined) return undefined;
  if (g === undefined) return [undefined, BLOCKED, BLOCKED, BLOCKED];
  const pads = new Array<number>(2 * rank).fill(0);
  axes.forEach((given, at) => {
    const axis = axisOf(given, rank) ?? 0;
    pads[axis] = listed[at] ?? 0;
    pads[axis + rank] = listed[at + axes.length] ?? 0;
  });
  const mode = node.text("mode", "constant");
  const rest = [BLOCKED, BLOCKED, BLOCKED] as const;
  if (mode === "constant")
    return [
      emit.pad(
        g,
        pads.map((size) => -size),
      ),
      ...rest,
    ];
  const summed = copiesSummed(emit, g, sizes, pads, mode);
  return summed === undefined ? undefined : [summed, ...rest];
};

/** Each place of the padded axis adds its cotangent to the one that it was copied from. */
function copiesSummed(
  emit: GradientRecipe["emit"],
  g: string,
  sizes: readonly number[],
  pads: readonly number[],
  mode: string,
): string | undefined {
  let made = g;
  const shape = sizes.map((size, axis) => size + (pads[axis] ?? 0) + (pads[axis + sizes.length] ?? 0));
  for (const [axis, size] of sizes.entries()) {
    const [before = 0, behind = 0] = [pads[axis], pads[axis + sizes.length]];
    if (before === 0 && behind === 0) continue;
    const length = size + before + behind;
    const sources = Array.from({ length }, (_, at) => sourceOf(mode, at - before, size));
    if (!sources.every((source) => source !== undefined)) return undefined;
    const others = sizes.map((_, one) => one).toSpliced(axis, 1);
    const perm = [axis, ...others];
    shape[axis] = size;
    const empty = zeros(emit, [size, ...others.map((one) => shape[one] ?? 0)]);
    const places = emit.one("Unsqueeze", [emit.ints(sources), emit.ints([1])]);
    const summed = emit.one("ScatterND", [empty, places, emit.transpose(made, perm)], { reduction: "add" });
    made = emit.transpose(
      summed,
      perm.map((_, one) => perm.indexOf(one)),
    );
  }
  return made;
}

/** Rows of zeros, to which each place adds its cotangent. */
const gathered: Gradient = ({ node, emit, inputNames: [, indices = ""], cotangents: [g] }) => {
  const [data, places] = [sizesOf(node.shape(0)), sizesOf(node.shape(1))];
  const axis = axisOf(node.int("axis", 0), data.length);
  if (axis === undefined) return undefined;
  if (g === undefined) return [undefined, BLOCKED];
  const [before, behind] = [data.slice(0, axis), data.slice(axis + 1)];
  const total = before.length + places.length + behind.length;
  const axes = Array.from({ length: total }, (_, one) => one);
  const own = axes.slice(axis, axis + places.length);
  const first = emit.transpose(g, [...own, ...axes.slice(0, axis), ...axes.slice(axis + places.length)]);
  const wide = emit.one("Unsqueeze", [emit.cast(indices, TO.int64), emit.ints([places.length])]);
  const rows = emit.one("ScatterND", [zeros(emit, [data[axis] ?? 0, ...before, ...behind]), wide, first], {
    reduction: "add",
  });
  const back = data.map((_, one) => (one === axis ? 0 : one < axis ? one + 1 : one));
  return [emit.transpose(rows, back), BLOCKED];
};

/** Between floating types the cotangent passes; through whole numbers nothing does. */
const cast: Gradient = ({ node, outputs, cotangents: [g] }) => {
  const type = outputs[0]?.type;
  const to = type?.kind === "tensor" ? type.dtype : undefined;
  if (to !== undefined && !isFloat(to)) return [BLOCKED];
  return [node.dtype(0) !== undefined && !isFloat(node.dtype(0) ?? "bool") ? BLOCKED : g];
};

/** In use it hands on; in training only what its mask lets through, grown as the rest was. */
const dropped: Gradient = ({ node, emit, outputNames: [, mask = ""], cotangents: [g] }) => {
  const training = node.given(2) && node.numbers(2)?.[0] !== 0;
  if (g === undefined || !training) return [g, BLOCKED, BLOCKED];
  const ratio = node.given(1) ? node.scalar(1) : 0.5;
  if (typeof ratio !== "number" || mask === "") return undefined;
  const kept = emit.one("Mul", [g, emit.cast(mask, TO.float32)]);
  return [emit.one("Div", [kept, emit.floats(1 - ratio)]), BLOCKED, BLOCKED];
};

export const viewGradients: Readonly<Record<string, Gradient>> = {
  Reshape: reshaped,
  Flatten: reshaped,
  Squeeze: reshaped,
  Unsqueeze: reshaped,
  Transpose: transposed,
  Expand: expanded,
  Tile: tiled,
  Concat: concatenated,
  Split: split,
  Slice: sliced,
  Pad: padded,
  Gather: gathered,
  Cast: cast,
  CastLike: cast,
  Dropout: dropped,
};
