import {
  type Expression,
  equal,
  termsOf,
  type Term,
  MOST_TERMS,
  leading,
  subtract,
  multiply,
  ofTerms,
  isInteger,
  negate,
  add,
  ofAtom,
  print,
  term,
} from "./expression";
import { floorQuotient, times, floorRest, greatestDivisor } from "./integer";
import { atLeast, boundsOf } from "./order";
import type { Integer } from "./tensor";

/** `a/b` where it is exact for all values of the symbols; undefined where that is not certain. */
export function exactQuotient(a: Expression, b: Expression): Expression | undefined {
  if (b === 0) return undefined;
  if (equal(a, b)) return 1;
  const [divisor, ...more] = termsOf(b);
  if (divisor === undefined) return undefined;
  let remainder = a;
  const quotient: Term[] = [];
  // Long division by the leading term; a divisor of one term needs one step per term of the dividend.
  for (let step = 0; step <= MOST_TERMS && remainder !== 0; step++) {
    const part = termsOf(remainder)
      .map((one) => dividedBy(one, divisor))
      .find((one) => one !== undefined);
    if (part === undefined || (more.length > 0 && dividedBy(leading(remainder), divisor) === undefined)) {
      return undefined;
    }
    quotient.push(part);
    remainder = subtract(remainder, multiply(ofTerms([part]), b));
  }
  return remainder === 0 ? ofTerms(quotient) : undefined;
}

/** `floor(a/b)`; `b` is not 0. */
export function floorDivide(a: Expression, b: Expression): Expression {
  if (isInteger(a) && isInteger(b)) return floorQuotient(a, b);
  if (b === 1) return a;
  if (isInteger(b) && b < 0) return floorDivide(negate(a), times(b, -1));
  const exact = exactQuotient(a, b);
  if (exact !== undefined) return exact;
  const [whole, rest] = splitMultiples(a, b);
  if (rest === 0) return whole;
  const common = commonFactor([...termsOf(rest), ...termsOf(b)]);
  const [numerator, denominator] = [exactQuotient(rest, common) ?? rest, exactQuotient(b, common) ?? b];
  if (denominator === 1) return add(whole, numerator);
  return add(whole, floorAtom(numerator, denominator));
}

/** `ceil(a/b)` for positive `b`, as the floor of `(a + b - 1)/b`: one form for both roundings. */
export function ceilDivide(a: Expression, b: Expression): Expression {
  return floorDivide(add(a, b, -1), b);
}

/** Division that rounds towards zero, as ONNX's Div on integers. */
export function truncDivide(a: Expression, b: Expression): Expression | undefined {
  const sameSign = atLeast(multiply(a, b), 0);
  if (sameSign === true) return floorDivide(a, b);
  if (sameSign === false) return negate(floorDivide(negate(a), b));
  return exactQuotient(a, b);
}

/** `a - b*floor(a/b)`: takes the divisor's sign; `b` is not 0. */
export function modulo(a: Expression, b: Expression): Expression {
  if (isInteger(a) && isInteger(b)) return floorRest(a, b);
  if (exactQuotient(a, b) !== undefined) return 0;
  const [, rest] = splitMultiples(a, b);
  if (isInteger(rest) && isInteger(b)) return floorRest(rest, b);
  return ofAtom({ text: `mod(${print(rest)},${print(b)})`, call: "mod", operands: [rest, b] });
}

/** The term's quotient where the divisor goes into it without rest. */
function dividedBy(dividend: Term, divisor: Term): Term | undefined {
  if (floorRest(dividend.coefficient, divisor.coefficient) !== 0) return undefined;
  const left = [...dividend.factors];
  for (const factor of divisor.factors) {
    const at = left.findIndex(({ text }) => text === factor.text);
    if (at < 0) return undefined;
    left.splice(at, 1);
  }
  return term(floorQuotient(dividend.coefficient, divisor.coefficient), left);
}

/** `a = b*whole + rest`: takes out of each term what `b` divides; for an integer `b` the rest's parts lie in [0, b). */
function splitMultiples(a: Expression, b: Expression): readonly [whole: Expression, rest: Expression] {
  const divisors = termsOf(b);
  const [divisor] = divisors;
  if (divisor === undefined || divisors.length > 1) return [0, a];
  const wholes = termsOf(a).flatMap((one) => {
    const key = term(1, one.factors);
    const unit = dividedBy({ ...key, coefficient: divisor.coefficient }, divisor);
    if (unit === undefined) return [];
    return [{ ...unit, coefficient: floorQuotient(one.coefficient, divisor.coefficient) }];
  });
  const whole = ofTerms(wholes);
  return [whole, subtract(a, multiply(whole, b))];
}

/** What divides every term: the greatest common number and the atoms that all have. */
function commonFactor(terms: readonly Term[]): Expression {
  const [first, ...others] = terms;
  if (first === undefined) return 1;
  let shared = [...first.factors];
  for (const { factors } of others) {
    const left = factors.map(({ text }) => text);
    shared = shared.filter(({ text }) => {
      const at = left.indexOf(text);
      if (at < 0) return false;
      left.splice(at, 1);
      return true;
    });
  }
  const number = terms.reduce<Integer>((sum, { coefficient }) => greatestDivisor(sum, coefficient), 0);
  return ofTerms([term(number, shared)]);
}

/** floor(floor(x/a + n)/b) = floor((x + a*n)/(a*b)) for positive integers a and b. */
function floorAtom(numerator: Expression, denominator: Expression): Expression {
  if (isInteger(denominator)) {
    for (const one of termsOf(numerator)) {
      const [atom, ...more] = one.factors;
      if (one.coefficient !== 1 || atom?.call !== "floor" || more.length > 0) continue;
      const [inner = 0, by = 1] = atom.operands;
      if (!isInteger(by)) continue;
      const others = subtract(numerator, ofAtom(atom));
      return floorDivide(add(inner, multiply(others, by)), times(by, denominator));
    }
  }
  const [low, high] = boundsOf(numerator);
  const least = boundsOf(denominator)[0];
  if (low >= 0 && high < least) return 0;
  return ofAtom({
    text: `floor(${quotientText(numerator, denominator)})`,
    call: "floor",
    operands: [numerator, denominator],
  });
}

function quotientText(a: Expression, b: Expression): string {
  const bracket = (one: Expression, product: boolean): string => {
    const terms = termsOf(one);
    const bare = terms.length < 2 && (product || isInteger(one) || /^[\w.]+$|^`[^`]*`$/.test(print(one)));
    return bare ? print(one) : `(${print(one)})`;
  };
  return `${bracket(a, true)}/${bracket(b, false)}`;
}
