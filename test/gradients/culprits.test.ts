import { describe, expect, test } from "vitest";
import { culpritsOf } from "../../src/gradients/culprits";
import type { Verdict } from "../../src/gradients/verdict";

const verdict = (...gradients: readonly (number | undefined)[]): Verdict => ({
  kind: "mixed",
  message: "",
  concept: undefined,
  depths: gradients.map((gradient, at) => ({
    value: `v${String(at)}`,
    activation: undefined,
    gradient,
    pooled: 0,
    weight: undefined,
    spread: [],
  })),
  activation: undefined,
  gradient: undefined,
  weight: undefined,
});

describe("the steps that change gradients most", () => {
  test("are told against the usual step of the network", () => {
    expect(culpritsOf(verdict(0, 0.25, 0.5, 2.75, 3, 3.25), undefined)).toMatchObject([
      {
        value: "v3",
        step: 2.25,
        usual: 0.25,
        message: "At v3 gradients shrink by a factor of 180; usually they shrink by a factor of 1.8.",
      },
    ]);
  });

  test("are told against the same step with fresh weights, where these are known", () => {
    expect(culpritsOf(verdict(0, 1, 2, 3), verdict(0, 1, 2, 2))).toMatchObject([
      { value: "v3", step: 1, usual: 0 },
    ]);
  });

  test("are the three largest, and nothing where all are alike or unknown", () => {
    expect(culpritsOf(verdict(0, 1, 2, 3, 4), undefined)).toEqual([]);
    expect(culpritsOf(verdict(0, undefined, 5), undefined)).toEqual([]);
    const many = culpritsOf(verdict(0, 0, 0, 0, 0, 0, 1, 3, 6, 10, 10), undefined);
    expect(many.map(({ value }) => value)).toEqual(["v9", "v8", "v7"]);
  });
});
