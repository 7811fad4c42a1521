import { add, isInteger, negate } from "../../model/expression";
import { atLeast, maximum } from "../../model/order";
import type { Context } from "../context";
import { blocked, blockedAll } from "../blocked";
import { broadcast, spread } from "../broadcast";
import type { Rule } from "../elementwise";
import { broadcasting, laidOn, like, unary as each } from "../elementwise";
import type { Family } from "../entry";
import { constants, entry, withGradient } from "../entry";
import type { Fold } from "../folds";
import { FOLDS, isReal, isWhole } from "../folds";
import { flag, label, text } from "../label";
import type { Operator } from "../operator";
import type { Element, Value } from "../value";
import { tensor } from "../value";
import { extremeGradient, meanGradient, sumGradient } from "./kink-gradient";
import { modGradient, powGradient } from "./power-gradient";
import { cumProdGradient, cumSumGradient } from "./shape-gradient";

const unary = (since: number, infer: Rule, input = "X", output = "Y"): readonly Operator[] => [
  entry(since, "arithmetic", input, output, { infer }),
];

/** A function of real numbers; of symbols nothing is known. */
const real = (since: number, apply: (a: number) => number, input = "input", output = "output") =>
  unary(
    since,
    each((a) => (isReal(a) ? apply(a) : undefined)),
    input,
    output,
  );

const rounding = (since: number, round: (a: number) => number): readonly Operator[] => [
  entry(since, "arithmetic", "X", "Y", {
    infer: each((a) => (isReal(a) ? round(a) : a)),
    gradient: blocked,
  }),
];

const binary = (
  since: number,
  fold?: Fold,
  dtype?: "bool",
  inputs = "A B",
  output = "C",
): readonly Operator[] => [entry(since, "arithmetic", inputs, output, { infer: broadcasting(fold, dtype) })];

/** Numpy's broadcasting came with opset 7. */
const broadcastSince7 = (fold: Fold, dtype?: "bool", inputs = "A B", output = "C"): readonly Operator[] => [
  entry(1, "arithmetic", inputs, output, { infer: laidOn(fold, dtype) }),
  entry(7, "arithmetic", inputs, output, { infer: broadcasting(fold, dtype) }),
];

const variadic = (output: string, fold?: Fold): readonly Operator[] => [
  entry(1, "arithmetic", "data_0…", output, { infer: broadcasting(fold) }),
];

const cumulative = (since: number, details: Pick<Operator, "infer" | "gradient">): readonly Operator[] => [
  entry(since, "reduction", "x axis", "y", {
    slots: constants("axis"),
    label: label(flag("exclusive", "exclusive"), flag("reverse", "reverse")),
    ...details,
  }),
];

/** To the nearest whole number, halves to the even one. */
function roundHalfToEven(a: number): number {
  const rounded = Math.round(a);
  return Math.abs(a % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/** Followed for the plain case of one axis: how exporters count positions. */
function cumulativeSum(node: Context): readonly Value[] {
  const elements = node.rank(0) === 1 && !node.flag("exclusive") && !node.flag("reverse") && node.elements(0);
  let sum: Element = 0;
  const sums = (elements || undefined)?.map((one) => {
    sum = sum === undefined || one === undefined ? undefined : FOLDS.Add(sum, one, node);
    return sum;
  });
  return [tensor(node.dtype(0), node.shape(0), sums)];
}

/** https://onnx.ai/onnx/operators/onnx__Where.html */
function where(node: Context): readonly Value[] {
  const shape = broadcast(node.shape(0), node.shape(1), node.shape(2));
  const [chosen, yes, no] = [0, 1, 2].map((index) => spread(node.elements(index), node.shape(index), shape));
  const elements = chosen?.map((one, place) => {
    if (one === undefined) return undefined;
    return one === 0 ? no?.[place] : yes?.[place];
  });
  return [tensor(node.dtype(1) ?? node.dtype(2), shape, elements)];
}

export const arithmetic: Family = {
  Abs: unary(
    1,
    each((a) => {
      if (isReal(a)) return Math.abs(a);
      return atLeast(a, 0) === true ? a : undefined;
    }),
  ),
  Neg: unary(
    1,
    each((a) => (isWhole(a) ? negate(a) : -Number(a))),
  ),
  Ceil: rounding(1, Math.ceil),
  Floor: rounding(1, Math.floor),
  Round: rounding(11, roundHalfToEven),
  Reciprocal: real(1, (a) => 1 / a, "X", "Y"),
  Sqrt: real(1, Math.sqrt, "X", "Y"),
  ...blockedAll({ Sign: real(9, Math.sign) }),
  Exp: real(1, Math.exp),
  Log: real(1, Math.log),
  Erf: unary(9, like(), "input", "output"),
  Sin: real(7, Math.sin),
  Cos: real(7, Math.cos),
  Tan: real(7, Math.tan),
  Asin: real(7, Math.asin),
  Acos: real(7, Math.acos),
  Atan: real(7, Math.atan),
  Sinh: real(9, Math.sinh),
  Cosh: real(9, Math.cosh),
  Asinh: real(9, Math.asinh),
  Acosh: real(9, Math.acosh),
  Atanh: real(9, Math.atanh),
  Add: broadcastSince7(FOLDS.Add),
  Sub: broadcastSince7(FOLDS.Sub),
  Mul: broadcastSince7(FOLDS.Mul),
  Div: broadcastSince7(FOLDS.Div),
  Mod: withGradient(binary(10, FOLDS.Mod), modGradient),
  Pow: withGradient(broadcastSince7(FOLDS.Pow, undefined, "X Y", "Z"), powGradient),
  Max: withGradient(variadic("max", FOLDS.Max), extremeGradient),
  Min: withGradient(variadic("min", FOLDS.Min), extremeGradient),
  Mean: withGradient(variadic("mean"), meanGradient),
  Sum: withGradient(variadic("sum", FOLDS.Add), sumGradient),
  CumSum: cumulative(11, { infer: cumulativeSum, gradient: cumSumGradient }),
  CumProd: cumulative(26, { infer: like(), gradient: cumProdGradient }),
};

const whole: Family = blockedAll({
  Equal: broadcastSince7(FOLDS.Equal, "bool"),
  Greater: broadcastSince7(FOLDS.Greater, "bool"),
  Less: broadcastSince7(FOLDS.Less, "bool"),
  GreaterOrEqual: binary(12, FOLDS.GreaterOrEqual, "bool"),
  LessOrEqual: binary(12, FOLDS.LessOrEqual, "bool"),
  And: broadcastSince7(FOLDS.And, "bool"),
  Or: broadcastSince7(FOLDS.Or, "bool"),
  Xor: broadcastSince7(FOLDS.Xor, "bool"),
  Not: unary(
    1,
    each((a) => (isInteger(a) ? Number(a === 0) : undefined)),
  ),
  BitwiseAnd: binary(18, FOLDS.BitwiseAnd),
  BitwiseOr: binary(18, FOLDS.BitwiseOr),
  BitwiseXor: binary(18, FOLDS.BitwiseXor),
  BitwiseNot: unary(
    18,
    each((a) => (isInteger(a) ? add(negate(a), -1) : undefined)),
  ),
  BitShift: [entry(11, "arithmetic", "X Y", "Z", { label: label(text("direction")), infer: broadcasting() })],
  IsInf: unary(10, like(0, "bool")),
  IsNaN: unary(9, like(0, "bool")),
});

export const logic: Family = {
  ...whole,
  Where: [entry(9, "arithmetic", "condition X Y", "output", { slots: constants("condition"), infer: where })],
};

/** The larger of an element and 0: what Relu makes of a shape's part. */
export const atLeastZero: Rule = each((a) => (isReal(a) ? Math.max(a, 0) : maximum(a, 0)));
