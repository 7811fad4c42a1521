import { isFloat } from "../../model/dtype";
import type { Expression } from "../../model/expression";
import {
  add,
  atLeast,
  floorDivide,
  isInteger,
  maximum,
  minimum,
  modulo,
  multiply,
  negate,
  same,
  subtract,
  truncDivide,
} from "../../model/expression";
import type { DataType } from "../../model/dtype";
import { broadcast, spread } from "../broadcast";
import type { Context } from "../context";
import type { Element, Value } from "../value";
import { countOf, MOST_ELEMENTS, tensor } from "../value";

export type Rule = (node: Context) => readonly Value[];
export type Fold = (a: Expression, b: Expression, dtype: DataType | undefined) => Element;

/** A real number: what floats that are no whole numbers are followed as. */
const real = (one: Expression): one is number => typeof one === "number";
const whole = (one: Expression): boolean => typeof one !== "number" || Number.isInteger(one);

/** Symbols only meet whole numbers: an expression holds no fractions. */
const exact =
  (fold: (a: Expression, b: Expression) => Element, floating: (a: number, b: number) => number): Fold =>
  (a, b) => {
    if (whole(a) && whole(b)) return fold(a, b);
    return real(a) && real(b) ? floating(a, b) : undefined;
  };

const divide: Fold = (a, b, dtype) => {
  if (b === 0) return undefined;
  if (dtype !== undefined && !isFloat(dtype)) return truncDivide(a, b);
  return real(a) && real(b) ? a / b : truncatesExactly(a, b);
};

const truncatesExactly: (a: Expression, b: Expression) => Element = (a, b) =>
  whole(a) && whole(b) && same(modulo(a, b), 0) === true ? floorDivide(a, b) : undefined;

const truth = (known: boolean | undefined): Element => (known === undefined ? undefined : Number(known));

/** `a >= b`, also for real numbers. */
function notLess(a: Expression, b: Expression): boolean | undefined {
  if (real(a) && real(b)) return a >= b;
  if (!whole(a) || !whole(b)) return undefined;
  if (atLeast(a, b) === true) return true;
  return atLeast(a, add(b, -1)) === false ? false : undefined;
}

const inverse = (known: boolean | undefined): boolean | undefined =>
  known === undefined ? undefined : !known;

function folded(node: Context, shape: readonly unknown[] | undefined, values: readonly Value[], fold: Fold) {
  const target = shape as Parameters<typeof spread>[2];
  if ((countOf(target) ?? MOST_ELEMENTS + 1) > MOST_ELEMENTS) return undefined;
  const columns = values.map((value, index) => spread(value.elements, node.shape(index), target));
  const [first, ...others] = columns;
  if (first === undefined || others.some((one) => one === undefined)) return undefined;
  return first.map((one, place) =>
    others.reduce<Element>((sum, column) => {
      const next = column?.[place];
      return sum === undefined || next === undefined ? undefined : fold(sum, next, node.dtype(0));
    }, one),
  );
}

/** Numpy broadcasting over all inputs; the elements are folded from left to right. */
export const broadcasting =
  (fold?: Fold, dtype?: DataType): Rule =>
  (node) => {
    const shape = broadcast(...node.inputs.map((_, index) => node.shape(index)));
    const elements = fold === undefined ? undefined : folded(node, shape, node.inputs, fold);
    return [tensor(dtype ?? node.dtype(0), shape, elements)];
  };

/** Before opset 7 the second operand was laid onto the first, at `axis`: the shape is the first one's. */
export const laidOn =
  (fold?: Fold, dtype?: DataType): Rule =>
  (node) =>
    node.flag("broadcast")
      ? [tensor(dtype ?? node.dtype(0), node.shape(0))]
      : broadcasting(fold, dtype)(node);

/** Shape and type of the first input; elements one by one. */
export const unary =
  (fold?: (a: Expression) => Element, dtype?: DataType): Rule =>
  (node) => [
    tensor(
      dtype ?? node.dtype(0),
      node.shape(0),
      fold && node.elements(0)?.map((one) => (one === undefined ? undefined : fold(one))),
    ),
  ];

const rounding = (round: (a: number) => number) =>
  unary((a) => (real(a) && !Number.isInteger(a) ? round(a) : a));

const onReals = (apply: (a: number) => number) => unary((a) => (real(a) ? apply(a) : undefined));

const power: Fold = (a, b) => {
  if (real(a) && real(b)) return a ** b;
  return isInteger(b) && b >= 0 && b <= 8 ? multiply(...new Array<Expression>(Number(b)).fill(a)) : undefined;
};

/** What becomes of two elements, by operator; the comparisons give `bool`. */
export const FOLDS: Readonly<Record<string, Fold>> = {
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
  Mod: (a, b) => (b === 0 || !whole(a) || !whole(b) ? undefined : modulo(a, b)),
  And: (a, b) => (isInteger(a) && isInteger(b) ? Number(a !== 0 && b !== 0) : undefined),
  Or: (a, b) => (isInteger(a) && isInteger(b) ? Number(a !== 0 || b !== 0) : undefined),
  Xor: (a, b) => (isInteger(a) && isInteger(b) ? Number((a !== 0) !== (b !== 0)) : undefined),
  Equal: (a, b) => truth(real(a) && real(b) ? a === b : whole(a) && whole(b) ? same(a, b) : undefined),
  Greater: (a, b) => truth(inverse(notLess(b, a))),
  Less: (a, b) => truth(inverse(notLess(a, b))),
  GreaterOrEqual: (a, b) => truth(notLess(a, b)),
  LessOrEqual: (a, b) => truth(notLess(b, a)),
  Min: exact(minimum, Math.min),
  Max: exact((a, b) => maximum(a, b), Math.max),
};

/** Rules of single elements, by operator. */
export const ELEMENT_RULES: Readonly<Record<string, Rule>> = {
  Neg: unary((a) => (whole(a) ? negate(a) : -Number(a))),
  Abs: unary((a) => (real(a) ? Math.abs(a) : atLeast(a, 0) === true ? a : undefined)),
  Floor: rounding(Math.floor),
  Ceil: rounding(Math.ceil),
  Sqrt: onReals(Math.sqrt),
  Exp: onReals(Math.exp),
  Log: onReals(Math.log),
  Reciprocal: onReals((a) => 1 / a),
};
