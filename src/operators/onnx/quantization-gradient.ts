import type { DataType } from "../../model/dtype";
import { axisOf } from "../axis";
import { shapeOf } from "../contraction";
import { sizesOf, unbroadcast } from "../cotangent";
import { TO } from "../emit";
import type { Gradient, GradientRecipe } from "../recipe";
import { BLOCKED } from "../recipe";

/**
 * Straight through (https://arxiv.org/abs/1308.3432): rounding counts as if it were not there, and what is clipped
 * passes nothing on. A quantised value's cotangent is a float tensor, per quantised step, so that quantising and
 * dequantising together hand a cotangent on as it is.
 */
export const quantizeGradient: Gradient = (recipe) => {
  const { node, emit, inputNames, outputs, cotangents } = recipe;
  const [[x = "", , zero = ""], [g]] = [inputNames, cotangents];
  const type = outputs[0]?.type;
  const range = type?.kind === "tensor" ? RANGES[type.dtype ?? "string"] : undefined;
  if (range === undefined || node.int("block_size", 0) !== 0) return undefined;
  if (g === undefined) return [undefined, BLOCKED, BLOCKED];
  const scale = laid(recipe, 1);
  const steps = emit.one("Round", [emit.one("Div", [x, scale])]);
  const shifted = zero === "" ? steps : emit.one("Add", [steps, emit.cast(laid(recipe, 2), TO.float32)]);
  const [low, high] = range.map((bound) => emit.floats(bound));
  const above = emit.one("GreaterOrEqual", [shifted, low ?? ""]);
  const inside = emit.one("And", [above, emit.one("LessOrEqual", [shifted, high ?? ""])]);
  return [emit.one("Where", [inside, emit.one("Div", [g, scale]), emit.floats(0)]), BLOCKED, BLOCKED];
};

/** What the quantised types hold; floating ones round in steps of their own, for which there is no rule. */
const RANGES: Partial<Record<DataType, readonly [number, number]>> = {
  uint8: [0, 255],
  int8: [-128, 127],
  uint16: [0, 65_535],
  int16: [-32_768, 32_767],
  uint4: [0, 15],
  int4: [-8, 7],
};

/** `(x - z)·s`: per step a scale, and by the scale the steps. */
export const dequantizeGradient: Gradient = (recipe) => {
  const { node, emit, outputNames, outputs, cotangents, wants } = recipe;
  const [[y = ""], [g]] = [outputNames, cotangents];
  if (node.int("block_size", 0) !== 0) return undefined;
  if (g === undefined) return [undefined, undefined, BLOCKED];
  const scale = laid(recipe, 1);
  const scales = (): string => {
    const [from, to] = [sizesOf(shapeOf(outputs[0])), sizesOf(node.shape(1))];
    const terms = emit.one("Mul", [g, emit.one("Div", [y, scale])]);
    return emit.reshape(unbroadcast(emit, terms, from, laidSizes(recipe, 1)), to);
  };
  return [wants(0) ? emit.one("Mul", [g, scale]) : undefined, wants(1) ? scales() : undefined, BLOCKED];
};

/** The scale follows the data's range: with it, quantising and dequantising are the identity. */
export const dynamicQuantizeGradient: Gradient = ({ emit, outputNames: [, scale = ""], cotangents: [g] }) => [
  g && emit.one("Div", [g, scale]),
];

/** One scale, or one per slice along the axis. */
function laidSizes({ node }: GradientRecipe, index: number): readonly number[] {
  const [sizes, own] = [sizesOf(node.shape(0)), sizesOf(node.shape(index))];
  const axis = axisOf(node.int("axis", 1), sizes.length);
  return sizes.map((_, at) => (at === axis ? (own[0] ?? 1) : 1));
}

/** A scale or zero point such that it broadcasts against the data. */
function laid(recipe: GradientRecipe, index: number): string {
  const name = recipe.inputNames[index] ?? "";
  return recipe.node.rank(index) === 0 ? name : recipe.emit.reshape(name, laidSizes(recipe, index));
}
