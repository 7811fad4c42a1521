import { axisOf } from "../../axis";
import { sizesOf } from "../../cotangent";
import { layerPassed } from "../../layer-gradient";
import type { Gradient, GradientRecipe } from "../../recipe";

/** A vector along axis 1. */
const perChannel = (channels: number, rank: number): readonly number[] => [
  1,
  channels,
  ...new Array<number>(Math.max(0, rank - 2)).fill(1),
];

function trains({ node }: GradientRecipe): boolean {
  if (node.opset >= 14) return node.flag("training_mode");
  // Before 7 a flag said so, from there on the outputs beside the first.
  return node.opset < 7 ? !node.flag("is_test") : node.node.outputs.length > 1;
}

/** In use, the stored statistics are constants; in training they are the batch's own. */
export const batchNormalizationGradient: Gradient = (recipe) => {
  const { node, emit, inputNames, cotangents, wants } = recipe;
  const [[x = "", scale = "", , mean = "", variance = ""], [g]] = [inputNames, cotangents];
  const nothing = [undefined, undefined, undefined, undefined, undefined];
  if (g === undefined) return nothing;
  const sizes = sizesOf(node.shape(0));
  const channels = sizes[1] ?? 1;
  const vector = (name: string): string => emit.reshape(name, perChannel(channels, sizes.length));
  const epsilon = node.float("epsilon") ?? 1e-5;
  const others = sizes.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
  if (trains(recipe)) {
    const passed = layerPassed(emit, g, {
      x,
      sizes,
      axes: others,
      epsilon,
      centred: true,
      scale: vector(scale),
      scaleSizes: perChannel(channels, sizes.length),
    });
    return [
      wants(0) ? passed.data : undefined,
      wants(1) ? emit.reshape(passed.scale(), [channels]) : undefined,
      wants(2) ? emit.reduce("ReduceSum", g, others) : undefined,
    ];
  }
  const deviation = vector(emit.one("Sqrt", [emit.one("Add", [variance, emit.floats(epsilon)])]));
  const normal = (): string => emit.one("Div", [emit.one("Sub", [x, vector(mean)]), deviation]);
  return [
    wants(0) ? emit.one("Mul", [g, emit.one("Div", [vector(scale), deviation])]) : undefined,
    wants(1) ? emit.reduce("ReduceSum", emit.one("Mul", [g, normal()]), others) : undefined,
    wants(2) ? emit.reduce("ReduceSum", g, others) : undefined,
    undefined,
    undefined,
  ];
};

/** Over the positions of each channel of each sample. */
export const instanceNormalizationGradient: Gradient = ({
  node,
  emit,
  inputNames,
  cotangents: [g],
  wants,
}) => {
  if (g === undefined) return [undefined, undefined, undefined];
  const [x = "", scale = ""] = inputNames;
  const sizes = sizesOf(node.shape(0));
  const channels = sizes[1] ?? 1;
  const wide = perChannel(channels, sizes.length);
  const passed = layerPassed(emit, g, {
    x,
    sizes,
    axes: sizes.flatMap((_, axis) => (axis < 2 ? [] : [axis])),
    epsilon: node.float("epsilon") ?? 1e-5,
    centred: true,
    scale: emit.reshape(scale, wide),
    scaleSizes: wide,
  });
  return [
    wants(0) ? passed.data : undefined,
    wants(1) ? emit.reshape(passed.scale(), [channels]) : undefined,
    wants(2) ? emit.reshape(passed.bias(wide), [channels]) : undefined,
  ];
};

/** Channels are parted into groups; scale and bias are per group until opset 20, per channel from 21 on. */
export const groupNormalizationGradient: Gradient = ({ node, emit, inputNames, cotangents: [g], wants }) => {
  const groups = node.int("num_groups");
  if (groups === undefined) return undefined;
  if (g === undefined) return [undefined, undefined, undefined];
  const [x = "", scale = ""] = inputNames;
  const sizes = sizesOf(node.shape(0));
  const [batch = 1, channels = 1, ...space] = sizes;
  const apart = [batch, groups, channels / groups, ...space];
  const own = sizesOf(node.shape(1));
  const wide = [1, groups, own[0] === groups ? 1 : channels / groups, ...space.map(() => 1)];
  const passed = layerPassed(emit, emit.reshape(g, apart), {
    x: emit.reshape(x, apart),
    sizes: apart,
    axes: apart.flatMap((_, axis) => (axis < 2 ? [] : [axis])),
    epsilon: node.float("epsilon") ?? 1e-5,
    centred: true,
    scale: emit.reshape(scale, wide),
    scaleSizes: wide,
  });
  return [
    wants(0) ? emit.reshape(passed.data, sizes) : undefined,
    wants(1) ? emit.reshape(passed.scale(), own) : undefined,
    wants(2) ? emit.reshape(passed.bias(wide), own) : undefined,
  ];
};

/** Along one axis; until opset 12 over all axes from one on, flattened. */
const alongAxis =
  (rule: (recipe: GradientRecipe, g: string, y: string, axis: number) => string): Gradient =>
  (recipe) => {
    const { node, emit, outputNames, cotangents } = recipe;
    const [[y = ""], [g]] = [outputNames, cotangents];
    const sizes = sizesOf(node.shape(0));
    const flat = node.opset < 13;
    const axis = axisOf(node.int("axis", flat ? 1 : -1), sizes.length);
    if (axis === undefined) return undefined;
    if (g === undefined) return [undefined];
    if (!flat || axis === sizes.length - 1) return [rule(recipe, g, y, axis)];
    const rows = sizes.slice(0, axis).reduce((product, size) => product * size, 1);
    const made = rule(recipe, emit.reshape(g, [rows, -1]), emit.reshape(y, [rows, -1]), 1);
    return [emit.reshape(made, sizes)];
  };

export const softmaxGradient = alongAxis(({ emit }, g, y, axis) => {
  const along = emit.reduce("ReduceSum", emit.one("Mul", [g, y]), [axis], true);
  return emit.one("Mul", [y, emit.one("Sub", [g, along])]);
});

export const logSoftmaxGradient = alongAxis(({ emit }, g, y, axis) => {
  const sum = emit.reduce("ReduceSum", g, [axis], true);
  return emit.one("Sub", [g, emit.one("Mul", [emit.one("Exp", [y]), sum])]);
});
