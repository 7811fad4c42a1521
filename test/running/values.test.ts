import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { numberFromHalf } from "../../src/model/half";
import { halfFromNumber } from "../../src/tensors/half";
import type { RunnableType, Values } from "../../src/running/values";
import { convertValues } from "../../src/running/values";

describe("a half float", () => {
  // Bits by the tables of IEEE 754-2008, binary16.
  const cases: [string, number, number][] = [
    ["one", 1, 0x3c00],
    ["minus two", -2, 0xc000],
    ["the largest", 65504, 0x7bff],
    ["what rounds beyond the largest", 65520, 0x7c00],
    ["what is just below that", 65519, 0x7bff],
    ["the smallest normal", 2 ** -14, 0x0400],
    ["the smallest of all", 2 ** -24, 0x0001],
    ["half of the smallest, a tie, goes to zero", 2 ** -25, 0x0000],
    ["a third", 1 / 3, 0x3555],
    ["a tie goes to even, down", 1 + 2 ** -11, 0x3c00],
    ["a tie goes to even, up", 1 + 3 * 2 ** -11, 0x3c02],
    ["negative zero", -0, 0x8000],
    ["infinity", -Infinity, 0xfc00],
  ];
  test.each(cases)("%s", (_, value, bits) => {
    expect(halfFromNumber(value)).toBe(bits);
  });

  test("is the same after a way there and back", () => {
    const half = fc.integer({ min: 0, max: 0xffff }).filter((bits) => !Number.isNaN(numberFromHalf(bits)));
    fc.assert(fc.property(half, (bits) => halfFromNumber(numberFromHalf(bits)) === bits));
  });
});

describe("values in another type", () => {
  const numbers = (...data: number[]): Values => ({
    dtype: "float64",
    shape: [data.length],
    data: Float64Array.from(data),
  });
  const cases: [string, Values, RunnableType, readonly unknown[]][] = [
    ["whole numbers as int64", numbers(1, -2), "int64", [1n, -2n]],
    ["numbers as half floats", numbers(1, -2), "float16", [0x3c00, 0xc000]],
    ["numbers as bool", numbers(0, 0.5), "bool", [0, 1]],
    [
      "64-bit integers stay exact",
      { dtype: "int64", shape: [1], data: BigInt64Array.of(2n ** 62n + 1n) },
      "uint64",
      [2n ** 62n + 1n],
    ],
    [
      "half floats as floats",
      { dtype: "float16", shape: [1], data: Uint16Array.of(0x3e00) },
      "float32",
      [1.5],
    ],
  ];
  test.each(cases)("%s", (_, values, dtype, expected) => {
    const converted = convertValues(values, dtype);
    expect(converted.ok && Array.from<unknown>(converted.value.data)).toEqual(expected);
  });

  const refused: [string, Values, RunnableType, string][] = [
    ["fractions are no integers", numbers(1.5), "int64", "1.5, which is no int64"],
    ["numbers beyond the range", numbers(300), "uint8", "300, which is no uint8"],
    ["not-a-number is no integer", numbers(NaN), "int32", "NaN, which is no int32"],
    ["numbers are no texts", numbers(1), "string", "float64 where string"],
  ];
  test.each(refused)("%s", (_, values, dtype, message) => {
    const converted = convertValues(values, dtype);
    expect(converted.ok ? "" : converted.problem.message).toContain(message);
  });
});
