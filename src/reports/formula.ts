import type { Products } from "../operators/contraction";
import type { Expression } from "../model/expression";
import { formatCount } from "./format";
import { reportCount } from "./value-type";

/**
 * How a count comes about, as a person would write it down: `64·112·112·3·7·7`, `4·8·8 + 4·16`. Factors of 1 are left
 * out; sums within a product stand in brackets.
 */
export function formulaText(products: Products): string {
  return products.map(productText).join(" + ");
}

function productText(factors: readonly Expression[]): string {
  const texts = factors.filter((factor) => factor !== 1).map(factorText);
  return texts.length === 0 ? "1" : texts.join("·");
}

function factorText(factor: Expression): string {
  const text = formatCount(reportCount(factor));
  return /\s[+-]\s/.test(text) ? `(${text})` : text;
}
