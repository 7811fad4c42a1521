import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NO_ASSUMPTIONS } from "../../src/analysis/assumptions";
import { infer } from "../../src/analysis/infer";
import { isInteger } from "../../src/model/expression";
import type { AttributeValue } from "../../src/model/model";
import type { RandomNode } from "./random/node";
import { float, floats, int, ints, modelOf, stored, text } from "./random/node";
import { FAMILIES, SAMPLING } from "./random/families";
import { oneOf } from "./random/sizes";

const HUGE = 2 ** 53 + 2;
const number = oneOf(0, -1, 1, 2, 7, -100, 2 ** 31, -HUGE, HUGE);
const real = oneOf(0, -0, 0.5, -1.5, 2 ** 31, 1e30, NaN, Infinity, -Infinity);

const attribute: fc.Arbitrary<AttributeValue> = fc.oneof(
  number.map(int),
  real.map(float),
  fc.array(number, { maxLength: 5 }).map(ints),
  fc.array(real, { maxLength: 5 }).map(floats),
  oneOf("", "SAME_UPPER", "...,->", "ij,jk->i.", "not_larger").map(text),
);

/** Puts something that does not belong there in place of one attribute or one input. */
function broken(node: RandomNode): fc.Arbitrary<RandomNode> {
  const names = [...Object.keys(node.attributes ?? {}), "axis", "axes"];
  const places = node.operands.map((_, index) => index);
  const operand = fc.oneof(
    fc.constant(undefined),
    fc.array(number, { maxLength: 5 }).map((values) => stored(values)),
    fc.array(real, { maxLength: 5 }).map((values) => stored(values, "float32")),
    number.map((one) => stored([one], "int64", [])),
    fc.array(oneOf(0, 1, 2, 5), { maxLength: 5 }).map((shape) => ({ dtype: "float32" as const, shape })),
  );
  return fc.oneof(
    fc.tuple(oneOf(...names), attribute).map(([name, value]) => ({
      ...node,
      attributes: { ...node.attributes, [name]: value },
    })),
    fc.tuple(oneOf(...places), operand).map(([at, value]) => ({
      ...node,
      operands: node.operands.with(at, value),
    })),
    oneOf(...places).map((count) => ({ ...node, operands: node.operands.slice(0, count) })),
    oneOf(1, 7, 30).map((opset) => ({ ...node, opset })),
  );
}

describe("nodes that do not fit together are inferred without a fault, and their sizes are whole numbers", () => {
  test.each(FAMILIES)("%s", (_name, nodes) => {
    const twice = nodes
      .chain(broken)
      .chain((node) => (node.operands.length > 0 ? broken(node) : fc.constant(node)));
    fc.assert(
      fc.property(twice, (node) => {
        for (const { type } of infer(modelOf(node), NO_ASSUMPTIONS).values.values()) {
          const sizes = type.kind === "tensor" ? type.shape : undefined;
          const numbers = sizes?.filter(isInteger) ?? [];
          expect(numbers.filter((size) => typeof size === "number" && !Number.isSafeInteger(size))).toEqual(
            [],
          );
        }
      }),
      SAMPLING,
    );
  });
});
