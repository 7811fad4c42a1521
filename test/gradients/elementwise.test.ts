import { describe } from "vitest";
import { float } from "../../src/operators/emit";
import { testCases } from "./cases";
import type { Case } from "./one-node";
import { apart, apartFrom, between, fixed, normal, scalar } from "./one-node";

const [kinked, smooth, linear] = ["piecewise", "smooth", "linear"] as const;

const CASES: readonly Case[] = [
  {
    operator: "Shrink",
    kind: kinked,
    inputs: [apart(3, 7)],
    attributes: { lambd: float(0.4), bias: float(0.2) },
  },
  { operator: "Shrink", kind: kinked, inputs: [apart(2, 3, 4)] },
  { operator: "ThresholdedRelu", kind: kinked, inputs: [apart(3, 8)] },
  { operator: "ThresholdedRelu", kind: kinked, inputs: [apart(3, 8)], attributes: { alpha: float(-0.3) } },
  { operator: "Celu", kind: kinked, inputs: [apart(3, 8)] },
  { operator: "Celu", kind: kinked, inputs: [apart(3, 8)], attributes: { alpha: float(0.6) } },
  { operator: "PRelu", kind: kinked, inputs: [apart(2, 3, 5), normal(3, 1)] },
  { operator: "PRelu", kind: kinked, inputs: [apart(4, 5), normal(5)] },
  { operator: "PRelu", kind: kinked, inputs: [apart(4, 5), normal(1)] },
  { operator: "Mish", opset: 18, kind: smooth, inputs: [normal(3, 5)] },
  { operator: "Max", kind: kinked, inputs: [apart(3, 4), apartFrom(0, 3, 4), apartFrom(0.07, 4)] },
  { operator: "Max", kind: kinked, inputs: [apart(3, 1), fixed([-0.3, 0.2], [2], "float32")] },
  { operator: "Min", kind: kinked, inputs: [apart(2, 3, 1), apartFrom(0, 5)] },
  { operator: "Min", kind: kinked, inputs: [apart(7)] },
  { operator: "Sum", kind: linear, inputs: [normal(2, 3), normal(3), normal(2, 1)] },
  { operator: "Mean", kind: linear, inputs: [normal(2, 3), normal(1, 2, 3), normal(1)] },
  {
    operator: "Mod",
    kind: kinked,
    inputs: [between(3.1, 3.9, 3, 4), between(0.9, 1, 4)],
    attributes: { fmod: 1 },
  },
  {
    operator: "Mod",
    kind: kinked,
    inputs: [between(-3.9, -3.1, 2, 3), between(0.9, 1, 2, 1)],
    attributes: { fmod: 1 },
  },
  { operator: "Pow", kind: smooth, inputs: [between(0.5, 2, 3, 4), normal(4)] },
  { operator: "Pow", kind: smooth, inputs: [between(0.8, 2, 3, 1), normal(2, 1, 4)] },
  { operator: "Pow", kind: smooth, inputs: [normal(3, 4), scalar(2, "float32")] },
  { operator: "Pow", kind: smooth, inputs: [normal(3, 4), fixed([3, 2, 0, 1])] },
  { operator: "Pow", kind: smooth, inputs: [between(0.5, 2, 3, 4), scalar(1.5, "float32")] },
];

describe("Elementwise operators", () => {
  testCases(CASES);
});
