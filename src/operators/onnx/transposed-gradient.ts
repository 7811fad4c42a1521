import { shapeOf } from "../contraction";
import { sizesOf } from "../cotangent";
import type { Gradient, GradientRecipe } from "../recipe";
import { windowOf } from "../window";

/** A transposed convolution the other way is a convolution: of the data, and of the weight with its axes turned. */
export const convTransposeGradient: Gradient = (recipe) => {
  const { node, emit, inputNames, cotangents, wants } = recipe;
  const [[x = "", w = ""], [g]] = [inputNames, cotangents];
  if (g === undefined) return [undefined, undefined, undefined];
  const [data, weight] = [sizesOf(node.shape(0)), sizesOf(node.shape(1))];
  const { strides, dilations } = windowOf(node, data.length - 2, weight);
  const group = node.int("group", 1);
  const used = wants(0) || wants(1) ? emit.pad(g, padsOf(recipe)) : g;
  const byWeight = (): string => {
    const turned = emit.one("Conv", [grouped(recipe, used, group), swapped(recipe, x, data.length)], {
      strides: dilations,
      dilations: strides,
      group,
    });
    return swapped(recipe, turned, data.length);
  };
  const axes = data.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
  return [
    wants(0) ? emit.one("Conv", [used, w], { strides, dilations, group }) : undefined,
    wants(1) ? byWeight() : undefined,
    wants(2) ? emit.reduce("ReduceSum", g, axes) : undefined,
  ];
};

const swapped = ({ emit }: GradientRecipe, name: string, rank: number): string =>
  emit.transpose(
    name,
    Array.from({ length: rank }, (_, axis) => (axis < 2 ? 1 - axis : axis)),
  );

/** `[N, group·m, …]` as `[m, group·N, …]`. */
function grouped({ emit, node, outputs }: GradientRecipe, name: string, group: number): string {
  const [batch = 0, channels = 0] = sizesOf(shapeOf(outputs[0]));
  const space = reachOf(node.shape(0)?.map(Number) ?? [], node);
  const parts = emit.reshape(name, [batch, group, channels / group, ...space]);
  const order = [2, 1, 0, ...space.map((_, axis) => axis + 3)];
  return emit.reshape(emit.transpose(parts, order), [channels / group, group * batch, ...space]);
}

/** Sizes before anything is cut off: `(n - 1)·stride + (k - 1)·dilation + 1`. */
function reachOf(data: readonly number[], node: GradientRecipe["node"]): readonly number[] {
  const { kernel, strides, dilations } = windowOf(node, data.length - 2, node.shape(1));
  return data.slice(2).map((size, axis) => {
    const far = (Number(kernel[axis]) - 1) * (dilations[axis] ?? 1) + 1;
    return (size - 1) * (strides[axis] ?? 1) + far;
  });
}

/**
 * What was cut off the result's ends comes back as zeros; what `output_padding` or a larger `output_shape` added
 * behind goes (https://onnx.ai/onnx/operators/onnx__ConvTranspose.html).
 */
function padsOf({ node, outputs }: GradientRecipe): readonly number[] {
  const to = sizesOf(shapeOf(outputs[0])).slice(2);
  const reach = reachOf(sizesOf(node.shape(0)), node);
  const { pads, autoPad } = windowOf(node, to.length, node.shape(1));
  const extra = node.ints("output_padding") ?? [];
  const computed = autoPad.startsWith("SAME") || node.ints("output_shape") !== undefined;
  const begins = to.map((size, axis) => {
    if (!computed) return autoPad === "VALID" ? 0 : (pads[axis] ?? 0);
    const total = Math.max((reach[axis] ?? 0) + (extra[axis] ?? 0) - size, 0);
    return autoPad === "SAME_UPPER" ? Math.floor(total / 2) : Math.ceil(total / 2);
  });
  const ends = to.map((size, axis) => (reach[axis] ?? 0) - (begins[axis] ?? 0) - size);
  return [0, 0, ...begins, 0, 0, ...ends];
}
