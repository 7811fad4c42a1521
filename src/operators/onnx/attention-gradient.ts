import type { HeadSizes } from "../attended-gradient";
import { attendedPassed, causalMask, LOWEST, parted, together } from "../attended-gradient";
import { sizesOf, unbroadcast } from "../cotangent";
import type { Gradient, GradientRecipe } from "../recipe";
import { BLOCKED } from "../recipe";

/** https://onnx.ai/onnx/operators/onnx__Attention.html: 4-D as it stands, 3-D with the heads side by side. */
export const attentionGradient: Gradient = (recipe) => {
  const { node, emit, inputNames, cotangents, wants } = recipe;
  const [g, presentKey, presentValue, scores] = cotangents;
  const sizes = sizesFor(recipe);
  const added = masksOf(recipe, sizes);
  if (scores !== undefined || added === undefined) return undefined;
  const { batch, heads, keyHeads, length, keys, past, size, valueSize } = sizes;
  const flat = isFlat(recipe);
  const inward = (name: string, steps: number, count: number, width: number): string =>
    flat ? parted(emit, name, [batch, steps, count, width]) : name;
  const outward = (name: string | undefined, index: number): string | undefined =>
    name !== undefined && flat ? together(emit, name, sizesOf(node.shape(index))) : name;
  const [query = "", key = "", value = "", , pastKey = "", pastValue = ""] = inputNames;
  const reached = attendedPassed(
    emit,
    { result: g && inward(g, length, heads, valueSize), key: presentKey, value: presentValue },
    {
      sizes,
      query: inward(query, length, heads, size),
      key: inward(key, keys - past, keyHeads, size),
      value: inward(value, keys - past, keyHeads, valueSize),
      pastKey,
      pastValue,
      scale: node.float("scale") ?? 1 / Math.sqrt(size),
      softcap: node.float("softcap") ?? 0,
      added,
    },
  );
  const mask = (whole: string): string =>
    unbroadcast(emit, whole, [batch, heads, length, keys], sizesOf(node.shape(3)));
  return [
    outward(reached.query, 0),
    outward(reached.key, 1),
    outward(reached.value, 2),
    wants(3) && reached.added !== undefined ? mask(reached.added) : undefined,
    reached.pastKey,
    reached.pastValue,
    BLOCKED,
  ];
};

const isFlat = ({ node }: GradientRecipe): boolean => node.rank(0) === 3;

function sizesFor(recipe: GradientRecipe): HeadSizes {
  const { node } = recipe;
  const past = node.given(4) ? Number(node.dimension(4, 2)) : 0;
  const [query = [], key = [], value = []] = [0, 1, 2].map((index) => sizesOf(node.shape(index)));
  if (!isFlat(recipe)) {
    const [batch = 0, heads = 0, length = 0, size = 0] = query;
    const [, keyHeads = 0, fresh = 0] = key;
    return { batch, heads, keyHeads, length, keys: past + fresh, past, size, valueSize: value[3] ?? 0 };
  }
  const [heads, keyHeads] = [node.int("q_num_heads", 1), node.int("kv_num_heads", 1)];
  const [batch = 0, length = 0, width = 0] = query;
  const [size, valueSize] = [width / heads, (value[2] ?? 0) / keyHeads];
  return { batch, heads, keyHeads, length, keys: past + (key[1] ?? 0), past, size, valueSize };
}

/** What is added to the scores; undefined for masks that there is no rule for. */
function masksOf(recipe: GradientRecipe, sizes: HeadSizes): readonly string[] | undefined {
  const { node, emit, inputNames } = recipe;
  const masks: string[] = [];
  const hidden = (shown: string): string => emit.one("Where", [shown, emit.floats(0), emit.floats(LOWEST)]);
  if (node.given(3)) {
    const [mask = ""] = inputNames.slice(3);
    const width = Number(node.dimension(3, -1));
    if (width !== sizes.keys && width !== 1) return undefined;
    masks.push(node.dtype(3) === "bool" ? hidden(mask) : mask);
  }
  if (node.given(6)) {
    // How the causal mask meets such padding has changed from one release of ONNX to the next.
    if (node.flag("is_causal")) return undefined;
    const places = emit.ints(Array.from({ length: sizes.keys }, (_, at) => at));
    const counts = emit.reshape(inputNames[6] ?? "", [sizes.batch, 1, 1, 1]);
    masks.push(hidden(emit.one("Less", [places, counts])));
  }
  return node.flag("is_causal") ? [...masks, causalMask(emit, sizes)] : masks;
}
