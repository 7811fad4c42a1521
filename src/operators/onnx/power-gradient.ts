import { isFloat } from "../../model/dtype";
import { shapeOf } from "../contraction";
import { sizesOf, unbroadcast } from "../cotangent";
import type { Emitter } from "../emit";
import { TO } from "../emit";
import type { Gradient, GradientRecipe } from "../recipe";
import { BLOCKED } from "../recipe";

/** `g·e·x^(e-1)` by the base, `g·z·ln x` by the exponent, where the base is above 0. */
export const powGradient: Gradient = (recipe) => {
  const { node, emit, inputNames, outputNames, outputs, cotangents, wants } = recipe;
  const [x = "", given = ""] = inputNames;
  const [z = ""] = outputNames;
  const [g] = cotangents;
  // Up to opset 6 the exponent may be laid onto an axis.
  if (node.opset < 7 && node.flag("broadcast")) return undefined;
  const real = isFloat(node.dtype(1) ?? "float32");
  if (g === undefined) return [undefined, real ? undefined : BLOCKED];
  const from = sizesOf(shapeOf(outputs[0]));
  const exponent = real ? given : emit.cast(given, TO.float32);
  const base = (): string => unbroadcast(emit, baseSlope(recipe, g, exponent), from, sizesOf(node.shape(0)));
  const power = (): string => {
    const [zero, one] = [emit.floats(0), emit.floats(1)];
    const positive = emit.one("Greater", [x, zero]);
    const logarithm = emit.one("Log", [emit.one("Where", [positive, x, one])]);
    const slope = emit.one("Where", [positive, emit.one("Mul", [z, logarithm]), zero]);
    return unbroadcast(emit, emit.one("Mul", [g, slope]), from, sizesOf(node.shape(1)));
  };
  return [wants(0) ? base() : undefined, real ? (wants(1) ? power() : undefined) : BLOCKED];
};

function baseSlope(
  { node, emit, inputNames: [x = ""] }: GradientRecipe,
  g: string,
  exponent: string,
): string {
  const known = node.scalar(1);
  if (known === 2) return emit.one("Mul", [g, emit.one("Mul", [x, emit.floats(2)])]);
  const lower = emit.one("Pow", [x, emit.one("Sub", [exponent, emit.floats(1)])]);
  const slope = emit.one("Mul", [exponent, lower]);
  return emit.one("Mul", [g, where0(emit, exponent, slope)]);
}

/** An exponent of 0 makes a constant, also at 0, where the formula would divide. */
function where0(emit: Emitter, exponent: string, slope: string): string {
  const zero = emit.floats(0);
  return emit.one("Where", [emit.one("Equal", [exponent, zero]), zero, slope]);
}

/** Of real numbers (`fmod`), what is left of x when y was taken from it a whole number of times. */
export const modGradient: Gradient = ({
  node,
  emit,
  inputNames,
  outputNames,
  outputs,
  cotangents,
  wants,
}) => {
  const [[x = "", y = ""], [z = ""], [g]] = [inputNames, outputNames, cotangents];
  if (!isFloat(node.dtype(0) ?? "float32")) return [BLOCKED, BLOCKED];
  if (g === undefined) return [undefined, undefined];
  const from = sizesOf(shapeOf(outputs[0]));
  const divisor = (): string => {
    const times = emit.one("Round", [emit.one("Div", [emit.one("Sub", [x, z]), y])]);
    return unbroadcast(emit, emit.one("Neg", [emit.one("Mul", [g, times])]), from, sizesOf(node.shape(1)));
  };
  return [
    wants(0) ? unbroadcast(emit, g, from, sizesOf(node.shape(0))) : undefined,
    wants(1) ? divisor() : undefined,
  ];
};

/** `t + x·(1 - t²)·σ(x)` with `t = tanh(softplus(x))` (https://arxiv.org/abs/1908.08681). */
export const mishGradient: Gradient = ({ emit, inputNames: [x = ""], cotangents: [g] }) => {
  if (g === undefined) return [undefined];
  const t = emit.one("Tanh", [emit.one("Softplus", [x])]);
  const rest = emit.one("Sub", [emit.floats(1), emit.one("Mul", [t, t])]);
  const second = emit.one("Mul", [emit.one("Mul", [x, rest]), emit.one("Sigmoid", [x])]);
  return [emit.one("Mul", [g, emit.one("Add", [t, second])])];
};
