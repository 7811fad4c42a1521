import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  accuracyOf,
  areaUnder,
  confusionAt,
  fallOutOf,
  precisionOf,
  recallOf,
  rocOf,
  type Scored,
} from "../../../webview/concepts/mathematics/classifier";

const scored = fc.record({ score: fc.integer({ min: 0, max: 8 }), positive: fc.boolean() });
const both = fc
  .array(scored, { minLength: 2, maxLength: 30 })
  .filter((all) => all.some(({ positive }) => positive) && all.some(({ positive }) => !positive));

/** How often a positive stands above a negative, ties by half (Hanley and McNeil, 1982). */
function pairsRight(given: readonly Scored[]): number {
  const pairs = given
    .filter(({ positive }) => positive)
    .flatMap((up) => given.filter(({ positive }) => !positive).map((down) => up.score - down.score));
  return pairs.reduce((sum, gap) => sum + (gap > 0 ? 1 : gap === 0 ? 0.5 : 0), 0) / pairs.length;
}

describe("a classifier with a threshold", () => {
  const GIVEN: readonly Scored[] = [
    { score: 0.9, positive: true },
    { score: 0.8, positive: false },
    { score: 0.6, positive: true },
    { score: 0.3, positive: true },
    { score: 0.2, positive: false },
    { score: 0.1, positive: false },
  ];

  test("is counted by hand", () => {
    const confusion = confusionAt(GIVEN, 0.5);
    expect(confusion).toEqual({ truePositives: 2, falsePositives: 1, trueNegatives: 2, falseNegatives: 1 });
    expect(precisionOf(confusion)).toBeCloseTo(2 / 3);
    expect(recallOf(confusion)).toBeCloseTo(2 / 3);
    expect(fallOutOf(confusion)).toBeCloseTo(1 / 3);
    expect(accuracyOf(confusion)).toBeCloseTo(4 / 6);
  });

  test("has no precision where nothing is taken as positive", () => {
    expect(precisionOf(confusionAt(GIVEN, 2))).toBeUndefined();
    expect(recallOf(confusionAt(GIVEN, 2))).toBe(0);
  });

  test("has an area by trapezoids that equals the share of pairs in the right order", () => {
    fc.assert(
      fc.property(both, (given) => {
        expect(areaUnder(rocOf(given))).toBeCloseTo(pairsRight(given), 10);
      }),
    );
  });

  test("has a curve that rises from corner to corner", () => {
    fc.assert(
      fc.property(both, (given) => {
        const curve = rocOf(given);
        expect(curve[0]).toEqual([0, 0]);
        expect(curve.at(-1)).toEqual([1, 1]);
        curve.slice(1).forEach(([x, y], at) => {
          expect(x).toBeGreaterThanOrEqual(curve[at]?.[0] ?? 0);
          expect(y).toBeGreaterThanOrEqual(curve[at]?.[1] ?? 0);
        });
      }),
    );
  });
});
