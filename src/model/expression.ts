import { floorQuotient, floorRest, greatestDivisor, plus, times } from "./integer";
import type { Integer } from "./tensor";

/**
 * An exact integer expression over named symbols: what a dimension or a count is.
 *
 * An integer is a `number` where a double holds it exactly and a `bigint` beyond; whatever holds a symbol is a
 * {@link Symbolic}. Expressions are canonical: a sum of products over atoms, so that equal things have the same
 * text. Symbols are dimensions: integers of at least 1. Simplifications rely on that.
 */
export type Expression = Integer | Symbolic;

/** A symbol, or a function that a sum of products cannot hold. */
interface Atom {
  readonly text: string;
  /** `opaque` stands for an expression that grew too large: nothing is known of it but what it is equal to. */
  readonly call: "symbol" | "opaque" | "floor" | "min" | "max" | "mod";
  readonly operands: readonly Expression[];
}

interface Term {
  readonly coefficient: Integer;
  /** Sorted by text; a square holds its atom twice. */
  readonly factors: readonly Atom[];
  readonly key: string;
}

export class Symbolic {
  /** @param terms by falling degree, then by name. */
  constructor(readonly terms: readonly Term[]) {}

  #text: string | undefined;

  /** The canonical text, in the syntax of the reports: `197*batch`, `floor(height/2)`. Most are never printed. */
  get text(): string {
    return (this.#text ??= textOf(this.terms));
  }
}

/**
 * Terms of an expression at most. Real shapes have a handful; a product of large sums would otherwise grow without
 * bound. What is beyond this, or has more factors, or nests more text than the limits below becomes opaque: a name of
 * its own, the same for the same expression.
 */
const MOST_TERMS = 64;
const MOST_FACTORS = 32;
const LONGEST_ATOM = 4000;

export function symbol(name: string): Expression {
  const text = /^[A-Za-z_][\w.]*$/.test(name) ? name : `\`${name.replaceAll("`", "'")}\``;
  return ofAtom({ text, call: "symbol", operands: [] });
}

export function equal(a: Expression, b: Expression): boolean {
  return a === b || print(a) === print(b);
}

/** The canonical text. */
export function print(expression: Expression): string {
  return expression instanceof Symbolic ? expression.text : String(expression);
}

/** Whether the expression is an integer without symbols. */
export function isInteger(expression: Expression | undefined): expression is Integer {
  return typeof expression === "number" || typeof expression === "bigint";
}

export function add(...summands: readonly Expression[]): Expression {
  let number: Integer = 0;
  const symbolic: Symbolic[] = [];
  for (const one of summands) {
    if (one instanceof Symbolic) symbolic.push(one);
    else number = plus(number, one);
  }
  const [first] = symbolic;
  if (first === undefined) return number;
  if (symbolic.length === 1 && number === 0) return first;
  return ofTerms([...symbolic.flatMap(({ terms }) => terms), ...termsOf(number)]);
}

export function negate(a: Expression): Expression {
  return multiply(a, -1);
}

export function subtract(a: Expression, b: Expression): Expression {
  return add(a, negate(b));
}

export function multiply(...factors: readonly Expression[]): Expression {
  return factors.reduce(multiplyTwo, 1);
}

function multiplyTwo(a: Expression, b: Expression): Expression {
  if (isInteger(a) && isInteger(b)) return times(a, b);
  if (a === 0 || b === 0) return 0;
  if (a === 1) return b;
  if (b === 1) return a;
  const [left, right] = [termsOf(a), termsOf(b)];
  const factors = (left[0]?.factors.length ?? 0) + (right[0]?.factors.length ?? 0);
  if (left.length * right.length > MOST_TERMS * 4 || factors > MOST_FACTORS) {
    return opaque(`(${print(a)})*(${print(b)})`);
  }
  return ofTerms(
    left.flatMap((one) =>
      right.map((other) =>
        term(times(one.coefficient, other.coefficient), [...one.factors, ...other.factors]),
      ),
    ),
  );
}

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

export function minimum(a: Expression, b: Expression): Expression {
  return negate(maximum(negate(a), negate(b), "min"));
}

export function maximum(a: Expression, b: Expression, shownAs: "min" | "max" = "max"): Expression {
  const order = atLeast(a, b);
  if (order !== undefined) return order ? a : b;
  const operands = [...operandsOf(a, shownAs), ...operandsOf(b, shownAs)]
    .map((one) => (shownAs === "min" ? negate(one) : one))
    .map((one) => [print(one), one] as const);
  const named = [...new Map(operands)].sort(([x], [y]) => (x < y ? -1 : 1)).map(([, one]) => one);
  // Of nested ones, operands may be comparable that their wholes are not: max(2, max(3, n)).
  const needless = (one: Expression): boolean =>
    named.some(
      (other) => other !== one && (shownAs === "max" ? dominates(other, one) : dominates(one, other)),
    );
  const unique = named.filter((one) => !needless(one));
  const first = unique[0] ?? a;
  const call = unique.slice(1).reduce(
    (folded, one) =>
      ofAtom({
        text: `${shownAs}(${print(folded)},${print(one)})`,
        call: shownAs,
        operands: [folded, one],
      }),
    first,
  );
  return shownAs === "min" ? negate(call) : call;
}

/** Whether `a >= b` for all values of the symbols; false: `a <= b` for all; undefined: it depends. */
export function atLeast(a: Expression, b: Expression): boolean | undefined {
  if (dominates(a, b)) return true;
  return dominates(b, a) ? false : undefined;
}

/** Whether `a >= b` is certain: by the bounds of the difference, or since one is a minimum or maximum of others. */
function dominates(a: Expression, b: Expression): boolean {
  if (boundsOf(subtract(a, b))[0] >= 0) return true;
  const [left, right] = [loneAtom(a), loneAtom(b)];
  if (right?.call === "min" && right.operands.some((one) => dominates(a, one))) return true;
  if (left?.call === "max" && left.operands.some((one) => dominates(one, b))) return true;
  if (left?.call === "min" && left.operands.every((one) => dominates(one, b))) return true;
  return right?.call === "max" && right.operands.every((one) => dominates(a, one));
}

/** The atom that the expression is; undefined for a number, a sum or a product. */
function loneAtom(a: Expression): Atom | undefined {
  const [term, ...more] = termsOf(a);
  return term?.coefficient === 1 && term.factors.length === 1 && more.length === 0
    ? term.factors[0]
    : undefined;
}

/** Whether the two are equal for all values of the symbols (true), for none (false), or it depends. */
export function same(a: Expression, b: Expression): boolean | undefined {
  if (equal(a, b)) return true;
  const [low, high] = boundsOf(subtract(a, b));
  return low > 0 || high < 0 ? false : undefined;
}

/** Replaces symbols by what is given for them. */
export function substitute(expression: Expression, bindings: ReadonlyMap<string, Expression>): Expression {
  if (isInteger(expression) || bindings.size === 0) return expression;
  return add(
    ...expression.terms.map(({ coefficient, factors }) =>
      multiply(coefficient, ...factors.map((factor) => substituteAtom(factor, bindings))),
    ),
  );
}

function substituteAtom(atom: Atom, bindings: ReadonlyMap<string, Expression>): Expression {
  if (atom.call === "symbol" || atom.call === "opaque") return bindings.get(atom.text) ?? ofAtom(atom);
  const [a = 0, b = 1] = atom.operands.map((operand) => substitute(operand, bindings));
  switch (atom.call) {
    case "floor":
      return b === 0 ? ofAtom(atom) : floorDivide(a, b);
    case "mod":
      return b === 0 ? ofAtom(atom) : modulo(a, b);
    case "min":
      return minimum(a, b);
    case "max":
      return maximum(a, b);
  }
}

/** The value where the symbols have the given ones; undefined where one is missing. */
export function evaluate(expression: Expression, values: ReadonlyMap<string, Integer>): Integer | undefined {
  const result = substitute(expression, values);
  return isInteger(result) ? result : undefined;
}

/** The texts of all symbols in the expression, by order of appearance. */
export function symbolsOf(expression: Expression): readonly string[] {
  if (isInteger(expression)) return [];
  return [
    ...new Set(
      expression.terms.flatMap(({ factors }) =>
        factors.flatMap((atom) =>
          atom.operands.length === 0 ? [atom.text] : atom.operands.flatMap(symbolsOf),
        ),
      ),
    ),
  ];
}

// --- the canonical form

const ONE: readonly Atom[] = [];

function termsOf(expression: Expression): readonly Term[] {
  if (expression instanceof Symbolic) return expression.terms;
  return expression === 0 ? [] : [{ coefficient: expression, factors: ONE, key: "" }];
}

function leading(expression: Expression): Term {
  return termsOf(expression)[0] ?? { coefficient: 0, factors: ONE, key: "" };
}

function term(coefficient: Integer, factors: readonly Atom[]): Term {
  const sorted = [...factors].sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  return { coefficient, factors: sorted, key: sorted.map(({ text }) => text).join("*") };
}

function ofAtom(atom: Atom): Expression {
  if (atom.text.length > LONGEST_ATOM && atom.operands.length > 0) return opaque(atom.text);
  return ofTerms([term(1, [atom])]);
}

/** A name for an expression that is too large to be kept: by two checksums of its text, so that equal ones are one. */
function opaque(text: string): Expression {
  const name = `large_${checksum(text, 0x811c9dc5)}${checksum(text, 0x9e3779b9)}`;
  return ofAtom({ text: name, call: "opaque", operands: [] });
}

/** FNV-1a over the characters' codes. http://www.isthe.com/chongo/tech/comp/fnv/ */
function checksum(text: string, start: number): string {
  let hash = start;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

function ofTerms(parts: readonly Term[]): Expression {
  const sums = new Map<string, Term>();
  for (const part of parts) {
    const sum = sums.get(part.key);
    sums.set(
      part.key,
      sum === undefined ? part : { ...sum, coefficient: plus(sum.coefficient, part.coefficient) },
    );
  }
  const terms = [...sums.values()].filter(({ coefficient }) => coefficient !== 0);
  terms.sort((a, b) => b.factors.length - a.factors.length || (a.key < b.key ? -1 : 1));
  const [first] = terms;
  if (first === undefined) return 0;
  if (first.factors.length === 0) return first.coefficient;
  return new Symbolic(terms);
}

function textOf(terms: readonly Term[]): string {
  return terms
    .map(({ coefficient, key }, index) => {
      const sign = coefficient < 0 ? (index === 0 ? "-" : " - ") : index === 0 ? "" : " + ";
      const size = coefficient < 0 ? times(coefficient, -1) : coefficient;
      const product = key === "" ? String(size) : size === 1 ? key : `${size}*${key}`;
      return sign + product;
    })
    .join("");
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

function operandsOf(a: Expression, call: "min" | "max"): readonly Expression[] {
  const shown = call === "min" ? negate(a) : a;
  const terms = termsOf(shown);
  const atom = terms[0]?.factors[0];
  const alone = terms.length === 1 && terms[0]?.factors.length === 1 && terms[0].coefficient === 1;
  if (!alone || atom?.call !== call) return [a];
  return atom.operands.flatMap((one) => operandsOf(call === "min" ? negate(one) : one, call));
}

// --- bounds, by interval arithmetic

type Bounds = readonly [low: number, high: number];

/** Lowest and highest value for symbols of at least 1; infinite where there is none. */
function boundsOf(expression: Expression): Bounds {
  let [low, high] = [0, 0];
  for (const { coefficient, factors } of termsOf(expression)) {
    const [l, h] = factors.reduce<Bounds>(
      (product, atom) => multiplyBounds(product, boundsOfAtom(atom)),
      [Number(coefficient), Number(coefficient)],
    );
    low += l;
    high += h;
  }
  return [low, high];
}

function multiplyBounds([a, b]: Bounds, [c, d]: Bounds): Bounds {
  // 0 × ∞ is 0 here: the bound 0 is reached whatever the other is.
  const products = [a * c, a * d, b * c, b * d].map((one) => (Number.isNaN(one) ? 0 : one));
  return [Math.min(...products), Math.max(...products)];
}

function boundsOfAtom({ call, operands }: Atom): Bounds {
  if (call === "symbol") return [1, Infinity];
  if (call === "opaque") return [-Infinity, Infinity];
  const [[low, high] = [1, Infinity], [from, to] = [1, 1]] = operands.map(boundsOf);
  switch (call) {
    case "floor":
      if (from <= 0) return [-Infinity, Infinity];
      return [
        Math.floor(low >= 0 ? low / to : low / from) || 0,
        high === Infinity ? Infinity : Math.floor(high >= 0 ? high / from : high / to) || 0,
      ];
    case "mod":
      return from > 0 ? [0, to - 1] : [-Infinity, Infinity];
    case "min":
      return [Math.min(low, from), Math.min(high, to)];
    case "max":
      return [Math.max(low, from), Math.max(high, to)];
  }
}
