import { describe } from "vitest";
import type { Settings } from "../../src/operators/emit";
import { testCases } from "./cases";
import type { Case, Given } from "./one-node";
import { fixed, normal, uniform } from "./one-node";

/**
 * Places in and around data, well apart from the middles of its elements and from half-way between: there the result
 * has kinks and steps.
 */
function gridOf(space: readonly number[], attributes: Settings, ...shape: readonly number[]): Given {
  const own = normal(...shape, space.length);
  const values = own.values.map((_, index) => {
    const size = space[space.length - 1 - (index % space.length)] ?? 1;
    const quarter = 0.15 + 0.2 * uniform() + (uniform() < 0.5 ? 0 : 0.5);
    const place = Math.floor(uniform() * (size + 2)) - 1.5 + quarter;
    return attributes.align_corners === 1 ? (2 * place) / (size - 1) - 1 : (2 * place + 1) / size - 1;
  });
  return { ...own, values };
}

const sample = (
  opset: number,
  channels: number,
  space: readonly number[],
  to: readonly number[],
  attributes: Settings,
  domain?: string,
): Case => ({
  operator: "GridSample",
  opset,
  kind: "piecewise",
  inputs: [normal(2, channels, ...space), gridOf(space, attributes, 2, ...to)],
  attributes,
  ...(domain !== undefined && { domain }),
});

/** The nearest element does not change with its place. */
const ofData = (one: Case): Case => {
  const [data, grid] = one.inputs;
  return { ...one, inputs: [data, grid && { ...grid, moves: false }] };
};

const SAMPLED: readonly Case[] = [
  sample(16, 3, [4, 5], [3, 6], {}),
  sample(16, 3, [4, 5], [3, 6], { align_corners: 1 }),
  sample(16, 2, [5, 3], [4, 3], { padding_mode: "border" }),
  sample(16, 2, [5, 3], [4, 3], { padding_mode: "border", align_corners: 1, mode: "bilinear" }),
  sample(20, 2, [4, 5], [2, 3], { mode: "linear" }),
  sample(20, 2, [3, 4, 5], [2, 3, 4], { mode: "linear" }),
  sample(20, 2, [3, 4, 5], [2, 3, 4], { mode: "linear", align_corners: 1, padding_mode: "border" }),
  ofData(sample(16, 3, [4, 5], [3, 6], { mode: "nearest" })),
  ofData(sample(20, 3, [4, 5], [3, 6], { mode: "nearest", align_corners: 1, padding_mode: "border" })),
  ofData(sample(20, 2, [3, 4, 5], [2, 3, 4], { mode: "nearest" })),
  sample(17, 3, [4, 5], [3, 6], { align_corners: 1 }, "com.microsoft"),
];

const AFFINE: readonly Case[] = [0, 1].flatMap((align_corners) => [
  {
    operator: "AffineGrid",
    opset: 20,
    kind: "linear" as const,
    inputs: [normal(2, 2, 3), fixed([2, 3, 4, 5])],
    attributes: { align_corners },
  },
  {
    operator: "AffineGrid",
    opset: 20,
    kind: "linear" as const,
    inputs: [normal(2, 3, 4), fixed([2, 3, 2, 4, 3])],
    attributes: { align_corners },
  },
]);

describe("Sampling along a grid", () => {
  testCases([...SAMPLED, ...AFFINE]);
});
