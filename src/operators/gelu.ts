import type { Emitter } from "./emit";
import { sizesOf, unbroadcast } from "./cotangent";
import type { Gradient } from "./recipe";

/** Slopes of the Gaussian error linear unit (https://arxiv.org/abs/1606.08415) and of what stands in for it. */

/** `Φ(x) + x·φ(x)` */
function exactSlope(emit: Emitter, x: string): string {
  const error = emit.one("Erf", [emit.one("Mul", [x, emit.floats(Math.SQRT1_2)])]);
  const phi = emit.one("Add", [emit.one("Mul", [error, emit.floats(0.5)]), emit.floats(0.5)]);
  const squares = emit.one("Mul", [emit.one("Mul", [x, x]), emit.floats(-0.5)]);
  const density = emit.one("Mul", [emit.one("Exp", [squares]), emit.floats(1 / Math.sqrt(2 * Math.PI))]);
  return emit.one("Add", [phi, emit.one("Mul", [x, density])]);
}

/** The factor of the cube in the formula with tanh. */
const CUBIC = 0.044715;

/** Of `x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³)))`. */
function tanhSlope(emit: Emitter, x: string): string {
  const squares = emit.one("Mul", [x, x]);
  const polynomial = (cubic: number): string =>
    emit.one("Add", [emit.floats(1), emit.one("Mul", [squares, emit.floats(cubic)])]);
  const root = emit.floats(Math.sqrt(2 / Math.PI));
  const t = emit.one("Tanh", [emit.one("Mul", [emit.one("Mul", [x, polynomial(CUBIC)]), root])]);
  const inner = emit.one("Mul", [emit.one("Mul", [x, polynomial(3 * CUBIC)]), root]);
  const rest = emit.one("Sub", [emit.floats(1), emit.one("Mul", [t, t])]);
  const sum = emit.one("Add", [emit.one("Add", [emit.floats(1), t]), emit.one("Mul", [rest, inner])]);
  return emit.one("Mul", [sum, emit.floats(0.5)]);
}

/** Of `x·σ(α·x)`: `σ·(1 + α·x·(1 - σ))`. */
function swishSlope(emit: Emitter, x: string, alpha: number): string {
  const scaled = emit.one("Mul", [x, emit.floats(alpha)]);
  const s = emit.one("Sigmoid", [scaled]);
  const rest = emit.one("Mul", [scaled, emit.one("Sub", [emit.floats(1), s])]);
  return emit.one("Mul", [s, emit.one("Add", [emit.floats(1), rest])]);
}

/** Of a function of the first input, or of its sum with a bias along the last axis. */
const bySlope =
  (slopeOf: (recipe: Parameters<Gradient>[0], x: string) => string): Gradient =>
  (recipe) => {
    const { node, emit, inputNames, cotangents, wants } = recipe;
    const [[x = "", bias = ""], [g]] = [inputNames, cotangents];
    if (g === undefined) return [undefined, undefined];
    const made = emit.one("Mul", [g, slopeOf(recipe, bias === "" ? x : emit.one("Add", [x, bias]))]);
    const [from, to] = [sizesOf(node.shape(0)), sizesOf(node.shape(1))];
    return [made, bias !== "" && wants(1) ? unbroadcast(emit, made, from, to) : undefined];
  };

export const geluGradient = bySlope(({ node, emit }, x) =>
  node.text("approximate", "none") === "tanh" ? tanhSlope(emit, x) : exactSlope(emit, x),
);
export const fastGeluGradient = bySlope(({ emit }, x) => tanhSlope(emit, x));
export const quickGeluGradient = bySlope(({ node, emit }, x) =>
  swishSlope(emit, x, node.float("alpha") ?? 1.702),
);
export const swishGradient = bySlope(({ node, emit }, x) => swishSlope(emit, x, node.float("alpha") ?? 1));
