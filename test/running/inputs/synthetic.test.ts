import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../src/running/inputs/random";
import type { InputType, Recipe } from "../../../src/running/inputs/recipe";
import { makeSample } from "../../../src/running/inputs/synthetic";
import { numberAt } from "../../../src/running/values";

function sample(recipe: Recipe, type: Partial<InputType>): readonly number[] {
  const input: InputType = { name: "x", dtype: "float32", shape: [1, 3, 64, 48], ...type };
  const values = makeSample(recipe, input, seededRandom(1, "x"));
  return Array.from({ length: values.data.length }, (_, index) => numberAt(values, index));
}

const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;

/** The correlation of each value with the one so many places behind it. */
function correlation(values: readonly number[], distance: number): number {
  const centre = mean(values);
  const products = values.slice(distance).map((one, at) => (one - centre) * ((values[at] ?? 0) - centre));
  return mean(products) / mean(values.map((one) => (one - centre) ** 2));
}

describe("a sample that is made up", () => {
  test("of an image has mean 0 and deviation 1, half of it smooth", () => {
    const values = sample({ kind: "image", range: "normal" }, {});
    expect(mean(values)).toBeCloseTo(0, 1);
    expect(mean(values.map((one) => one * one))).toBeCloseTo(1, 1);
    const neighbours = correlation(values, 1);
    expect(neighbours).toBeGreaterThan(0.35);
    expect(neighbours).toBeLessThan(0.55);
  });

  test("of bytes is of whole numbers from 0 to 255", () => {
    const values = sample({ kind: "image", range: "0-255" }, { dtype: "uint8", shape: [1, 32, 32, 3] });
    expect(values.every((one) => Number.isInteger(one) && one >= 0 && one <= 255)).toBe(true);
    expect(mean(values)).toBeGreaterThan(110);
    expect(mean(values)).toBeLessThan(145);
  });

  test("of a signal leans on what was before, by nine tenths", () => {
    const values = sample({ kind: "signal", deviation: 0.1 }, { shape: [1, 50_000] });
    expect(correlation(values, 1)).toBeCloseTo(0.9, 1);
    expect(correlation(values, 10)).toBeCloseTo(0.9 ** 10, 1);
    expect(Math.sqrt(mean(values.map((one) => one * one)))).toBeCloseTo(0.1, 2);
  });

  test("of tokens stays within the table and reaches all of it", () => {
    const values = sample({ kind: "tokens", from: 1, below: 5 }, { dtype: "int64", shape: [1, 200] });
    expect(new Set(values)).toEqual(new Set([1, 2, 3, 4]));
  });

  test("of positions counts along the last axis", () => {
    expect(sample({ kind: "positions" }, { dtype: "int32", shape: [2, 3] })).toEqual([0, 1, 2, 0, 1, 2]);
  });

  test("of a constant is that, also in half floats", () => {
    expect(sample({ kind: "constant", value: 1 }, { dtype: "float16", shape: [2] })).toEqual([1, 1]);
  });
});
