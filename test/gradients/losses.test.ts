import { describe } from "vitest";
import { testCases } from "./cases";
import type { Case } from "./one-node";
import { fixed, normal } from "./one-node";

const weights = fixed([0.5, 2, 1.5], [3], "float32");
const pixels = fixed([0, 2, 1, 1, 2, 0, 1, 0], [2, 4]);

const LOSSES: readonly Case[] = ["none", "sum", "mean"].flatMap((reduction): readonly Case[] => [
  {
    operator: "NegativeLogLikelihoodLoss",
    opset: 13,
    kind: "linear",
    inputs: [normal(4, 3), fixed([0, 2, 1, 2])],
    attributes: { reduction },
  },
  {
    operator: "NegativeLogLikelihoodLoss",
    opset: 13,
    kind: "linear",
    inputs: [normal(2, 3, 4), pixels, weights],
    attributes: { reduction, ignore_index: 1 },
  },
  {
    operator: "SoftmaxCrossEntropyLoss",
    opset: 13,
    kind: "smooth",
    inputs: [normal(4, 3), fixed([0, 2, 1, 2], [4], "int32")],
    attributes: { reduction },
  },
  {
    operator: "SoftmaxCrossEntropyLoss",
    opset: 13,
    kind: "smooth",
    inputs: [normal(2, 3, 4), pixels, weights],
    attributes: { reduction, ignore_index: 2 },
    outputs: 2,
  },
]);

describe("Losses that a file computes itself", () => {
  testCases(LOSSES);
});
