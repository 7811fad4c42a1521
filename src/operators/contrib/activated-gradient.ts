import type { Gradient, GradientRecipe } from "../recipe";
import { convGradient } from "../onnx/gradient/convolution";
import { gemmGradient } from "../onnx/gradient/product";

/**
 * Gradients of products with an activation behind them
 * (https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md): that of the activation, told by its
 * result, then the product's own.
 */

/** What reaches the product; undefined for activations that there is no rule for. */
function behind(
  { node, emit, outputNames: [y = ""] }: GradientRecipe,
  g: string,
  parameters: readonly (number | undefined)[],
): string | undefined {
  const inside = (low: number, high: number): string =>
    emit.one("And", [emit.one("Greater", [y, emit.floats(low)]), emit.one("Less", [y, emit.floats(high)])]);
  const scaled = (by: number): string => emit.one("Mul", [g, emit.floats(by)]);
  const oneMinus = (value: string): string => emit.one("Sub", [emit.floats(1), value]);
  const [first, second] = parameters;
  switch (node.text("activation", "")) {
    case "":
      return g;
    case "Relu":
      return emit.one("Where", [emit.one("Greater", [y, emit.floats(0)]), g, emit.floats(0)]);
    case "LeakyRelu":
      return emit.one("Where", [emit.one("Greater", [y, emit.floats(0)]), g, scaled(first ?? 0.01)]);
    case "Sigmoid":
      return emit.one("Mul", [g, emit.one("Mul", [y, oneMinus(y)])]);
    case "Tanh":
      return emit.one("Mul", [g, oneMinus(emit.one("Mul", [y, y]))]);
    case "Clip":
      if (first === undefined || second === undefined) return undefined;
      return emit.one("Where", [inside(first, second), g, emit.floats(0)]);
    case "HardSigmoid":
      return emit.one("Where", [inside(0, 1), scaled(first ?? 0.2), emit.floats(0)]);
    default:
      return undefined;
  }
}

/** `activation(convolution + Z)` */
export const fusedConvGradient: Gradient = (recipe) => {
  const { node, cotangents, wants } = recipe;
  const [g] = cotangents;
  if (g === undefined) return [undefined, undefined, undefined, undefined];
  const passed = behind(recipe, g, node.floats("activation_params") ?? []);
  if (passed === undefined) return undefined;
  const made = convGradient({ ...recipe, cotangents: [passed] });
  return made && [made[0], made[1], made[2], wants(3) ? passed : undefined];
};

export const fusedGemmGradient: Gradient = (recipe) => {
  const { node, cotangents } = recipe;
  const [g] = cotangents;
  if (g === undefined) return [undefined, undefined, undefined];
  const passed = behind(recipe, g, [node.float("activation_alpha"), node.float("activation_beta")]);
  return passed === undefined ? undefined : gemmGradient({ ...recipe, cotangents: [passed] });
};
