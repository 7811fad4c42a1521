import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { moments, normalise } from "../../../webview/concepts/mathematics/batch-norm";
import { clipNorm, clipValue } from "../../../webview/concepts/mathematics/clipping";
import { keptScale, keptUnits } from "../../../webview/concepts/mathematics/dropout";
import { quantise, rootMeanSquare } from "../../../webview/concepts/mathematics/quantise";
import { normal, uniform } from "../../../webview/concepts/mathematics/random";
import { lstmOver, rnnOver } from "../../../webview/concepts/mathematics/recurrent";
import {
  average,
  correlate,
  largest,
  outputSize,
  slide,
} from "../../../webview/concepts/mathematics/windows";

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const INPUT = [
  [1, 2, 3],
  [4, 5, 6],
  [7, 8, 9],
];

describe("sliding windows", () => {
  test("stand at as many places as fit, counted one by one", () => {
    const nat = (min: number, max: number) => fc.integer({ min, max });
    fc.assert(
      fc.property(nat(1, 9), nat(1, 5), nat(1, 4), nat(0, 2), (size, window, stride, padding) => {
        let places = 0;
        for (let left = -padding; left + window <= size + padding; left += stride) places++;
        expect(outputSize({ size, window, stride, padding })).toBe(places);
      }),
    );
  });

  test("give sums of products, maxima and averages", () => {
    const sliding = { size: 3, window: 2, stride: 1, padding: 0 };
    const kernel = [
      [1, 0],
      [0, -1],
    ];
    expect(slide(INPUT, sliding, correlate(kernel))).toEqual([
      [-4, -4],
      [-4, -4],
    ]);
    expect(slide(INPUT, sliding, largest)).toEqual([
      [5, 6],
      [8, 9],
    ]);
    expect(slide(INPUT, sliding, average)).toEqual([
      [3, 4],
      [6, 7],
    ]);
  });

  test("see zeros in the padding", () => {
    const sliding = { size: 3, window: 2, stride: 2, padding: 1 };
    const all = [
      [1, 1],
      [1, 1],
    ];
    expect(slide(INPUT, sliding, correlate(all))).toEqual([
      [1, 5],
      [11, 28],
    ]);
  });
});

describe("dropout", () => {
  test("drops the share p of units, the same for the same seed, and keeps the mean", () => {
    const kept = keptUnits(20_000, 0.3, 5);
    const share = kept.filter(Boolean).length / kept.length;
    expect(share).toBeCloseTo(0.7, 1);
    expect(share * keptScale(0.3)).toBeCloseTo(1, 1);
    expect(keptUnits(20_000, 0.3, 5)).toEqual(kept);
    expect(keptUnits(50, 0, 1).every(Boolean)).toBe(true);
  });
});

describe("random numbers", () => {
  test("have the moments of their distributions", () => {
    const [flat, bell] = [uniform(1), normal(1)];
    const even = moments(Array.from({ length: 20_000 }, flat));
    const round = moments(Array.from({ length: 20_000 }, bell));
    expect(even.mean).toBeCloseTo(0.5, 1);
    expect(even.variance).toBeCloseTo(1 / 12, 2);
    expect(round.mean).toBeCloseTo(0, 1);
    expect(round.variance).toBeCloseTo(1, 1);
  });
});

describe("batch normalisation", () => {
  test("gives mean β and standard deviation |γ|", () => {
    const batch = fc.array(real(-50, 50), { minLength: 4, maxLength: 30 });
    fc.assert(
      fc.property(batch, real(-3, 3), real(-3, 3), (values, gamma, beta) => {
        fc.pre(moments(values).variance > 1);
        const { mean, variance } = moments(normalise(values, gamma, beta));
        expect(mean).toBeCloseTo(beta, 8);
        expect(Math.sqrt(variance)).toBeCloseTo(Math.abs(gamma), 3);
      }),
    );
  });
});

describe("recurrent cells", () => {
  const PULSE = [1, 0, 0, 0, 0];

  test("an LSTM forgets by the forget gate's share each step", () => {
    const cells = lstmOver(PULSE, { forget: 0.9, input: 1, output: 1 }).map(({ cell }) => cell);
    cells.forEach((cell, at) => expect(cell).toBeCloseTo(Math.tanh(1) * 0.9 ** at, 12));
  });

  test("an LSTM with a closed output shows nothing, with a closed input keeps nothing", () => {
    expect(lstmOver(PULSE, { forget: 1, input: 1, output: 0 }).every(({ hidden }) => hidden === 0)).toBe(
      true,
    );
    expect(lstmOver(PULSE, { forget: 1, input: 0, output: 1 }).every(({ cell }) => cell === 0)).toBe(true);
  });

  test("a simple unit loses its input even with weight 1", () => {
    const states = rnnOver(PULSE, 1);
    expect(states[0]).toBeCloseTo(Math.tanh(1), 12);
    expect(states[1]).toBeCloseTo(Math.tanh(Math.tanh(1)), 12);
    states.slice(1).forEach((state, at) => expect(state).toBeLessThan(states[at] ?? 0));
  });
});

describe("clipping", () => {
  const vector = fc.tuple(real(-9, 9), real(-9, 9));

  test("by norm keeps the direction and bounds the length", () => {
    fc.assert(
      fc.property(vector, real(0.1, 5), ([x, y], most) => {
        const [u, v] = clipNorm([x, y], most);
        expect(Math.hypot(u, v)).toBeCloseTo(Math.min(most, Math.hypot(x, y)), 9);
        expect(x * v - y * u).toBeCloseTo(0, 9);
      }),
    );
  });

  test("by value bounds each component", () => {
    expect(clipValue([3, -0.2], 1)).toEqual([1, -0.2]);
    expect(clipValue([-3, 7], 2)).toEqual([-2, 2]);
  });
});

describe("quantisation", () => {
  const weights = fc.array(real(-4, 4), { minLength: 1, maxLength: 40 });

  test("is off by half a step at most, in whole levels within the bits", () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 2, max: 8 }), (given, bits) => {
        const { scale, most, levels, restored } = quantise(given, bits);
        given.forEach((weight, at) =>
          expect(Math.abs(weight - (restored[at] ?? 9))).toBeLessThanOrEqual(scale / 2 + 1e-12),
        );
        expect(levels.every((level) => Number.isInteger(level) && Math.abs(level) <= most)).toBe(true);
      }),
    );
  });

  test("of int8 has 127 levels to each side", () => {
    expect(quantise([-2, 0.5, 2], 8)).toMatchObject({ most: 127, scale: 2 / 127, levels: [-127, 32, 127] });
  });

  test("has an error of about scale / √12 where weights are spread evenly", () => {
    const spread = Array.from({ length: 5001 }, (_, at) => at / 2500 - 1);
    const { scale, restored } = quantise(spread, 4);
    expect(rootMeanSquare(spread, restored)).toBeCloseTo(scale / Math.sqrt(12), 3);
  });
});
