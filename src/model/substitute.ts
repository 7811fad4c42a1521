import { floorDivide, modulo } from "./division";
import { type Expression, isInteger, add, multiply, type Atom, ofAtom } from "./expression";
import { minimum, maximum } from "./order";
import type { Integer } from "./tensor";

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
