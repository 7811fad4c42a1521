import type { HeadSizes } from "../attended-gradient";
import { attendedPassed, causalMask, parted, sum, together } from "../attended-gradient";
import { sizesOf, zeros } from "../cotangent";
import type { Gradient, GradientRecipe } from "../recipe";
import { BLOCKED } from "../recipe";
import type { Turn } from "../rotary-gradient";
import { anglesAt, anglesPassed, countedFrom, turnedBack, turnedForth } from "../rotary-gradient";
import { scaleOf, scoresBack } from "./score-masks";

/** Inputs of https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#com.microsoft.GroupQueryAttention */
const AT = {
  pastKey: 3,
  pastValue: 4,
  lengths: 5,
  total: 6,
  cos: 7,
  sin: 8,
  positions: 9,
  bias: 10,
  sink: 11,
} as const;
/** From here on: scales of a quantised cache, and norms of queries and keys. */
const QUANTISED = 12;

/** Grouped heads (https://arxiv.org/abs/2305.13245), causal, turned by their positions where the node says so. */
export const groupGradient: Gradient = (recipe) => {
  const { node, emit, inputNames, cotangents, wants } = recipe;
  const [g, presentKey, presentValue, scores] = cotangents;
  const known = groupOf(recipe);
  if (known === undefined || scores !== undefined) return undefined;
  const { sizes, packed } = known;
  const { batch, heads, keyHeads, length, size } = sizes;
  const counts = [heads, keyHeads, keyHeads];
  const widths = counts.map((count) => count * size);
  const flat = packed
    ? emit.several("Split", [inputNames[0] ?? "", emit.ints(widths)], 3, { axis: -1 })
    : inputNames.slice(0, 3);
  const [query = "", key = "", value = ""] = flat.map((name, index) =>
    parted(emit, name, [batch, length, counts[index] ?? 1, size]),
  );
  const turning = node.flag("do_rotary") ? turningOf(recipe, sizes) : undefined;
  const reached = attendedPassed(
    emit,
    { result: g && parted(emit, g, [batch, length, heads, size]), key: presentKey, value: presentValue },
    {
      sizes,
      query: turning?.forth(query, heads) ?? query,
      key: turning?.forth(key, keyHeads) ?? key,
      value,
      pastKey: inputNames[AT.pastKey] ?? "",
      pastValue: inputNames[AT.pastValue] ?? "",
      scale: scaleOf(recipe, size),
      softcap: node.float("softcap") ?? 0,
      added: masksOf(recipe, sizes),
      sink: sinkOf(recipe),
    },
  );
  const unturned = [
    turning?.back(reached.query, heads) ?? reached.query,
    turning?.back(reached.key, keyHeads) ?? reached.key,
    reached.value,
  ];
  const own = unturned.map((one, index) => one && together(emit, one, [batch, length, widths[index] ?? 0]));
  const angles = turning?.angles([query, key], [reached.query, reached.key]);
  const { added, sink } = reached;
  return [
    ...(packed ? [sideBySide(recipe, own, sizes, widths), undefined, undefined] : own),
    reached.pastKey,
    reached.pastValue,
    BLOCKED,
    BLOCKED,
    wants(AT.cos) ? angles?.("cos") : undefined,
    wants(AT.sin) ? angles?.("sin") : undefined,
    BLOCKED,
    wants(AT.bias) && added !== undefined ? scoresBack(recipe, sizes, added, AT.bias) : undefined,
    wants(AT.sink) && sink !== undefined ? emit.reduce("ReduceSum", sink, [0, 2, 3]) : undefined,
  ];
};

/** undefined: keys of another sequence; a cache that is longer than what stands in it, or quantised; norms. */
function groupOf({ node }: GradientRecipe) {
  const { inputs } = node.node;
  if (inputs.some((name, index) => index >= QUANTISED && name !== "")) return undefined;
  const [heads, keyHeads] = [node.int("num_heads", 1), node.int("kv_num_heads", 1)];
  const [batch = 0, length = 0, width = 0] = sizesOf(node.shape(0));
  const packed = !node.given(1);
  if (!packed && (node.rank(1) !== 3 || node.dimension(1, 1) !== length)) return undefined;
  const size = width / (packed ? heads + 2 * keyHeads : heads);
  const past = node.given(AT.pastKey) ? Number(node.dimension(AT.pastKey, 2)) : 0;
  const keys = past + length;
  const whole = node.numbers(AT.lengths)?.every((last) => last + 1 === keys) === true;
  if (!whole || Number(node.scalar(AT.total)) !== keys) return undefined;
  const sizes: HeadSizes = { batch, heads, keyHeads, length, keys, past, size, valueSize: size };
  return { sizes, packed };
}

function masksOf({ node, emit, inputNames }: GradientRecipe, sizes: HeadSizes): readonly string[] {
  const window = node.int("local_window_size", -1);
  const causal = causalMask(emit, sizes, window > 0 ? window : Infinity);
  return node.given(AT.bias) ? [causal, inputNames[AT.bias] ?? ""] : [causal];
}

/** A score of each head's own, or 0 for all (https://www.evanmiller.org/attention-is-off-by-one.html). */
function sinkOf({ node, emit, inputNames }: GradientRecipe): string | undefined {
  if (node.given(AT.sink)) return emit.reshape(inputNames[AT.sink] ?? "", [1, -1, 1, 1]);
  return node.flag("smooth_softmax") ? emit.floats([0], [1, 1, 1, 1]) : undefined;
}

/** How the heads of new tokens are turned. */
function turningOf(recipe: GradientRecipe, sizes: HeadSizes) {
  const { node, emit, inputNames } = recipe;
  const { batch, length, size } = sizes;
  const rows = positionsOf(recipe, sizes);
  const [cos = "", sin = ""] = [AT.cos, AT.sin].map((index) => rows.of(inputNames[index] ?? ""));
  const turn = (heads: number): Turn => ({
    sizes: [batch, heads, length, size],
    headsAxis: 1,
    turned: 2 * Number(node.dimension(AT.cos, -1)),
    interleaved: node.flag("rotary_interleaved"),
    cos,
    sin,
  });
  return {
    forth: (name: string, heads: number): string => turnedForth(emit, turn(heads), name),
    back: (name: string | undefined, heads: number): string | undefined =>
      name === undefined ? undefined : turnedBack(emit, turn(heads), name),
    /** What reaches a table, by what was turned and what reached it. */
    angles:
      (from: readonly string[], reached: readonly (string | undefined)[]) =>
      (kind: "cos" | "sin"): string | undefined => {
        const [left, right] = from.map((x, index) => {
          const g = reached[index];
          const heads = index === 0 ? sizes.heads : sizes.keyHeads;
          return g === undefined ? undefined : anglesPassed(emit, turn(heads), x, g)[kind]();
        });
        const both = sum(emit, left, right);
        return both && rows.back(both, batch, sizesOf(node.shape(AT[kind])));
      },
  };
}

/**
 * New tokens stand behind those of the past, or where their positions say. Without a past the runtime counts on from
 * the first of these, whatever the others are.
 */
function positionsOf({ node, emit, inputNames }: GradientRecipe, { length, past }: HeadSizes) {
  const given = inputNames[AT.positions] ?? "";
  if (given !== "" && past > 0) return anglesAt(emit, given, sizesOf(node.shape(AT.positions)));
  const first = given === "" ? emit.ints([past]) : emit.slice(emit.reshape(given, [-1]), [0], [1], [0]);
  return anglesAt(emit, countedFrom(emit, first, length), [1, length]);
}

/** Query, key and value as one input; zeros where nothing reaches one of them. */
function sideBySide(
  { emit }: GradientRecipe,
  parts: readonly (string | undefined)[],
  { batch, length }: HeadSizes,
  widths: readonly number[],
): string {
  const sides = parts.map((one, index) => one ?? zeros(emit, [batch, length, widths[index] ?? 0]));
  return emit.one("Concat", sides, { axis: -1 });
}
