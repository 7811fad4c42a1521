import { describe, expect, test } from "vitest";
import { scaleOf } from "../../../webview/graph/scale";

describe("the scale of a metric", () => {
  const cases: [string, readonly [number, number], number | null, "linear" | "logarithmic"][] = [
    ["a narrow range", [1, 99], 1, "linear"],
    ["a wide range", [1, 100], 1, "logarithmic"],
    ["a wide range from 0", [0, 1e9], 5, "logarithmic"],
    ["numbers below 0", [-1, 1e9], 1e-3, "linear"],
    ["zeros alone", [0, 0], null, "linear"],
  ];
  test.each(cases)("of %s", (_, range, leastPositive, kind) => {
    expect(scaleOf({ range, leastPositive })?.kind).toBe(kind);
  });

  test("goes from 0 to 1, logarithmic by ratios, and has 0 at its lower end", () => {
    const scale = scaleOf({ range: [0, 10_000], leastPositive: 1 });
    expect([0, 1, 100, 10_000].map((value) => scale?.place(value))).toEqual([0, 0, 0.5, 1]);
    expect(scale?.ticks).toEqual([100]);
  });

  test("of one value alone shows it as the most", () => {
    expect(scaleOf({ range: [7, 7], leastPositive: 7 })?.place(7)).toBe(1);
  });

  test("of zeros alone shows them as the least", () => {
    expect(scaleOf({ range: [0, 0], leastPositive: null })?.place(0)).toBe(0);
  });

  test("is none where there are no values", () => {
    expect(scaleOf({ range: null, leastPositive: null })).toBeUndefined();
  });
});
