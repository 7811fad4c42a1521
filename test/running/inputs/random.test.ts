import { expect, test } from "vitest";
import { seededRandom } from "../../../src/running/inputs/random";

const COUNT = 100_000;

function moments(draw: () => number): { mean: number; deviation: number; fourth: number } {
  const drawn = Array.from({ length: COUNT }, draw);
  const mean = drawn.reduce((sum, one) => sum + one, 0) / COUNT;
  const central = (power: number): number =>
    drawn.reduce((sum, one) => sum + (one - mean) ** power, 0) / COUNT;
  return { mean, deviation: Math.sqrt(central(2)), fourth: central(4) / central(2) ** 2 };
}

test("uniform numbers fill the unit interval evenly", () => {
  const { mean, deviation, fourth } = moments(seededRandom(7, "x").uniform);
  expect(mean).toBeCloseTo(0.5, 2);
  expect(deviation).toBeCloseTo(Math.sqrt(1 / 12), 2);
  expect(fourth).toBeCloseTo(1.8, 1);
});

test("normal numbers have the moments of the standard normal", () => {
  const { mean, deviation, fourth } = moments(seededRandom(7, "x").normal);
  expect(Math.abs(mean)).toBeLessThan(0.01);
  expect(deviation).toBeCloseTo(1, 2);
  expect(fourth).toBeCloseTo(3, 1);
});

test("the same seed and words give the same numbers, others give others", () => {
  const draw = (seed: number, ...words: string[]): readonly number[] => {
    const { uniform } = seededRandom(seed, ...words);
    return Array.from({ length: 4 }, uniform);
  };
  expect(draw(1, "x", "0")).toEqual(draw(1, "x", "0"));
  for (const other of [
    draw(2, "x", "0"),
    draw(2 ** 32 + 1, "x", "0"),
    draw(1, "y", "0"),
    draw(1, "x", "1"),
  ]) {
    expect(other).not.toEqual(draw(1, "x", "0"));
  }
});
