import { describe } from "vitest";
import { float } from "../../src/operators/emit";
import { testCases } from "./cases";
import type { Case } from "./one-node";
import { apart, normal } from "./one-node";

const kind = "smooth";

const CASES: readonly Case[] = [
  { operator: "LRN", kind, inputs: [normal(2, 5, 3, 4)], attributes: { size: 3, alpha: float(0.5) } },
  {
    operator: "LRN",
    kind,
    inputs: [normal(2, 6, 3, 1)],
    attributes: { size: 5, alpha: float(0.3), beta: float(0.5), bias: float(2) },
  },
  { operator: "LRN", kind, inputs: [normal(1, 3, 2, 2)], attributes: { size: 3, alpha: float(0.9) } },
  { operator: "LpNormalization", kind, inputs: [normal(3, 5)] },
  { operator: "LpNormalization", kind, inputs: [normal(2, 4, 3)], attributes: { axis: 1, p: 2 } },
  { operator: "LpNormalization", kind: "piecewise", inputs: [apart(2, 4, 3)], attributes: { axis: 1, p: 1 } },
  { operator: "MeanVarianceNormalization", kind, inputs: [normal(2, 3, 4, 5)] },
  { operator: "MeanVarianceNormalization", kind, inputs: [normal(2, 3, 5)], attributes: { axes: [-1] } },
  { operator: "MeanVarianceNormalization", kind, inputs: [normal(4, 3, 2)], attributes: { axes: [0, 2] } },
];

describe("Operators that normalise", () => {
  testCases(CASES);
});
