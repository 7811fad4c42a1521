import { floorDivide } from "../../model/division";
import type { Rule } from "../elementwise";
import { broadcasting, like } from "../elementwise";
import type { Family } from "../entry";
import { bias, constants, entry, rulesOf, slope } from "../entry";
import type { Fold } from "../folds";
import { FOLDS, isWhole } from "../folds";
import { float, label } from "../label";
import { activations as onnxActivations } from "../onnx/activation";
import { arithmetic as onnxArithmetic, logic as onnxLogic } from "../onnx/arithmetic";
import type { Operator } from "../operator";
import type { Value } from "../value";
import { tensor } from "../value";
import { asOnnx } from "./settings";

const one = (infer: Rule, role: Operator["role"] = "arithmetic"): readonly Operator[] => [
  entry(1, role, "x", "y", { infer }),
];

/** Shapes as they are, elements as ONNX's operator of this name makes them. */
const asArithmetic = (operator: string): readonly Operator[] =>
  one(rulesOf(onnxArithmetic, operator).infer ?? like());

const unchanged = one(like());
const activation = one(like(), "activation");

const two = (fold?: Fold, dtype?: "bool"): readonly Operator[] => [
  entry(1, "arithmetic", "a b", "y", { infer: broadcasting(fold, dtype) }),
];

/** The sign of a remainder does not matter for shapes: they are not negative. */
const modulo = two(FOLDS.Mod);

const tests = one(like(0, "bool"));

/** Elements where the condition holds, else others; in the older form the condition may be a vector of rows. */
const choice = (older: boolean): readonly Operator[] => [
  entry(1, "arithmetic", "condition a b", "y", {
    slots: constants("condition"),
    infer: (node) => {
      if (older && node.rank(0) !== node.rank(1)) return [{ type: node.type(1) }];
      return rulesOf(onnxLogic, "Where").infer?.(node) ?? [];
    },
  }),
];

/** Real and imaginary parts of half the width. */
function part(node: Parameters<Rule>[0]): readonly Value[] {
  return [tensor(node.dtype(0) === "complex128" ? "float64" : "float32", node.shape(0))];
}

export const activations: Family = {
  Relu: one(rulesOf(onnxActivations, "Relu").infer ?? like(), "activation"),
  Relu6: activation,
  Elu: activation,
  Selu: activation,
  Sigmoid: activation,
  Softplus: activation,
  Tanh: activation,
  Softmax: activation,
  LogSoftmax: activation,
  LeakyRelu: [entry(1, "activation", "x", "y", { label: label(float("alpha", "α", 0.2)), infer: like() })],
  Prelu: [entry(1, "activation", "x alpha", "y", { slots: { alpha: slope }, infer: like() })],
  ClipByValue: [
    entry(1, "activation", "x clipValueMin clipValueMax", "y", {
      slots: constants("clipValueMin clipValueMax"),
      infer: (node) => rulesOf(onnxActivations, "Clip").infer?.(node) ?? [],
    }),
  ],
};

export const arithmetic: Family = {
  Abs: asArithmetic("Abs"),
  Acos: unchanged,
  Acosh: unchanged,
  Asin: unchanged,
  Asinh: unchanged,
  Atan: unchanged,
  Atan2: two(),
  Atanh: unchanged,
  Ceil: asArithmetic("Ceil"),
  Complex: [
    entry(1, "arithmetic", "real imag", "y", {
      infer: (node) => [tensor(node.dtype(0) === "float64" ? "complex128" : "complex64", node.shape(0))],
    }),
  ],
  ComplexAbs: one(part),
  Real: one(part),
  Imag: one(part),
  Cos: unchanged,
  Cosh: unchanged,
  Erf: unchanged,
  Exp: asArithmetic("Exp"),
  Expm1: unchanged,
  Floor: asArithmetic("Floor"),
  IsFinite: tests,
  IsInf: tests,
  IsNan: tests,
  Log: asArithmetic("Log"),
  Log1p: unchanged,
  Neg: asArithmetic("Neg"),
  Reciprocal: asArithmetic("Reciprocal"),
  Round: asArithmetic("Round"),
  Rsqrt: unchanged,
  Sign: asArithmetic("Sign"),
  Sin: unchanged,
  Sinh: unchanged,
  Sqrt: asArithmetic("Sqrt"),
  Square: one((node) => broadcasting(FOLDS.Mul)(asOnnx(node, {}, [0, 0]))),
  Tan: unchanged,
  Add: two(FOLDS.Add),
  AddV2: two(FOLDS.Add),
  AddN: [entry(1, "arithmetic", "tensors…", "y", { infer: broadcasting(FOLDS.Add) })],
  BiasAdd: [entry(1, "arithmetic", "x bias", "y", { slots: { bias }, infer: like() })],
  Sub: two(FOLDS.Sub),
  Mul: two(FOLDS.Mul),
  Div: two(FOLDS.Div),
  RealDiv: two(FOLDS.Div),
  DivNoNan: two(),
  FloorDiv: two((a, b) => (isWhole(a) && isWhole(b) && b !== 0 ? floorDivide(a, b) : undefined)),
  FloorMod: modulo,
  Mod: modulo,
  Maximum: two(FOLDS.Max),
  Minimum: two(FOLDS.Min),
  Pow: two(FOLDS.Pow),
  SquaredDifference: two(),
  BitwiseAnd: two(FOLDS.BitwiseAnd),
  Equal: two(FOLDS.Equal, "bool"),
  NotEqual: two(undefined, "bool"),
  Greater: two(FOLDS.Greater, "bool"),
  GreaterEqual: two(FOLDS.GreaterOrEqual, "bool"),
  Less: two(FOLDS.Less, "bool"),
  LessEqual: two(FOLDS.LessOrEqual, "bool"),
  LogicalAnd: two(FOLDS.And, "bool"),
  LogicalOr: two(FOLDS.Or, "bool"),
  LogicalNot: one(rulesOf(onnxLogic, "Not").infer ?? like()),
  Select: choice(true),
  SelectV2: choice(false),
};
