import { axesFrom } from "../../channels-in-front";
import type { Lower } from "../../recipe";
import { channelsFirst } from "../window";
import { activated } from "./activation";
import type { Recipe } from "./steering";
import { inTypeOf, isWhole, scalar } from "./steering";

/** The same operator under another name, or its own. */
const same =
  (operator: string): Lower =>
  ({ emit, inputNames: [x = ""] }) => [emit.one(operator, [x])];

/** What an operator makes of both operands, in the type of the first. */
const two =
  (make: (recipe: Recipe, a: string, b: string) => string | undefined): Lower =>
  (recipe) => {
    const made = make(recipe, recipe.inputNames[0] ?? "", inTypeOf(recipe, 1, 0));
    return made === undefined ? undefined : [made];
  };

const sameOfTwo = (operator: string): Lower => two(({ emit }, a, b) => emit.one(operator, [a, b]));

/** The greatest whole number not above the quotient: that of whole numbers rounds to zero in ONNX. */
function floorQuotient(recipe: Recipe, a: string, b: string): string {
  const { emit } = recipe;
  if (!isWhole(recipe, 0)) return emit.one("Floor", [emit.one("Div", [a, b])]);
  const rest = emit.one("Mod", [a, b]);
  return emit.one("Div", [emit.one("Sub", [a, rest]), b]);
}

/** Of whole numbers TensorFlow.js takes the floor (tfjs-core/src/ops/div.ts). */
const quotient = two((recipe, a, b) =>
  isWhole(recipe, 0) ? floorQuotient(recipe, a, b) : recipe.emit.one("Div", [a, b]),
);

/** With the sign of the divisor, also for `Mod` (tfjs-core/src/ops/mod.ts); ONNX has that for whole numbers. */
const rest = two((recipe, a, b) => {
  const { emit } = recipe;
  if (isWhole(recipe, 0)) return emit.one("Mod", [a, b]);
  return emit.one("Sub", [a, emit.one("Mul", [floorQuotient(recipe, a, b), b])]);
});

const squaredDifference = two(({ emit }, a, b) => {
  const difference = emit.one("Sub", [a, b]);
  return emit.one("Mul", [difference, difference]);
});

/** 0 where the divisor is. */
const quotientOrZero = two(({ node, emit }, a, b) => {
  const zero = scalar(emit, node.dtype(0), 0);
  return zero && emit.one("Where", [emit.one("Equal", [b, zero]), zero, emit.one("Div", [a, b])]);
});

/** The angle of the point (x, y): the arc tangent of y / x, half a turn on where x is negative. */
const angle = two(({ emit }, y, x) => {
  const [zero, half, turned] = [0, Math.PI / 2, Math.PI].map((value) => emit.floats(value));
  if (zero === undefined || half === undefined || turned === undefined) return undefined;
  const upright = emit.one("Equal", [x, zero]);
  const divisor = emit.one("Where", [upright, emit.floats(1), x]);
  const behind = emit.one("Where", [emit.one("Less", [y, zero]), emit.one("Neg", [turned]), turned]);
  const turn = emit.one("Where", [emit.one("Less", [x, zero]), behind, zero]);
  const slanted = emit.one("Add", [emit.one("Atan", [emit.one("Div", [y, divisor])]), turn]);
  return emit.one("Where", [upright, emit.one("Mul", [emit.one("Sign", [y]), half]), slanted]);
});

const sum: Lower = (recipe) => {
  const [first, ...others] = recipe.inputNames.map((_, index) => inTypeOf(recipe, index, 0));
  if (first === undefined) return undefined;
  return [others.reduce((all, one) => recipe.emit.one("Add", [all, one]), first)];
};

const biasAdd: Lower = ({ node, emit, inputNames: [x = "", bias = ""] }) => {
  const rank = node.rank(0);
  if (rank === undefined) return undefined;
  const along = channelsFirst(node) && rank > 2 ? emit.unsqueeze(bias, axesFrom(1, rank - 2)) : bias;
  return [emit.one("Add", [x, along])];
};

/** In the older form a vector chooses whole rows. */
const choice: Lower = (recipe) => {
  const { node, emit, inputNames } = recipe;
  const [condition = "", a = ""] = inputNames;
  const [chosen, rank] = [node.rank(0), node.rank(1)];
  const rows = node.node.operator === "Select" && chosen === 1 && rank !== undefined && rank > 1;
  const axes = Array.from({ length: (rank ?? 1) - 1 }, (_, axis) => axis + 1);
  return [emit.one("Where", [rows ? emit.unsqueeze(condition, axes) : condition, a, inTypeOf(recipe, 2, 1)])];
};

const activation =
  (operator: string): Lower =>
  ({ node, emit, inputNames: [x = "", slope] }) => {
    const made = activated(emit, operator, x, { slope, alpha: node.float("alpha") });
    return made === undefined ? undefined : [made];
  };

const clipped: Lower = (recipe) => {
  const { emit, inputNames } = recipe;
  const above = emit.one("Max", [inputNames[0] ?? "", inTypeOf(recipe, 1, 0)]);
  return [emit.one("Min", [above, inTypeOf(recipe, 2, 0)])];
};

const alongLast =
  (operator: string): Lower =>
  ({ emit, inputNames: [x = ""] }) => [emit.one(operator, [x], { axis: -1 })];

export const elementwise: Readonly<Record<string, Lower>> = {
  ...Object.fromEntries(
    "Abs Acos Acosh Asin Asinh Atan Atanh Ceil Cos Cosh Erf Exp Floor Log Neg Reciprocal Round Sign Sin Sinh Sqrt Tan"
      .split(" ")
      .map((operator) => [operator, same(operator)]),
  ),
  ...Object.fromEntries(
    "Relu Relu6 Elu Selu Sigmoid Softplus Tanh LeakyRelu Prelu"
      .split(" ")
      .map((operator) => [operator, activation(operator)]),
  ),
  Softmax: alongLast("Softmax"),
  LogSoftmax: alongLast("LogSoftmax"),
  ClipByValue: clipped,
  Rsqrt: ({ emit, inputNames: [x = ""] }) => [emit.one("Reciprocal", [emit.one("Sqrt", [x])])],
  Square: ({ emit, inputNames: [x = ""] }) => [emit.one("Mul", [x, x])],
  Expm1: ({ emit, inputNames: [x = ""] }) => [emit.one("Sub", [emit.one("Exp", [x]), emit.floats(1)])],
  Log1p: ({ emit, inputNames: [x = ""] }) => [emit.one("Log", [emit.one("Add", [x, emit.floats(1)])])],
  IsNan: same("IsNaN"),
  IsInf: same("IsInf"),
  IsFinite: ({ emit, inputNames: [x = ""] }) => {
    const not = emit.one("Or", [emit.one("IsNaN", [x]), emit.one("IsInf", [x])]);
    return [emit.one("Not", [not])];
  },
  Add: sameOfTwo("Add"),
  AddV2: sameOfTwo("Add"),
  AddN: sum,
  BiasAdd: biasAdd,
  Sub: sameOfTwo("Sub"),
  Mul: sameOfTwo("Mul"),
  Div: quotient,
  RealDiv: quotient,
  DivNoNan: quotientOrZero,
  FloorDiv: two(floorQuotient),
  FloorMod: rest,
  Mod: rest,
  Maximum: sameOfTwo("Max"),
  Minimum: sameOfTwo("Min"),
  Pow: sameOfTwo("Pow"),
  Atan2: angle,
  SquaredDifference: squaredDifference,
  Equal: sameOfTwo("Equal"),
  NotEqual: two(({ emit }, a, b) => emit.one("Not", [emit.one("Equal", [a, b])])),
  Greater: sameOfTwo("Greater"),
  GreaterEqual: sameOfTwo("GreaterOrEqual"),
  Less: sameOfTwo("Less"),
  LessEqual: sameOfTwo("LessOrEqual"),
  LogicalAnd: sameOfTwo("And"),
  LogicalOr: sameOfTwo("Or"),
  LogicalNot: same("Not"),
  Select: choice,
  SelectV2: choice,
};
