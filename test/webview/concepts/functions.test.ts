import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ACTIVATIONS,
  flatSpans,
  RELU,
  SIGMOID,
  TANH,
} from "../../../webview/concepts/mathematics/activation";
import { gradientsBack, outputOf } from "../../../webview/concepts/mathematics/depth";
import {
  absolute,
  crossEntropy,
  hinge,
  huber,
  logistic,
  squared,
} from "../../../webview/concepts/mathematics/losses";
import { attention, entropyBits, softmax } from "../../../webview/concepts/mathematics/softmax";

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const STEP = 1e-5;

describe("activation functions", () => {
  test.each(ACTIVATIONS.map((activation) => [activation.name, activation] as const))(
    "%s has the derivative of its differences",
    (_, { of, derivative }) => {
      fc.assert(
        fc.property(real(-6, 6), (x) => {
          // A kink at 0 has two slopes.
          fc.pre(Math.abs(x) > 2 * STEP);
          expect(derivative(x)).toBeCloseTo((of(x + STEP) - of(x - STEP)) / (2 * STEP), 6);
        }),
      );
    },
  );

  test("the sigmoid is flatter than 0.01 in two spans, as far out as its formula says", () => {
    // s·(1 − s) = 0.01 where s = (1 − √0.96) / 2.
    const s = (1 - Math.sqrt(0.96)) / 2;
    const edge = Math.log(s / (1 - s));
    const [left, right] = flatSpans(SIGMOID.derivative, [-8, 8], 0.01, 16_000);
    expect(left?.[0]).toBe(-8);
    expect(left?.[1]).toBeCloseTo(edge, 2);
    expect(right?.[0]).toBeCloseTo(-edge, 2);
    expect(right?.[1]).toBe(8);
  });

  test("ReLU is flat below 0 in one span", () => {
    expect(flatSpans(RELU.derivative, [-4, 4], 0.01, 8)).toEqual([[-4, 0]]);
  });
});

describe("gradients through a chain of layers", () => {
  test.each([SIGMOID, TANH, RELU])(
    "of $name are those of differences, with and without skips",
    (activation) => {
      for (const skip of [false, true])
        for (const weight of [0.4, 1, 1.3]) {
          const chain = { activation, weight, depth: 7, skip };
          const slope = (outputOf(chain, 1 + STEP) - outputOf(chain, 1 - STEP)) / (2 * STEP);
          expect(gradientsBack(chain).at(-1)).toBeCloseTo(slope, 5);
        }
    },
  );

  test("of sigmoids vanish at least fourfold a layer", () => {
    const gradients = gradientsBack({ activation: SIGMOID, weight: 1, depth: 10, skip: false });
    expect(gradients).toHaveLength(11);
    expect(gradients.at(-1)).toBeLessThan(0.25 ** 10);
  });

  test("of ReLUs are the weight to the depth's power", () => {
    expect(gradientsBack({ activation: RELU, weight: 1.5, depth: 4, skip: false }).at(-1)).toBe(1.5 ** 4);
  });
});

describe("softmax", () => {
  const scores = fc.array(real(-500, 500), { minLength: 1, maxLength: 20 });

  test("sums to 1 and keeps the order, however large the scores", () => {
    fc.assert(
      fc.property(scores, real(0.05, 20), (given, temperature) => {
        const shares = softmax(given, temperature);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10);
        expect(shares[given.indexOf(Math.max(...given))]).toBe(Math.max(...shares));
      }),
    );
  });

  test("is the sigmoid of the difference of two scores", () => {
    expect(softmax([1.7, -0.4])[0]).toBeCloseTo(SIGMOID.of(2.1), 12);
  });

  test("is nearly uniform when hot, certain when cold", () => {
    expect(entropyBits(softmax([3, 1, 0, -2], 1e6))).toBeCloseTo(2, 6);
    expect(entropyBits(softmax([3, 1, 0, -2], 1e-3))).toBeCloseTo(0, 6);
  });

  test("in attention divides by the root of the keys' length", () => {
    const [row] = attention(
      [[2, 0, 0, 0]],
      [
        [1, 0, 0, 0],
        [0, 1, 0, 0],
      ],
    );
    // 2 / √4 = 1 against 0.
    expect(row?.[0]).toBeCloseTo(SIGMOID.of(1), 12);
  });
});

describe("losses", () => {
  test("Huber's is squared near 0 and straight beyond, without a jump in value or slope", () => {
    fc.assert(
      fc.property(real(0.1, 5), (delta) => {
        const slope = (at: number) => (huber(at + STEP, delta) - huber(at - STEP, delta)) / (2 * STEP);
        expect(huber(delta - 1e-12, delta)).toBeCloseTo(huber(delta + 1e-12, delta), 9);
        expect(slope(delta - 1e-3)).toBeCloseTo(slope(delta + 1e-3), 2);
        expect(slope(3 * delta)).toBeCloseTo(delta, 5);
        expect(huber(delta / 2, delta)).toBeCloseTo(squared(delta / 2) / 2, 12);
      }),
    );
  });

  test.each([
    ["squared", squared(-3), 9],
    ["absolute", absolute(-3), 3],
    ["cross-entropy of what is certain", crossEntropy(1), -0],
    ["cross-entropy of a half", crossEntropy(0.5), Math.LN2],
    ["hinge at the margin", hinge(1), 0],
    ["hinge of what is wrong", hinge(-1), 2],
    ["logistic at 0", logistic(0), Math.LN2],
    ["logistic far out", logistic(-800), 800],
  ])("%s", (_, value, expected) => {
    expect(value).toBeCloseTo(expected, 12);
  });

  test("the logistic loss is the cross-entropy of the sigmoid", () => {
    fc.assert(
      fc.property(real(-20, 20), (margin) => {
        expect(logistic(margin)).toBeCloseTo(crossEntropy(SIGMOID.of(margin)), 6);
      }),
    );
  });
});
