import { describe } from "vitest";
import { testCases } from "./cases";
import type { Case, Given } from "./one-node";
import { between, fixed, normal, scalar } from "./one-node";

const kind = "linear";

const moving = (value: number): Given => ({ ...scalar(value, "float32"), moves: true });

const CASES: readonly Case[] = [
  { operator: "Trilu", kind, inputs: [normal(2, 3, 5)] },
  { operator: "Trilu", kind, inputs: [normal(4, 3), scalar(-1)], attributes: { upper: 0 } },
  { operator: "Trilu", kind, inputs: [normal(2, 4, 5), scalar(2)], attributes: { upper: 1 } },
  { operator: "CumSum", kind, inputs: [normal(3, 4), scalar(1)] },
  { operator: "CumSum", kind, inputs: [normal(3, 4, 2), scalar(-2)], attributes: { exclusive: 1 } },
  { operator: "CumSum", kind, inputs: [normal(3, 4), scalar(0)], attributes: { exclusive: 1, reverse: 1 } },
  ...[{}, { exclusive: 1 }, { reverse: 1 }, { exclusive: 1, reverse: 1 }].map((attributes): Case => ({
    operator: "CumProd",
    opset: 26,
    kind: "smooth",
    inputs: [between(0.5, 1.5, 3, 4, 2), scalar(1)],
    attributes,
  })),
  {
    operator: "Range",
    kind,
    inputs: [moving(0.5), scalar(9.9, "float32"), moving(1.6)],
  },
  { operator: "CenterCropPad", opset: 18, kind, inputs: [normal(2, 5, 4), fixed([3, 2, 7])] },
  {
    operator: "CenterCropPad",
    opset: 18,
    kind,
    inputs: [normal(2, 6, 4), fixed([9, 3])],
    attributes: { axes: [-2, 2] },
  },
  { operator: "DepthToSpace", kind, inputs: [normal(2, 8, 2, 3)], attributes: { blocksize: 2 } },
  {
    operator: "DepthToSpace",
    kind,
    inputs: [normal(2, 18, 1, 2)],
    attributes: { blocksize: 3, mode: "CRD" },
  },
  {
    operator: "DepthToSpace",
    kind,
    inputs: [normal(2, 12, 2, 3)],
    attributes: { blocksize: 2, mode: "CRD" },
  },
  { operator: "SpaceToDepth", kind, inputs: [normal(2, 3, 4, 6)], attributes: { blocksize: 2 } },
  { operator: "SpaceToDepth", kind, inputs: [normal(1, 2, 3, 6)], attributes: { blocksize: 3 } },
];

describe("Moving elements", () => {
  testCases(CASES);
});
