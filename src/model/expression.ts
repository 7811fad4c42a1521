import { plus, times } from "./integer";
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
export interface Atom {
  readonly text: string;
  /** `opaque` stands for an expression that grew too large: nothing is known of it but what it is equal to. */
  readonly call: "symbol" | "opaque" | "floor" | "min" | "max" | "mod";
  readonly operands: readonly Expression[];
}

export interface Term {
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
 * Terms that products are written out in, within a small factor. Real shapes have a handful; a product of large sums
 * would otherwise grow without bound. A product that is beyond this, or has more factors, or nests more text than the
 * limits below becomes opaque: a name of its own, the same for the same expression. A sum is as long as its summands.
 */
export const MOST_TERMS = 64;

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
  return sumOf(summands);
}

/** The sum of any number of summands: a call takes some hundred thousand arguments at most. */
export function sumOf(summands: readonly Expression[]): Expression {
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

export function termsOf(expression: Expression): readonly Term[] {
  if (expression instanceof Symbolic) return expression.terms;
  return expression === 0 ? [] : [{ coefficient: expression, factors: ONE, key: "" }];
}

export function leading(expression: Expression): Term {
  return termsOf(expression)[0] ?? { coefficient: 0, factors: ONE, key: "" };
}

export function term(coefficient: Integer, factors: readonly Atom[]): Term {
  const sorted = [...factors].sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  return { coefficient, factors: sorted, key: sorted.map(({ text }) => text).join("*") };
}

export function ofAtom(atom: Atom): Expression {
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

export function ofTerms(parts: readonly Term[]): Expression {
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
