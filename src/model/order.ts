import { type Expression, equal, subtract, negate, print, ofAtom, type Atom, termsOf } from "./expression";

/** Whether `a >= b` for all values of the symbols; false: `a <= b` for all; undefined: it depends. */
export function atLeast(a: Expression, b: Expression): boolean | undefined {
  if (dominates(a, b)) return true;
  return dominates(b, a) ? false : undefined;
}

/** Whether the two are equal for all values of the symbols (true), for none (false), or it depends. */
export function same(a: Expression, b: Expression): boolean | undefined {
  if (equal(a, b)) return true;
  const [low, high] = boundsOf(subtract(a, b));
  return low > 0 || high < 0 ? false : undefined;
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

/**
 * Comparisons behind one question: with minima and maxima on both sides their number grows as a binomial coefficient of
 * their depths. Beyond this many, an order is taken as not certain.
 */
const MOST_COMPARISONS = 256;

/** Whether `a >= b` is certain: by the bounds of the difference, or since one is a minimum or maximum of others. */
function dominates(a: Expression, b: Expression, budget = { left: MOST_COMPARISONS }): boolean {
  if (budget.left-- <= 0) return false;
  if (boundsOf(subtract(a, b))[0] >= 0) return true;
  const [left, right] = [loneAtom(a), loneAtom(b)];
  if (right?.call === "min" && right.operands.some((one) => dominates(a, one, budget))) return true;
  if (left?.call === "max" && left.operands.some((one) => dominates(one, b, budget))) return true;
  if (left?.call === "min" && left.operands.every((one) => dominates(one, b, budget))) return true;
  return right?.call === "max" && right.operands.every((one) => dominates(a, one, budget));
}

/** The atom that the expression is; undefined for a number, a sum or a product. */
function loneAtom(a: Expression): Atom | undefined {
  const [term, ...more] = termsOf(a);
  return term?.coefficient === 1 && term.factors.length === 1 && more.length === 0
    ? term.factors[0]
    : undefined;
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
export function boundsOf(expression: Expression): Bounds {
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
