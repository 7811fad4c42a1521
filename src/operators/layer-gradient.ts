import { axisOf } from "./axis";
import { sizesOf, unbroadcast } from "./cotangent";
import type { Emitter } from "./emit";
import { TO } from "./emit";
import type { Gradient, GradientRecipe } from "./recipe";
import { BLOCKED } from "./recipe";

/** What is normalised, over which axes, and by what measure. */
interface Layer {
  readonly x: string;
  readonly sizes: readonly number[];
  readonly axes: readonly number[];
  readonly epsilon: number;
  /** About the mean (https://arxiv.org/abs/1607.06450), else by the mean square (https://arxiv.org/abs/1910.07467). */
  readonly centred: boolean;
  /** What is multiplied to it, if anything, and its sizes. */
  readonly scale: string;
  readonly scaleSizes: readonly number[];
}

interface LayerPassed {
  readonly data: string;
  readonly scale: () => string;
  readonly bias: (sizes: readonly number[]) => string;
}

/** `r·(ĝ - mean(ĝ) - x̂·mean(ĝ·x̂))` with `ĝ = g·scale`; without a mean the second term goes. */
export function layerPassed(emit: Emitter, g: string, layer: Layer): LayerPassed {
  const { x, sizes, axes, epsilon, centred, scale, scaleSizes } = layer;
  const mean = (of: string): string => emit.reduce("ReduceMean", of, axes, true);
  const shifted = centred ? emit.one("Sub", [x, mean(x)]) : x;
  const power = emit.one("Add", [mean(emit.one("Mul", [shifted, shifted])), emit.floats(epsilon)]);
  const deviation = emit.one("Sqrt", [power]);
  const normal = emit.one("Div", [shifted, deviation]);
  const own = scale === "" ? g : emit.one("Mul", [g, scale]);
  const along = emit.one("Mul", [normal, mean(emit.one("Mul", [own, normal]))]);
  const rest = centred ? emit.one("Sub", [own, mean(own)]) : own;
  return {
    data: emit.one("Div", [emit.one("Sub", [rest, along]), deviation]),
    scale: () => unbroadcast(emit, emit.one("Mul", [g, normal]), sizes, scaleSizes),
    bias: (to) => unbroadcast(emit, g, sizes, to),
  };
}

/** Whether one of the statistics that a node gives beside its result is used: for that there is no rule. */
const statisticsUsed = ({ cotangents }: GradientRecipe): boolean =>
  cotangents.slice(1, 3).some((one) => one !== undefined);

/** Data, scale and bias, normalised from an axis on. */
const fromAxis =
  (centred: boolean): Gradient =>
  (recipe) => {
    const { node, emit, inputNames, cotangents, wants } = recipe;
    const [[x = "", scale = ""], [g]] = [inputNames, cotangents];
    const sizes = sizesOf(node.shape(0));
    const axis = axisOf(node.int("axis", -1), sizes.length);
    if (axis === undefined || statisticsUsed(recipe)) return undefined;
    if (g === undefined) return [undefined, undefined, undefined];
    const passed = layerPassed(emit, g, {
      x,
      sizes,
      axes: sizes.flatMap((_, at) => (at < axis ? [] : [at])),
      epsilon: node.float("epsilon") ?? 1e-5,
      centred,
      scale,
      scaleSizes: sizesOf(node.shape(1)),
    });
    return [
      passed.data,
      wants(1) ? passed.scale() : undefined,
      wants(2) ? passed.bias(sizesOf(node.shape(2))) : undefined,
    ];
  };

export const layerNormalizationGradient = fromAxis(true);
export const rmsNormalizationGradient = fromAxis(false);

/** What ONNX Runtime's own normalisations add to the variance, where the node does not say. */
const LEAST_VARIANCE = 1e-12;

interface Placed {
  readonly scale: number;
  /** undefined: about the mean square, without a bias. */
  readonly bias: number | undefined;
}

/** The last axis of a sum, which may be a result of its own: what reaches that joins. */
function summedLayer(
  recipe: GradientRecipe,
  sum: string,
  sizes: readonly number[],
  at: Placed,
  sumAt: number,
) {
  const { node, emit, inputNames, cotangents } = recipe;
  const [[g], beside] = [cotangents, cotangents[sumAt]];
  const passed =
    g === undefined
      ? undefined
      : layerPassed(emit, g, {
          x: sum,
          sizes,
          axes: [sizes.length - 1],
          epsilon: node.float("epsilon") ?? LEAST_VARIANCE,
          centred: at.bias !== undefined,
          scale: inputNames[at.scale] ?? "",
          scaleSizes: sizesOf(node.shape(at.scale)),
        });
  const parts = [passed?.data, beside].filter((one) => one !== undefined);
  return { passed, data: parts.length === 2 ? emit.one("Add", parts) : parts[0] };
}

/** Input, skip and a bias of its own are added, then normalised. */
const skipped =
  (centred: boolean): Gradient =>
  (recipe) => {
    const { node, emit, inputNames, wants } = recipe;
    if (statisticsUsed(recipe)) return undefined;
    const ownBias = centred ? 4 : 3;
    const sizes = sizesOf(node.shape(0));
    const terms = [0, 1, ownBias].filter((index) => node.given(index));
    const sum = emit.one(
      "Sum",
      terms.map((index) => inputNames[index] ?? ""),
    );
    const at = { scale: 2, bias: centred ? 3 : undefined };
    const { passed, data } = summedLayer(recipe, sum, sizes, at, 3);
    return inputNames.map((_, index) => {
      if (!wants(index)) return undefined;
      const to = sizesOf(node.shape(index));
      if (terms.includes(index)) return data && unbroadcast(emit, data, sizes, to);
      return index === at.scale ? passed?.scale() : passed?.bias(to);
    });
  };

export const skipLayerGradient = skipped(true);
export const skipSimplifiedGradient = skipped(false);

/** Rows of three tables are added, then normalised: each table gets its rows' cotangents. */
export const embedLayerGradient: Gradient = (recipe) => {
  const { node, emit, inputNames, wants } = recipe;
  const [batch = 0, length = 0] = sizesOf(node.shape(0));
  const [ids = "", segments = ""] = inputNames;
  const counted = emit.ints(Array.from({ length: batch * length }, (_, index) => index % length));
  const positions = node.given(8) ? (inputNames[8] ?? "") : emit.reshape(counted, [batch, length]);
  const rows = new Map([[2, ids], [3, positions], ...(node.given(4) ? [[4, segments] as const] : [])]);
  const vectors = [...rows].map(([table, index]) => emit.one("Gather", [inputNames[table] ?? "", index]));
  const sizes = [batch, length, Number(node.dimension(2, 1))];
  const { passed, data } = summedLayer(recipe, emit.one("Sum", vectors), sizes, { scale: 5, bias: 6 }, 2);
  return inputNames.map((_, index) => {
    const chosen = rows.get(index);
    const to = sizesOf(node.shape(index));
    if (index === 5) return wants(5) ? passed?.scale() : undefined;
    if (index === 6) return wants(6) ? passed?.bias(to) : undefined;
    if (chosen === undefined) return BLOCKED;
    if (!wants(index) || data === undefined) return undefined;
    const none = emit.one("ConstantOfShape", [emit.ints(to)]);
    const places = emit.unsqueeze(emit.cast(chosen, TO.int64), [-1]);
    return emit.one("ScatterND", [none, places, data], { reduction: "add" });
  });
};
