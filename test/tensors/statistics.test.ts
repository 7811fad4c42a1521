import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Numbers } from "../../src/tensors/decode";
import { BLOCK, merge, momentsOf } from "../../src/tensors/moments";
import type { Summary } from "../../src/tensors/statistics";
import { Statistics } from "../../src/tensors/statistics";

const summaryOf = (...parts: readonly Numbers[]): Summary => {
  const statistics = new Statistics();
  for (const part of parts) statistics.add(part);
  return statistics.result();
};

/** The same by the definitions, in two passes. */
function naive(all: readonly number[]) {
  const values = all.filter(Number.isFinite);
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const power = (k: number): number => values.reduce((sum, value) => sum + (value - mean) ** k, 0);
  return {
    mean,
    std: Math.sqrt(power(2) / n),
    kurtosis: (n * power(4)) / power(2) ** 2,
    l2: Math.sqrt(values.reduce((sum, value) => sum + value * value, 0)),
    min: Math.min(...values),
    max: Math.max(...values),
  };
}

/** Normal draws of a fixed sequence (Box and Muller 1958 over a linear congruence). */
function normal(count: number, scale = 1, shift = 0): Float32Array {
  let state = 12345;
  const uniform = (): number => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
  return Float32Array.from(
    { length: count },
    () => shift + scale * Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  );
}

const numbers = fc.array(
  fc.oneof(fc.float({ noNaN: true, min: -1000, max: 1000 }), fc.constantFrom(0, NaN, Infinity, -Infinity)),
  { minLength: 1, maxLength: 200 },
);

describe("statistics", () => {
  test.each<[what: string, values: Float32Array]>([
    ["few numbers", Float32Array.of(1, 2, 2, 5)],
    ["many numbers", normal(5 * BLOCK + 17)],
    ["a mean far from zero", normal(BLOCK, 1e-3, 1000)],
    ["large numbers", normal(1000, 1e15)],
  ])("of %s are those of the definitions", (_, values) => {
    const summary = summaryOf(values);
    const expected = naive(Array.from(values));
    for (const [key, value] of Object.entries(expected)) {
      const got = summary[key as keyof typeof expected] ?? NaN;
      expect(Math.abs(got - value)).toBeLessThanOrEqual(1e-6 * Math.abs(value));
    }
  });

  test("count what is not finite and measure the rest", () => {
    fc.assert(
      fc.property(numbers, (all) => {
        const summary = summaryOf(Float32Array.from(all));
        expect(summary.nan).toBe(all.filter(Number.isNaN).length);
        expect(summary.inf).toBe(all.filter((one) => Math.abs(one) === Infinity).length);
        const finite = all.filter(Number.isFinite);
        if (finite.length === 0) expect(summary.mean).toBeUndefined();
        else expect(summary.mean).toBeCloseTo(naive(all).mean, 6);
      }),
    );
  });

  test("are the same whatever the order and the parts", () => {
    fc.assert(
      fc.property(numbers, fc.nat(200), (all, cut) => {
        const whole = summaryOf(Float32Array.from(all));
        const parts = summaryOf(Float32Array.from(all.slice(cut)), Float32Array.from(all.slice(0, cut)));
        expect(parts.histogram?.counts).toEqual(whole.histogram?.counts);
        expect(parts.quantiles).toEqual(whole.quantiles);
        expect(parts.std ?? 0).toBeCloseTo(whole.std ?? 0, 6);
      }),
    );
  });

  test("of doubles whose sum is beyond their range say so instead of nonsense", () => {
    const { mean, std } = summaryOf(Float64Array.of(1.7e308, 1.7e308, 1.6e308));
    expect(mean).toBeCloseTo(1.7e308 / 3 + 1.7e308 / 3 + 1.6e308 / 3, -300);
    expect(std).toBe(Infinity);
  });
});

describe("quantiles of many numbers", () => {
  test("are exactly zero where the numbers are, as behind a ReLU", () => {
    const { quantiles } = summaryOf(normal(20_000).map((value) => Math.max(0, value)));
    expect(quantiles?.p01).toBe(0);
    expect(quantiles?.p25).toBe(0);
    // Of a standard normal number's quartile: 0.6745 (tables).
    expect(quantiles?.p75).toBeCloseTo(0.6745, 1);
  });
});

describe("moments", () => {
  test("of two parts together are those of the whole", () => {
    const values = normal(5000, 2, 1);
    const joined = merge(momentsOf(values, 0, 1234), momentsOf(values, 1234));
    const whole = momentsOf(values);
    for (const key of ["mean", "m2", "m3", "m4"] as const) {
      expect(joined[key] / whole[key]).toBeCloseTo(1, 6);
    }
  });
});

describe("the histogram", () => {
  const cases: [what: string, values: Float32Array][] = [
    ["few numbers", normal(100)],
    ["many numbers", normal(100_000)],
    ["an outlier", Float32Array.from([...normal(100_000), 1e6])],
    ["one repeated number", new Float32Array(20_000).fill(0.5)],
    ["zeros mostly", Float32Array.from([...new Float32Array(50_000), 1, -1])],
  ];

  test.each(cases)("of %s counts every number once, from the least to the largest", (_, values) => {
    const { histogram, min, max } = summaryOf(values);
    expect(histogram?.counts.reduce((sum, count) => sum + count, 0)).toBe(values.length);
    expect(histogram?.edges[0]).toBe(min);
    expect(histogram?.edges.at(-1)).toBe(max);
    expect(histogram?.edges.length).toBe((histogram?.counts.length ?? 0) + 1);
    expect(histogram?.counts.every((count) => count >= 0)).toBe(true);
  });

  test("keeps an outlier in a bin of its own, and the rest apart", () => {
    const { histogram } = summaryOf(Float32Array.from([...normal(100_000), 1e6]));
    expect(histogram?.counts.at(-1)).toBe(1);
    expect(Math.max(...(histogram?.counts ?? []))).toBeLessThan(20_000);
  });

  test("of many numbers differs from the exact one by less than the width of a bucket", () => {
    const values = normal(200_000);
    const { histogram, quantiles } = summaryOf(values);
    const sorted = Float32Array.from(values).sort();
    const { edges = [], counts = [] } = histogram ?? {};
    let below = 0;
    counts.forEach((count, bin) => {
      below += count;
      const edge = edges[bin + 1] ?? 0;
      const slack = Math.abs(edge) / 128 + 1e-3;
      const least = sorted.findIndex((value) => value >= edge - slack);
      const most = sorted.findIndex((value) => value > edge + slack);
      expect(below).toBeGreaterThanOrEqual(least < 0 ? sorted.length : least);
      expect(below).toBeLessThanOrEqual(most < 0 ? sorted.length : most);
    });
    const median = sorted[100_000] ?? 0;
    expect(Math.abs((quantiles?.p50 ?? NaN) - median)).toBeLessThan(0.01);
    expect(quantiles?.p99).toBeCloseTo(sorted[198_000] ?? 0, 1);
  });
});

describe("a distribution that is settled", () => {
  test.each([100, 50_000])("answers of %i numbers as before", (count) => {
    const statistics = new Statistics();
    statistics.add(normal(count, 3));
    const { distribution } = statistics;
    const answers = () => [
      distribution.beyond(4),
      distribution.belowWithoutZeros(0.5, 0),
      distribution.magnitudeAt(0.9),
    ];
    const before = answers();
    distribution.settle();
    expect(answers()).toEqual(before);
    expect(before[0]).toBeGreaterThan(0);
  });
});
