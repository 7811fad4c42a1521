import { expect, test } from "vitest";
import type { Expression } from "../../src/model/expression";
import { floorDivide } from "../../src/model/division";
import { add, multiply, symbol } from "../../src/model/expression";
import { ratioOf } from "../../src/model/ratio";

const n = symbol("n");
const m = symbol("m");

test.each<[what: string, a: Expression, b: Expression, ratio: number | undefined]>([
  ["two numbers", 3, 8, 3 / 8],
  ["nothing of something", 0, multiply(n, 8), 0],
  ["something of nothing", 5, 0, undefined],
  ["a number that no double holds exactly", 2n ** 60n, 2n ** 62n, 0.25],
  ["multiples of one symbol", multiply(n, 4), multiply(n, 8), 0.5],
  ["multiples that do not go into each other", multiply(n, 3), multiply(n, 8), 3 / 8],
  ["multiples of a sum", add(multiply(n, 3), 6), add(multiply(n, 5), 10), 0.6],
  ["multiples of a floor", multiply(3, floorDivide(n, 2)), multiply(4, floorDivide(n, 2)), 0.75],
  ["a sum whose parts are in another proportion", add(multiply(n, 3), 6), add(multiply(n, 5), 9), undefined],
  ["a number of a symbol", 4, multiply(n, 8), undefined],
  ["different symbols", n, m, undefined],
])("the share of %s", (_, a, b, ratio) => {
  expect(ratioOf(a, b)).toBe(ratio);
});
