import type { HeadSizes } from "../attended-gradient";
import { attendedPassed, parted, together } from "../attended-gradient";
import { sizesOf, zeros } from "../cotangent";
import type { Gradient, GradientRecipe } from "../recipe";
import { BLOCKED } from "../recipe";
import { masksOf, scaleOf, scoresBack } from "./score-masks";

/** One input and one weight make query, key and value, side by side. */
export const projectedGradient: Gradient = (recipe) => {
  const { node, emit, inputNames, cotangents, wants } = recipe;
  const [x = "", weight = "", bias = "", , past = ""] = inputNames;
  const [g, present] = cotangents;
  const { sizes, widths } = projectionOf(recipe);
  const { batch, heads, length, size, valueSize } = sizes;
  const added = masksOf(recipe, sizes, { mask: 3, bias: 5 });
  if (node.flag("do_rotary") || node.flag("past_present_share_buffer") || added === undefined)
    return undefined;

  const product = emit.one("MatMul", [x, weight]);
  const all = bias === "" ? product : emit.one("Add", [product, bias]);
  const parts = emit.several("Split", [all, emit.ints(widths)], 3, { axis: -1 });
  const [query = "", key = "", value = ""] = parts.map((one, index) =>
    parted(emit, one, [batch, length, heads, index === 2 ? valueSize : size]),
  );
  // Past and present are stacks of keys and values.
  const [pastKey = "", pastValue = ""] = unstacked(recipe, past);
  const [presentKey, presentValue] = unstacked(recipe, present ?? "");
  const reached = attendedPassed(
    emit,
    { result: g && parted(emit, g, [batch, length, heads, valueSize]), key: presentKey, value: presentValue },
    { sizes, query, key, value, pastKey, pastValue, scale: scaleOf(recipe, size), added },
  );
  const sides = [reached.query, reached.key, reached.value].map((one, index) => {
    const flat = [batch, length, widths[index] ?? 0];
    return one === undefined ? zeros(emit, flat) : together(emit, one, flat);
  });
  const from = emit.one("Concat", sides, { axis: -1 });
  const rows = (name: string): string => emit.reshape(name, [batch * length, -1]);
  return [
    wants(0) ? emit.one("MatMul", [from, emit.transpose(weight, [1, 0])]) : undefined,
    wants(1) ? emit.one("Gemm", [rows(x), rows(from)], { transA: 1 }) : undefined,
    wants(2) ? emit.reduce("ReduceSum", from, [0, 1]) : undefined,
    BLOCKED,
    wants(4) ? stacked(recipe, reached.pastKey, reached.pastValue) : undefined,
    wants(5) && reached.added !== undefined ? scoresBack(recipe, sizes, reached.added, 5) : undefined,
    BLOCKED,
  ];
};

function projectionOf({ node }: GradientRecipe) {
  const [batch = 0, length = 0] = sizesOf(node.shape(0));
  const heads = node.int("num_heads", 1);
  const third = Number(node.dimension(1, 1)) / 3;
  const widths = node.ints("qkv_hidden_sizes") ?? [third, third, third];
  const past = node.given(4) ? Number(node.dimension(4, 3)) : 0;
  const [size, valueSize] = [(widths[0] ?? 0) / heads, (widths[2] ?? 0) / heads];
  const keys = past + length;
  const sizes: HeadSizes = { batch, heads, keyHeads: heads, length, keys, past, size, valueSize };
  return { sizes, widths };
}

function unstacked({ emit }: GradientRecipe, stack: string): readonly string[] {
  if (stack === "") return [];
  return [0, 1].map((index) => emit.squeeze(emit.slice(stack, [index], [index + 1], [0]), [0]));
}

function stacked({ emit }: GradientRecipe, key?: string, value?: string): string | undefined {
  if (key === undefined || value === undefined) return undefined;
  const members = [key, value].map((one) => emit.unsqueeze(one, [0]));
  return emit.one("Concat", members, { axis: 0 });
}

/** Query, key and value of their own, with a bias for all three; or keys and values that come as heads already. */
export const multiHeadGradient: Gradient = (recipe) => {
  const { node, emit, inputNames, cotangents, wants } = recipe;
  const [g, presentKey, presentValue, scores] = cotangents;
  const known = crossOf(recipe);
  const added = known && masksOf(recipe, known.sizes, { mask: 4, bias: 5 });
  if (known === undefined || added === undefined || scores !== undefined) return undefined;
  const { sizes, apart } = known;
  const { batch, heads, length, keys, past, size, valueSize } = sizes;

  const widths = [heads * size, heads * size, heads * valueSize];
  const biases = node.given(3)
    ? emit.several("Split", [inputNames[3] ?? "", emit.ints(widths)], 3, { axis: 0 })
    : [];
  const headed = (index: number, steps: number, width: number): string => {
    const [name = "", own] = [inputNames[index], biases[index]];
    if (apart && index > 0) return name;
    const whole = own === undefined ? name : emit.one("Add", [name, own]);
    return parted(emit, whole, [batch, steps, heads, width]);
  };
  const reached = attendedPassed(
    emit,
    { result: g && parted(emit, g, [batch, length, heads, valueSize]), key: presentKey, value: presentValue },
    {
      sizes,
      query: headed(0, length, size),
      key: headed(1, keys - past, size),
      value: headed(2, keys - past, valueSize),
      pastKey: inputNames[6] ?? "",
      pastValue: inputNames[7] ?? "",
      scale: scaleOf(recipe, size),
      added,
    },
  );
  const inputs = [reached.query, reached.key, reached.value].map((one, index) =>
    one === undefined || (apart && index > 0) ? one : together(emit, one, sizesOf(node.shape(index))),
  );
  const bias = (): string => {
    const sums = inputs.map((one, index) =>
      one === undefined ? zeros(emit, [widths[index] ?? 0]) : emit.reduce("ReduceSum", one, [0, 1]),
    );
    return emit.one("Concat", sums, { axis: 0 });
  };
  return [
    ...inputs,
    wants(3) ? bias() : undefined,
    BLOCKED,
    wants(5) && reached.added !== undefined ? scoresBack(recipe, sizes, reached.added, 5) : undefined,
    reached.pastKey,
    reached.pastValue,
  ];
};

/** undefined for packed forms, which have no kernel on the CPU, and for a cache that is longer than what is in it. */
function crossOf({ node }: GradientRecipe) {
  const heads = node.int("num_heads", 1);
  const [batch = 0, length = 0, width = 0] = sizesOf(node.shape(0));
  const [key, value] = [sizesOf(node.shape(1)), sizesOf(node.shape(2))];
  const apart = key.length === 4;
  if (node.rank(0) !== 3 || key.length !== value.length || !(apart || key.length === 3)) return undefined;
  if (node.given(8) || node.given(9)) return undefined;
  // Keys that come as heads have no bias, and no past before them.
  if (apart && (node.given(3) || node.given(6))) return undefined;
  const past = node.given(6) ? Number(node.dimension(6, 2)) : 0;
  const keys = past + (key[apart ? 2 : 1] ?? 0);
  const valueSize = apart ? (value[3] ?? 0) : (value[2] ?? 0) / heads;
  const size = width / heads;
  const sizes: HeadSizes = { batch, heads, keyHeads: heads, length, keys, past, size, valueSize };
  return { sizes, apart };
}
