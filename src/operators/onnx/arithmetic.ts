import type { Family } from "../entry";
import { constants, entry } from "../entry";
import { flag, label, text } from "../label";
import type { Operator } from "../operator";

const unary = (since: number, input = "X", output = "Y"): readonly Operator[] => [
  entry(since, "arithmetic", input, output),
];

const binary = (since: number, inputs = "A B", output = "C"): readonly Operator[] => [
  entry(since, "arithmetic", inputs, output),
];

const variadic = (output: string): readonly Operator[] => [entry(1, "arithmetic", "data_0…", output)];

const cumulative = (since: number): readonly Operator[] => [
  entry(since, "reduction", "x axis", "y", {
    slots: constants("axis"),
    label: label(flag("exclusive", "exclusive"), flag("reverse", "reverse")),
  }),
];

export const arithmetic: Family = {
  Abs: unary(1),
  Neg: unary(1),
  Ceil: unary(1),
  Floor: unary(1),
  Reciprocal: unary(1),
  Sqrt: unary(1),
  Round: unary(11),
  Sign: unary(9, "input", "output"),
  Exp: unary(1, "input", "output"),
  Log: unary(1, "input", "output"),
  Erf: unary(9, "input", "output"),
  Sin: unary(7, "input", "output"),
  Cos: unary(7, "input", "output"),
  Tan: unary(7, "input", "output"),
  Asin: unary(7, "input", "output"),
  Acos: unary(7, "input", "output"),
  Atan: unary(7, "input", "output"),
  Sinh: unary(9, "input", "output"),
  Cosh: unary(9, "input", "output"),
  Asinh: unary(9, "input", "output"),
  Acosh: unary(9, "input", "output"),
  Atanh: unary(9, "input", "output"),
  Add: binary(1),
  Sub: binary(1),
  Mul: binary(1),
  Div: binary(1),
  Mod: binary(10),
  Pow: binary(1, "X Y", "Z"),
  Max: variadic("max"),
  Min: variadic("min"),
  Mean: variadic("mean"),
  Sum: variadic("sum"),
  CumSum: cumulative(11),
  CumProd: cumulative(26),
};

export const logic: Family = {
  Equal: binary(1),
  Greater: binary(1),
  Less: binary(1),
  GreaterOrEqual: binary(12),
  LessOrEqual: binary(12),
  And: binary(1),
  Or: binary(1),
  Xor: binary(1),
  Not: unary(1),
  BitwiseAnd: binary(18),
  BitwiseOr: binary(18),
  BitwiseXor: binary(18),
  BitwiseNot: unary(18),
  BitShift: [entry(11, "arithmetic", "X Y", "Z", { label: label(text("direction")) })],
  IsInf: unary(10),
  IsNaN: unary(9),
  Where: [entry(9, "arithmetic", "condition X Y", "output", { slots: constants("condition") })],
};
