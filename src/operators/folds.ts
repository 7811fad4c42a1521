import { isFloat } from "../model/dtype";
import type { Expression } from "../model/expression";
import { floorDivide, modulo, truncDivide } from "../model/division";
import { add, isInteger, multiply, subtract } from "../model/expression";
import { atLeast, maximum, minimum, same } from "../model/order";
import { normal } from "../model/integer";
import type { Context } from "./context";
import type { Element } from "./value";

/** What becomes of two known elements. */
export type Fold = (a: Expression, b: Expression, node: Context) => Element;

/** A real number: what floats that are no whole numbers are followed as. */
export const isReal = (one: Expression): one is number => typeof one === "number";
export const isWhole = (one: Expression): boolean => typeof one !== "number" || Number.isInteger(one);

/** Symbols only meet whole numbers: an expression holds no fractions. */
const exact =
  (fold: (a: Expression, b: Expression) => Element, floating: (a: number, b: number) => number): Fold =>
  (a, b) => {
    if (isWhole(a) && isWhole(b)) return fold(a, b);
    return isReal(a) && isReal(b) ? floating(a, b) : undefined;
  };

const divide: Fold = (a, b, node) => {
  const dtype = node.dtype(0);
  if (dtype !== undefined && !isFloat(dtype)) return b === 0 ? undefined : truncDivide(a, b);
  if (isReal(a) && isReal(b)) return a / b;
  return b !== 0 && isWhole(a) && isWhole(b) && same(modulo(a, b), 0) === true
    ? floorDivide(a, b)
    : undefined;
};

const power: Fold = (a, b) => {
  if (isReal(a) && isReal(b)) return a ** b;
  return isInteger(b) && b >= 0 && b <= 8 ? multiply(...new Array<Expression>(Number(b)).fill(a)) : undefined;
};

const remainder: Fold = (a, b, node) => {
  if (b === 0) return undefined;
  if (node.flag("fmod") && isReal(a) && isReal(b)) return a % b;
  return isWhole(a) && isWhole(b) ? modulo(a, b) : undefined;
};

const truth = (known: boolean | undefined): Element => (known === undefined ? undefined : Number(known));

const inverse = (known: boolean | undefined): boolean | undefined =>
  known === undefined ? undefined : !known;

/** `a >= b`, also for real numbers. */
function notLess(a: Expression, b: Expression): boolean | undefined {
  if (isReal(a) && isReal(b)) return a >= b;
  if (!isWhole(a) || !isWhole(b)) return undefined;
  if (atLeast(a, b) === true) return true;
  return atLeast(a, add(b, -1)) === false ? false : undefined;
}

const logical =
  (decide: (a: boolean, b: boolean) => boolean): Fold =>
  (a, b) =>
    isInteger(a) && isInteger(b) ? Number(decide(a !== 0, b !== 0)) : undefined;

const bitwise =
  (apply: (a: bigint, b: bigint) => bigint): Fold =>
  (a, b) =>
    isInteger(a) && isInteger(b) && isWhole(a) && isWhole(b)
      ? normal(apply(BigInt(a), BigInt(b)))
      : undefined;

/** By operator; the comparisons give `bool`. */
export const FOLDS = {
  Add: exact(
    (a, b) => add(a, b),
    (a, b) => a + b,
  ),
  Sub: exact(subtract, (a, b) => a - b),
  Mul: exact(
    (a, b) => multiply(a, b),
    (a, b) => a * b,
  ),
  Div: divide,
  Pow: power,
  Mod: remainder,
  And: logical((a, b) => a && b),
  Or: logical((a, b) => a || b),
  Xor: logical((a, b) => a !== b),
  Equal: (a, b) =>
    truth(isReal(a) && isReal(b) ? a === b : isWhole(a) && isWhole(b) ? same(a, b) : undefined),
  Greater: (a, b) => truth(inverse(notLess(b, a))),
  Less: (a, b) => truth(inverse(notLess(a, b))),
  GreaterOrEqual: (a, b) => truth(notLess(a, b)),
  LessOrEqual: (a, b) => truth(notLess(b, a)),
  Min: exact(minimum, Math.min),
  Max: exact((a, b) => maximum(a, b), Math.max),
  BitwiseAnd: bitwise((a, b) => a & b),
  BitwiseOr: bitwise((a, b) => a | b),
  BitwiseXor: bitwise((a, b) => a ^ b),
} as const satisfies Readonly<Record<string, Fold>>;
