import { sizesOf, unbroadcast, zeros } from "./cotangent";
import type { Emitter } from "./emit";
import { TO } from "./emit";
import type { Gradient, GradientRecipe } from "./recipe";
import { BLOCKED } from "./recipe";

/** Pairs of a head's elements, turned by an angle that grows with the position (https://arxiv.org/abs/2104.09864). */
export interface Turn {
  /** Of what is turned: `[batch, heads, length, size]`, or with heads behind the length. */
  readonly sizes: readonly number[];
  readonly headsAxis: 1 | 2;
  /** How many of a head's elements are turned: the first ones. */
  readonly turned: number;
  /** Pairs are neighbours; else they are half of the turned elements apart. */
  readonly interleaved: boolean;
  /** `[batch or 1, length, turned / 2]` */
  readonly cos: string;
  readonly sin: string;
}

interface Pairs {
  readonly first: string;
  readonly second: string;
  readonly rest: readonly string[];
}

function pairsOf(emit: Emitter, { sizes, turned, interleaved }: Turn, x: string): Pairs {
  const size = sizes.at(-1) ?? 0;
  const [part = "", ...rest] =
    turned === size ? [x] : emit.several("Split", [x, emit.ints([turned, size - turned])], 2, { axis: -1 });
  const half = turned / 2;
  if (!interleaved) {
    const [first = "", second = ""] = emit.several("Split", [part, emit.ints([half, half])], 2, { axis: -1 });
    return { first, second, rest };
  }
  const pairs = emit.reshape(part, [...sizes.slice(0, -1), half, 2]);
  const [first = "", second = ""] = [0, 1].map((at) =>
    emit.squeeze(emit.slice(pairs, [at], [at + 1], [-1]), [-1]),
  );
  return { first, second, rest };
}

function joined(emit: Emitter, { sizes, turned, interleaved }: Turn, { first, second, rest }: Pairs): string {
  const parts = interleaved ? [first, second].map((one) => emit.unsqueeze(one, [-1])) : [first, second];
  const pairs = emit.one("Concat", parts, { axis: -1 });
  const part = interleaved ? emit.reshape(pairs, [...sizes.slice(0, -1), turned]) : pairs;
  return rest.length === 0 ? part : emit.one("Concat", [part, ...rest], { axis: -1 });
}

/** @param forth with the angle, else against it: the way of a cotangent. */
function rotated(emit: Emitter, turn: Turn, x: string, forth: boolean): string {
  const { first, second, rest } = pairsOf(emit, turn, x);
  const [cos, sin] = [turn.cos, turn.sin].map((one) => emit.unsqueeze(one, [turn.headsAxis]));
  const times = (a: string, b = ""): string => emit.one("Mul", [a, b]);
  const [plus, minus] = forth ? ["Add", "Sub"] : ["Sub", "Add"];
  return joined(emit, turn, {
    first: emit.one(minus ?? "", [times(first, cos), times(second, sin)]),
    second: emit.one(plus ?? "", [times(second, cos), times(first, sin)]),
    rest,
  });
}

export const turnedForth = (emit: Emitter, turn: Turn, x: string): string => rotated(emit, turn, x, true);
export const turnedBack = (emit: Emitter, turn: Turn, g: string): string => rotated(emit, turn, g, false);

/** What reaches cosines and sines, `[batch, length, turned / 2]`. */
export function anglesPassed(emit: Emitter, turn: Turn, x: string, g: string) {
  const [from, to] = [pairsOf(emit, turn, x), pairsOf(emit, turn, g)];
  const times = (a: string, b: string): string => emit.one("Mul", [a, b]);
  const overHeads = (terms: string): string => emit.reduce("ReduceSum", terms, [turn.headsAxis]);
  return {
    cos: () => overHeads(emit.one("Add", [times(to.first, from.first), times(to.second, from.second)])),
    sin: () => overHeads(emit.one("Sub", [times(to.second, from.first), times(to.first, from.second)])),
  };
}

/** The rows of a table of angles that have these positions, and the way back. */
export function anglesAt(emit: Emitter, positions: string, positionSizes: readonly number[]) {
  return {
    of: (table: string): string => emit.one("Gather", [table, positions]),
    /** @param cotangent `[batch, length, half]` */
    back: (cotangent: string, batch: number, tableSizes: readonly number[]): string => {
      const [rows = 1, length = 1] = positionSizes;
      const half = tableSizes.at(-1) ?? 1;
      const summed = unbroadcast(emit, cotangent, [batch, length, half], [rows, length, half]);
      const places = emit.unsqueeze(emit.cast(positions, TO.int64), [-1]);
      return emit.one("ScatterND", [zeros(emit, tableSizes), places, summed], { reduction: "add" });
    },
  };
}

/** Where a node has its inputs. */
interface Placed {
  readonly cos: number;
  readonly sin: number;
  readonly positions: number;
}

/** https://onnx.ai/onnx/operators/onnx__RotaryEmbedding.html */
export const rotaryGradient: Gradient = (recipe) => rotaryPassed(recipe, { cos: 1, sin: 2, positions: 3 });

/** https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md: tables only, one offset or positions. */
export const contribRotaryGradient: Gradient = (recipe) => {
  const { node } = recipe;
  if ((node.float("scale") ?? 1) !== 1 || node.flag("is_packed_batching")) return undefined;
  return rotaryPassed(recipe, { positions: 1, cos: 2, sin: 3 });
};

function rotaryPassed(recipe: GradientRecipe, at: Placed): ReturnType<Gradient> {
  const { node, emit, inputNames, cotangents, wants } = recipe;
  const [g] = cotangents;
  const sizes = sizesOf(node.shape(0));
  const half = Number(node.dimension(at.cos, -1));
  const flat = sizes.length === 3;
  if (g === undefined) return inputNames.map(() => undefined);
  const laid = flat ? headsApart(sizes, node.int("num_heads", 0), 2 * half) : sizes;
  const [batch = 0] = sizes;
  const angles = anglesOf(recipe, at, laid[flat ? 1 : 2] ?? 0);
  const turn: Turn = {
    sizes: laid,
    headsAxis: flat ? 2 : 1,
    turned: 2 * half,
    interleaved: node.flag("interleaved"),
    cos: angles.of(inputNames[at.cos] ?? ""),
    sin: angles.of(inputNames[at.sin] ?? ""),
  };
  const [x = "", from = ""] = [inputNames[0], g].map((name = "") => (flat ? emit.reshape(name, laid) : name));
  const data = (): string => {
    const made = turnedBack(emit, turn, from);
    return flat ? emit.reshape(made, sizes) : made;
  };
  const passed = anglesPassed(emit, turn, x, from);
  return inputNames.map((_, index) => {
    if (index === at.positions) return BLOCKED;
    if (!wants(index)) return undefined;
    if (index === 0) return data();
    const cotangent = index === at.cos ? passed.cos() : passed.sin();
    return angles.back(cotangent, batch, sizesOf(node.shape(index)));
  });
}

/** Heads are as wide as what is turned, where nothing else is said. */
function headsApart([batch = 0, length = 0, width = 0]: readonly number[], count: number, turned: number) {
  const heads = count === 0 ? width / turned : count;
  return [batch, length, heads, width / heads];
}

/** Angles for each position of each sample, or a table of them to choose from. */
function anglesOf({ node, emit, inputNames }: GradientRecipe, at: Placed, length: number) {
  const positions = inputNames[at.positions] ?? "";
  if (positions === "") return { of: (all: string): string => all, back: (all: string): string => all };
  if (node.rank(at.positions) === 2) return anglesAt(emit, positions, sizesOf(node.shape(at.positions)));
  return anglesAt(emit, countedFrom(emit, positions, length), [1, length]);
}

/** Positions that count on from that of the first: `[1, length]`. */
export function countedFrom(emit: Emitter, first: string, length: number): string {
  const steps = emit.ints(Array.from({ length }, (_, index) => index));
  return emit.reshape(emit.one("Add", [emit.cast(first, TO.int64), steps]), [1, length]);
}
