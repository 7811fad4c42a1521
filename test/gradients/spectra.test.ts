import { describe } from "vitest";
import { testCases } from "./cases";
import type { Case } from "./one-node";
import { fixed, normal } from "./one-node";

const SPECTRA: readonly Case[] = [
  { operator: "DFT", kind: "linear", inputs: [normal(2, 5, 1)] },
  { operator: "DFT", kind: "linear", inputs: [normal(2, 5, 3, 2)], attributes: { inverse: 1 } },
  { operator: "DFT", kind: "linear", inputs: [normal(2, 3, 6, 1)], attributes: { axis: 2, onesided: 1 } },
  { operator: "DFT", kind: "linear", inputs: [normal(2, 5, 2), fixed([4], [])], attributes: { axis: -2 } },
  { operator: "DFT", opset: 20, kind: "linear", inputs: [normal(2, 4, 5, 1), fixed([7], [])] },
  {
    operator: "DFT",
    opset: 20,
    kind: "linear",
    inputs: [normal(2, 4, 5, 1), undefined, fixed([1], [])],
    attributes: { onesided: 1 },
  },
];

describe("Spectra", () => {
  testCases(SPECTRA);
});
