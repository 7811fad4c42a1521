import { axisOf } from "../axis";
import { shapeOf } from "../contraction";
import { sizesOf, zeros } from "../cotangent";
import type { Emitter } from "../emit";
import { TO } from "../emit";
import type { Gradient, GradientRecipe } from "../recipe";
import { BLOCKED } from "../recipe";
import { countOf } from "../value";

/** What was taken from several places comes back to each, and adds up where a place was taken twice. */
export const gatherElementsGradient: Gradient = ({ node, emit, inputNames, cotangents: [g] }) => {
  const [, indices = ""] = inputNames;
  if (g === undefined) return [undefined, BLOCKED];
  const settings = { axis: node.int("axis", 0), reduction: "add" };
  return [emit.one("ScatterElements", [zeros(emit, sizesOf(node.shape(0))), indices, g], settings), BLOCKED];
};

export const gatherNdGradient: Gradient = ({ node, emit, inputNames, cotangents: [g] }) => {
  const [, indices = ""] = inputNames;
  if (g === undefined) return [undefined, BLOCKED];
  const [data, places] = [sizesOf(node.shape(0)), sizesOf(node.shape(1))];
  const batchAxes = node.int("batch_dims", 0);
  if (batchAxes === 0) return [scatterNd(emit, data, indices, g), BLOCKED];
  // With the batch's number as one more coordinate, the batches are one tensor.
  const batch = countOf(data.slice(0, batchAxes)) ?? 0;
  const [rest, depth] = [places.slice(batchAxes, -1), places.at(-1) ?? 0];
  const numbers = emit.ints(Array.from({ length: batch }, (_, index) => index));
  const column = emit.one("Expand", [
    emit.reshape(numbers, [batch, ...rest.map(() => 1), 1]),
    emit.ints([batch, ...rest, 1]),
  ]);
  const whole = emit.one("Concat", [column, emit.reshape(indices, [batch, ...rest, depth])], { axis: -1 });
  const updates = emit.reshape(g, [batch, ...rest, ...data.slice(batchAxes + depth)]);
  const flat = scatterNd(emit, [batch, ...data.slice(batchAxes)], whole, updates);
  return [emit.reshape(flat, data), BLOCKED];
};

function scatterNd(emit: Emitter, sizes: readonly number[], indices: string, updates: string): string {
  return emit.one("ScatterND", [zeros(emit, sizes), indices, updates], { reduction: "add" });
}

/**
 * The data where nothing was written over it, the updates from where they went. With `none`, places that are written
 * twice are not defined by the specification either.
 */
export const scatterElementsGradient: Gradient = (recipe) => {
  const axis = recipe.node.int("axis", 0);
  return scattered(recipe, "ScatterElements", "GatherElements", { axis });
};

export const scatterNdGradient: Gradient = (recipe) => scattered(recipe, "ScatterND", "GatherND", {});

function scattered(
  recipe: GradientRecipe,
  scatter: string,
  gather: string,
  settings: Readonly<Record<string, number>>,
): ReturnType<Gradient> {
  const { node, emit, inputNames, cotangents, wants } = recipe;
  const [[, indices = ""], [g]] = [inputNames, cotangents];
  const reduction = node.text("reduction", "none");
  if (g === undefined) return [undefined, BLOCKED, undefined];
  const ways: Ways = {
    scatter: (data, updates, how) => emit.one(scatter, [data, indices, updates], { ...settings, ...how }),
    gather: (data) => emit.one(gather, [data, indices], settings),
  };
  if (reduction === "mul") return multiplied(recipe, g, ways);
  if (reduction === "max" || reduction === "min") return extreme(recipe, g, ways);
  const kept = (): string => ways.scatter(g, zeros(emit, sizesOf(node.shape(2))));
  const data = reduction === "add" ? g : wants(0) ? kept() : undefined;
  return [data, BLOCKED, wants(2) ? ways.gather(g) : undefined];
}

/** To the node's places and from them. */
interface Ways {
  readonly scatter: (data: string, updates: string, how?: { readonly reduction: "add" | "mul" }) => string;
  readonly gather: (data: string) => string;
}

/** Data times updates: each gets the product of the others; an update of 0 knows no answer. */
function multiplied({ node, emit, inputNames, outputNames, wants }: GradientRecipe, g: string, ways: Ways) {
  const [[, , updates = ""], [y = ""]] = [inputNames, outputNames];
  const data = (): string => {
    const ones = emit.one("Expand", [emit.floats(1), emit.ints(sizesOf(node.shape(0)))]);
    return emit.one("Mul", [g, ways.scatter(ones, updates, { reduction: "mul" })]);
  };
  const others = (): string => emit.one("Div", [ways.gather(emit.one("Mul", [g, y])), updates]);
  return [wants(0) ? data() : undefined, BLOCKED, wants(2) ? others() : undefined] as const;
}

/** Those that are the result share its cotangent. */
function extreme({ emit, inputNames, outputNames, wants }: GradientRecipe, g: string, ways: Ways) {
  const [[x = "", , updates = ""], [y = ""]] = [inputNames, outputNames];
  const is = (value: string, result: string): string =>
    emit.cast(emit.one("Equal", [value, result]), TO.float32);
  const [mine, theirs] = [is(x, y), is(updates, ways.gather(y))];
  const share = emit.one("Div", [g, ways.scatter(mine, theirs, { reduction: "add" })]);
  return [
    wants(0) ? emit.one("Mul", [share, mine]) : undefined,
    BLOCKED,
    wants(2) ? emit.one("Mul", [ways.gather(share), theirs]) : undefined,
  ] as const;
}

/** The values back to their places, which are the second output. */
export const topKGradient: Gradient = ({ node, emit, outputNames: [, places = ""], cotangents: [g] }) => {
  if (places === "") return undefined;
  if (g === undefined) return [undefined, BLOCKED];
  const settings = { axis: node.int("axis", -1) };
  return [emit.one("ScatterElements", [zeros(emit, sizesOf(node.shape(0))), places, g], settings), BLOCKED];
};

/** By the two values that stand for off and on. */
export const oneHotGradient: Gradient = ({ node, emit, inputNames, cotangents: [g], wants }) => {
  const [indices = "", depth = ""] = inputNames;
  if (g === undefined || !wants(2)) return [BLOCKED, BLOCKED, undefined];
  const settings = { axis: node.int("axis", -1) };
  const on = emit.one("OneHot", [indices, depth, emit.floats([0, 1])], settings);
  const off = emit.one("OneHot", [indices, depth, emit.floats([1, 0])], settings);
  const sums = [off, on].map((mask) =>
    emit.reshape(emit.reduce("ReduceSum", emit.one("Mul", [g, mask]), []), [1]),
  );
  return [BLOCKED, BLOCKED, emit.one("Concat", sums, { axis: 0 })];
};

/** What the condition let through, back to its place; without an axis, of all elements in a row. */
export const compressGradient: Gradient = ({ node, emit, inputNames, outputs, cotangents: [g] }) => {
  const [, condition = ""] = inputNames;
  if (g === undefined) return [undefined, BLOCKED];
  const sizes = sizesOf(node.shape(0));
  const given = node.int("axis");
  const from = given === undefined ? [countOf(sizes) ?? 0] : sizes;
  const axis = axisOf(given ?? 0, from.length) ?? 0;
  const kept = sizesOf(shapeOf(outputs[0]));
  const places = emit.reshape(
    emit.one("NonZero", [condition]),
    kept.map((size, at) => (at === axis ? size : 1)),
  );
  const spread = emit.one("Expand", [places, emit.ints(kept)]);
  const scattered = emit.one("ScatterElements", [zeros(emit, from), spread, g], { axis });
  return [given === undefined ? emit.reshape(scattered, sizes) : scattered, BLOCKED];
};

/** What is reversed twice is as it was. */
export const reverseSequenceGradient: Gradient = ({ node, emit, inputNames, cotangents: [g] }) => {
  const settings = { batch_axis: node.int("batch_axis", 1), time_axis: node.int("time_axis", 0) };
  return [g && emit.one("ReverseSequence", [g, inputNames[1] ?? ""], settings), BLOCKED];
};
