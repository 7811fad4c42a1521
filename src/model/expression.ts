/**
 * An exact integer expression over named symbols: what a dimension or a count is.
 *
 * An integer is a `number` where a double holds it exactly and a `bigint` beyond; whatever holds a symbol is a
 * {@link Symbolic}. Expressions are canonical: equal things have the same text.
 */
export type Expression = number | bigint | Symbolic;

export class Symbolic {
  /** @param text the canonical text, in the syntax of the reports: `197*batch`, `floor(height/2)`. */
  constructor(readonly text: string) {}
}

export function symbol(name: string): Expression {
  return new Symbolic(/^[A-Za-z_][\w.]*$/.test(name) ? name : `\`${name}\``);
}

export function equal(a: Expression, b: Expression): boolean {
  return print(a) === print(b);
}

/** The canonical text. */
export function print(expression: Expression): string {
  return expression instanceof Symbolic ? expression.text : String(expression);
}

/**
 * Reads a dimension as a file declares it: a symbol's name or an expression over symbols (`12*batch`,
 * `(((height - 1)//8)) + 1`). What is no expression is a symbol of that name.
 */
export function parseDimension(text: string): Expression {
  const trimmed = text.trim();
  return /^-?\d{1,15}$/.test(trimmed) ? Number(trimmed) : symbol(trimmed);
}
