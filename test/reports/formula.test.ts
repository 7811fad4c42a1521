import { expect, test } from "vitest";
import { add, multiply, symbol } from "../../src/model/expression";
import type { Products } from "../../src/operators/contraction";
import { total } from "../../src/operators/contraction";
import { print } from "../../src/model/expression";
import { formulaText } from "../../src/reports/formula";

const n = symbol("n");

test.each<[what: string, products: Products, formula: string, value: string]>([
  ["a convolution", [[1, 64, 112, 112, 3, 7, 7]], "64·112·112·3·7·7", "118013952"],
  [
    "two products",
    [
      [4, 8, 8],
      [4, 16],
    ],
    "4·8·8 + 4·16",
    "320",
  ],
  ["only ones", [[1, 1]], "1", "1"],
  ["a symbol", [[n, 768, 768]], "n·768·768", "589824*n"],
  ["a sum as a factor", [[2, add(n, 1)]], "2·(n + 1)", "2*n + 2"],
  ["a large factor", [[1024, multiply(n, 2)]], "1,024·2*n", "2048*n"],
])("%s is written factor by factor", (_, products, formula, value) => {
  expect(formulaText(products)).toBe(formula);
  expect(print(total(products))).toBe(value);
});
