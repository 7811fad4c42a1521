import type { Expression } from "./expression";
import { equal, isInteger, multiply } from "./expression";
import type { Integer } from "./tensor";

/** `a/b` where it is the same number for all values of the symbols (`4*n` of `8*n`); undefined where it depends. */
export function ratioOf(a: Expression, b: Expression): number | undefined {
  if (b === 0) return undefined;
  if (a === 0) return 0;
  // Of two multiples of one expression, the leading coefficients stand in the same proportion as the whole.
  const [p, q] = [leading(a), leading(b)];
  return equal(multiply(a, q), multiply(b, p)) ? Number(p) / Number(q) : undefined;
}

function leading(expression: Expression): Integer {
  return isInteger(expression) ? expression : (expression.terms[0]?.coefficient ?? 0);
}
