import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ActivationRange } from "../../src/running/activation-range";
import { deadBound, UnitCounts } from "../../src/running/units";

const RELU: ActivationRange = { floor: 0, low: undefined, high: undefined };
const RELU6: ActivationRange = { floor: 0, low: undefined, high: 6 };
const TANH: ActivationRange = { floor: undefined, low: -1, high: 1 };

function unitsOf(
  range: ActivationRange,
  axis: number,
  shape: readonly number[],
  ...runs: (readonly number[])[]
) {
  const counts = new UnitCounts(range, axis, shape[axis] ?? 0);
  for (const run of runs) counts.add(Float32Array.from(run), shape);
  return counts.result();
}

describe("the units of an activation", () => {
  test("are dead that are at the floor in every sample and position", () => {
    const units = unitsOf(RELU, 1, [1, 3, 2], [0, 0, 0, 1, 0, 0], [0, 0, 2, 0, 0, 3]);
    expect(units).toMatchObject({ total: 3, samples: 2, positions: 4, dead: [0], saturated: [] });
  });

  test("lie along the last axis where features stand there", () => {
    const units = unitsOf(RELU, 2, [1, 2, 3], [0, 1, 0, 0, 1, 0], [0, 1, 5, 0, 1, 0]);
    expect(units.dead).toEqual([0]);
    expect(units.constant).toEqual([1]);
  });

  test("are rare that fire in less than a hundredth", () => {
    const values = Array.from({ length: 402 }, (_, at) => (at === 0 || at % 2 === 1 ? 1 : 0));
    expect(unitsOf(RELU, 1, [201, 2], values).rare).toEqual([0]);
  });

  test("are saturated at either end of a range", () => {
    const run = [0.995, -0.99, 0.5, 0.981, 0.999, -1, 0.5, 0.97];
    expect(unitsOf(TANH, 1, [2, 4], run)).toMatchObject({ saturated: [0, 1], dead: [], constant: [2] });
  });

  test("of a ReLU6 are dead below and saturated above", () => {
    expect(unitsOf(RELU6, 1, [2, 3], [0, 6, 3, 0, 5.96, 1])).toMatchObject({ dead: [0], saturated: [1] });
  });

  test("that are not numbers are neither dead nor constant", () => {
    expect(unitsOf(RELU, 1, [2, 1], [NaN, NaN])).toMatchObject({ dead: [], constant: [] });
  });

  test("without ends or floor are never dead or saturated", () => {
    const open = { floor: undefined, low: undefined, high: undefined };
    expect(unitsOf(open, 1, [2, 1], [0, 1e9])).toMatchObject({ dead: [], saturated: [] });
  });
});

test("what was not seen in n samples is rarer than 3/n", () => {
  expect([1, 3, 8, 300].map(deadBound)).toEqual([1, 1, 0.375, 0.01]);
});

test("the kernel counts what the plain loops count", () => {
  const sizes = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 40 }), fc.nat(90_000));
  const range = fc.constantFrom<ActivationRange>(RELU, RELU6, TANH, {
    floor: -1.5,
    low: undefined,
    high: undefined,
  });
  fc.assert(
    fc.property(sizes, range, fc.integer(), ([batch, units, inner], within, seed) => {
      const shape = [batch, units, Math.ceil(inner / units / batch)];
      let state = seed;
      const values = Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, () => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
        return state % 97 === 0 ? NaN : Math.max(-1.5, (state / 2 ** 31) * 7);
      });
      const [plain, fast] = [new UnitCounts(within, 1, units, null), new UnitCounts(within, 1, units)];
      for (const counts of [plain, fast]) counts.add(values, shape);
      expect(fast.result()).toEqual(plain.result());
    }),
    { numRuns: 60 },
  );
});
