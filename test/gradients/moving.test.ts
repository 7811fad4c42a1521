import { describe } from "vitest";
import { testCases } from "./cases";
import type { Case } from "./one-node";
import { normal, scalar } from "./one-node";

const kind = "linear";

const CASES: readonly Case[] = [
  { operator: "Trilu", kind, inputs: [normal(2, 3, 5)] },
  { operator: "Trilu", kind, inputs: [normal(4, 3), scalar(-1)], attributes: { upper: 0 } },
  { operator: "Trilu", kind, inputs: [normal(2, 4, 5), scalar(2)], attributes: { upper: 1 } },
  { operator: "CumSum", kind, inputs: [normal(3, 4), scalar(1)] },
  { operator: "CumSum", kind, inputs: [normal(3, 4, 2), scalar(-2)], attributes: { exclusive: 1 } },
  { operator: "CumSum", kind, inputs: [normal(3, 4), scalar(0)], attributes: { exclusive: 1, reverse: 1 } },
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
