import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitError } from "../../../webview/concepts/mathematics/bias-variance";
import { descend, heightOf, largestRate } from "../../../webview/concepts/mathematics/descent";
import { madeUpCourse, stopEarly } from "../../../webview/concepts/mathematics/early-stopping";
import { errorOf, examples, fitPolynomial } from "../../../webview/concepts/mathematics/fit";
import { leastSquares } from "../../../webview/concepts/mathematics/least-squares";
import { contour, lossAt, withL1, withL2, type Loss } from "../../../webview/concepts/mathematics/penalties";

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe("least squares", () => {
  test("leave a rest that is at right angles to every column", () => {
    const row = fc.tuple(real(-3, 3), real(-3, 3), real(-3, 3));
    fc.assert(
      fc.property(fc.array(fc.tuple(row, real(-5, 5)), { minLength: 5, maxLength: 12 }), (given) => {
        const weights = leastSquares(
          given.map(([columns]) => columns),
          given.map(([, target]) => target),
        );
        const rest = given.map(
          ([columns, target]) => target - columns.reduce((sum, x, at) => sum + x * (weights[at] ?? 0), 0),
        );
        fc.pre(weights.every((weight) => Math.abs(weight) < 1e3));
        for (let column = 0; column < 3; column++)
          expect(rest.reduce((sum, value, at) => sum + value * (given[at]?.[0][column] ?? 0), 0)).toBeCloseTo(
            0,
            5,
          );
      }),
    );
  });

  test("give 0 to a column that repeats another", () => {
    expect(
      leastSquares(
        [
          [1, 2],
          [2, 4],
          [3, 6],
        ],
        [1, 2, 3],
      ),
    ).toEqual([expect.closeTo(1, 12), 0]);
  });
});

describe("polynomials", () => {
  test("of degree 3 are found exactly from their own values", () => {
    const cubic = (x: number) => 1 - 2 * x + 0.5 * x ** 2 + 3 * x ** 3;
    const given = examples(12, 1).map(({ x }) => ({ x, y: cubic(x) }));
    const fitted = fitPolynomial(given, 3);
    for (const x of [-1, -0.3, 0, 0.7, 1]) expect(fitted(x)).toBeCloseTo(cubic(x), 9);
  });

  test("fit the training examples no worse with each degree, and others worse in the end", () => {
    const training = examples(12, 3);
    const others = examples(41, 4);
    const fits = [...new Array(12).keys()].map((degree) => fitPolynomial(training, degree));
    const errors = fits.map((fit) => errorOf(fit, training));
    errors.slice(1).forEach((error, at) => expect(error).toBeLessThanOrEqual((errors[at] ?? 0) + 1e-9));
    expect(errors[11]).toBeCloseTo(0, 6);
    const [simple, right, wild] = [0, 4, 11].map((degree) => errorOf(fits[degree] ?? Number, others));
    expect(right).toBeLessThan(simple ?? 0);
    expect(right).toBeLessThan(wild ?? 0);
  });

  test("err by bias and variance together; the one falls, the other rises", () => {
    const splits = [0, 1, 3, 5, 9].map(splitError);
    for (const { bias, variance, error } of splits) expect(bias + variance).toBeCloseTo(error, 12);
    expect(splits[0]?.bias).toBeGreaterThan(splits[3]?.bias ?? Infinity);
    expect(splits[0]?.variance).toBeLessThan(splits[4]?.variance ?? 0);
  });
});

describe("descent", () => {
  const bowl = { along: 1, across: 8 };

  test("without momentum shrinks each direction by 1 − ηλ a step", () => {
    const path = descend(bowl, [2, 1], { rate: 0.1, momentum: 0 }, 20);
    expect(path).toHaveLength(21);
    expect(path[20]?.[0]).toBeCloseTo(2 * 0.9 ** 20, 12);
    expect(path[20]?.[1]).toBeCloseTo(0.2 ** 20, 12);
  });

  test.each([0, 0.5, 0.9])(
    "with momentum %d leaves the bowl just above its largest rate, and not below",
    (momentum) => {
      const limit = largestRate(bowl.across, momentum);
      const end = (rate: number) =>
        heightOf(bowl, descend(bowl, [2, 1], { rate, momentum }, 3000).at(-1) ?? [0, 0]);
      expect(end(0.98 * limit)).toBeLessThan(1e-6);
      expect(end(1.02 * limit)).toBeGreaterThan(1e3);
    },
  );
});

describe("penalties", () => {
  const loss: Loss = { best: [1.6, 0.7], hessian: [1, 0.3, 0.8] };
  const strength = real(0.01, 3);
  const gradient = (w: readonly [number, number]): readonly [number, number] => {
    const [u, v] = [w[0] - loss.best[0], w[1] - loss.best[1]];
    const [xx, xy, yy] = loss.hessian;
    return [xx * u + xy * v, xy * u + yy * v];
  };

  test("the squared one leaves a gradient of −λ·w", () => {
    fc.assert(
      fc.property(strength, (lambda) => {
        const w = withL2(loss, lambda);
        expect(gradient(w)[0]).toBeCloseTo(-lambda * w[0], 9);
        expect(gradient(w)[1]).toBeCloseTo(-lambda * w[1], 9);
      }),
    );
  });

  test("the absolute one leaves ∓λ, or less at a weight that is exactly 0", () => {
    fc.assert(
      fc.property(strength, (lambda) => {
        const w = withL1(loss, lambda);
        gradient(w).forEach((slope, at) => {
          const weight = w[at] ?? 0;
          if (weight === 0) expect(Math.abs(slope)).toBeLessThanOrEqual(lambda + 1e-9);
          else expect(slope).toBeCloseTo(-lambda * Math.sign(weight), 9);
        });
      }),
    );
    expect(withL1(loss, 1)[1]).toBe(0);
  });

  test("contours are where the loss is what they say", () => {
    for (const weights of contour(loss, 0.37, 12)) expect(lossAt(loss, weights)).toBeCloseTo(0.37, 12);
  });
});

describe("early stopping", () => {
  test.each([
    ["at once when patience is 1 and the loss rises", [1, 2, 0], 1, { best: 0, stopped: 1 }],
    ["not while lower losses come in time", [3, 4, 2, 5, 1], 2, { best: 4, stopped: 4 }],
    ["after patience epochs that are no lower", [3, 1, 1, 1, 0], 2, { best: 1, stopped: 3 }],
  ])("stops %s", (_, losses, patience, expected) => {
    expect(stopEarly(losses, patience)).toEqual(expected);
  });

  test("finds the lowest loss of a course with enough patience", () => {
    const { validation, training } = madeUpCourse(60, 1);
    expect(validation[stopEarly(validation, 60).best]).toBe(Math.min(...validation));
    expect(training.at(-1)).toBe(Math.min(...training));
  });
});
