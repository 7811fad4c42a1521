import { describe, expect, test } from "vitest";
import { testCases } from "./cases";
import type { Case, Given } from "./one-node";
import { apart, apartFrom, between, derivatives, fixed, normal, scalar } from "./one-node";

const kind = "linear";
/** Places that differ, or not: three columns of five. */
const twice: Given = fixed([0, 2, -1, 1, 1, 4, 0, 3], [2, 4]);
const once: Given = fixed([0, 2, -1, 1, 4, 3], [2, 3]);
const pairs: Given = fixed([0, 1, 1, -1, 0, 1], [3, 2]);
const apartPairs: Given = fixed([0, 1, 1, -1, 0, 2], [3, 2]);

const CASES: readonly Case[] = [
  { operator: "GatherElements", kind, inputs: [normal(2, 5), twice], attributes: { axis: 1 } },
  {
    operator: "GatherElements",
    kind,
    inputs: [normal(5, 4, 2), fixed([1, 0, -1, 1, 3, 3, 2, 1], [2, 2, 2])],
  },
  { operator: "GatherElements", kind, inputs: [normal(2, 5), twice], attributes: { axis: -1 } },
  { operator: "GatherND", kind, inputs: [normal(2, 3, 4), pairs] },
  { operator: "GatherND", kind, inputs: [normal(2, 3, 4), fixed([1, 0, 1], [3, 1])] },
  {
    operator: "GatherND",
    kind,
    inputs: [normal(2, 3, 4), fixed([0, 2, -1, 2], [2, 2, 1])],
    attributes: { batch_dims: 1 },
  },
  {
    operator: "GatherND",
    kind,
    inputs: [normal(2, 3, 4, 5), fixed([0, 1, 3, 4, 0, 0, 2, 2, 1, 1, 3, 3], [2, 3, 1, 2])],
    attributes: { batch_dims: 2 },
  },
  {
    operator: "Scatter",
    opset: 10,
    kind,
    inputs: [normal(2, 5), once, normal(2, 3)],
    attributes: { axis: 1 },
  },
  { operator: "ScatterElements", kind, inputs: [normal(2, 5), once, normal(2, 3)], attributes: { axis: 1 } },
  { operator: "ScatterElements", kind, inputs: [normal(4, 2), fixed([3, -3], [1, 2]), normal(1, 2)] },
  {
    operator: "ScatterElements",
    kind,
    inputs: [normal(2, 5), twice, normal(2, 4)],
    attributes: { axis: -1, reduction: "add" },
  },
  { operator: "ScatterND", kind, inputs: [normal(2, 3, 4), apartPairs, normal(3, 4)] },
  { operator: "ScatterND", kind, inputs: [normal(3, 4), fixed([2, 0], [2, 1]), normal(2, 4)] },
  {
    operator: "ScatterND",
    kind,
    inputs: [normal(2, 3, 4), pairs, normal(3, 4)],
    attributes: { reduction: "add" },
  },
  {
    operator: "ScatterElements",
    opset: 18,
    kind: "smooth",
    inputs: [normal(2, 5), twice, between(0.5, 2, 2, 4)],
    attributes: { axis: 1, reduction: "mul" },
  },
  {
    operator: "ScatterND",
    opset: 16,
    kind: "smooth",
    inputs: [normal(2, 3, 4), pairs, between(-2, -0.5, 3, 4)],
    attributes: { reduction: "mul" },
  },
  ...["max", "min"].flatMap((reduction): readonly Case[] => [
    {
      operator: "ScatterElements",
      opset: 18,
      kind: "piecewise",
      inputs: [apart(2, 5), twice, apartFrom(0.01, 2, 4)],
      attributes: { axis: 1, reduction },
    },
    {
      operator: "ScatterND",
      opset: 18,
      kind: "piecewise",
      inputs: [apart(2, 3, 4), pairs, apartFrom(0.01, 3, 4)],
      attributes: { reduction },
    },
  ]),
  { operator: "TopK", kind: "piecewise", inputs: [apart(3, 7), fixed([4])], outputs: 2 },
  {
    operator: "TopK",
    kind: "piecewise",
    inputs: [apart(2, 6, 3), fixed([2])],
    attributes: { axis: 1, largest: 0 },
    outputs: 2,
  },
  { operator: "OneHot", kind, inputs: [fixed([0, 2, -1, 9], [2, 2]), scalar(4), normal(2)] },
  { operator: "OneHot", kind, inputs: [fixed([0, 2, 1]), scalar(3), normal(2)], attributes: { axis: 0 } },
  {
    operator: "Compress",
    kind,
    inputs: [normal(3, 4), fixed([1, 0, 1, 1], [4], "bool")],
    attributes: { axis: 1 },
  },
  {
    operator: "Compress",
    kind,
    inputs: [normal(3, 4), fixed([0, 1], [2], "bool")],
    attributes: { axis: -2 },
  },
  { operator: "Compress", kind, inputs: [normal(3, 4), fixed([0, 1, 0, 0, 1, 1], [6], "bool")] },
  { operator: "ReverseSequence", kind, inputs: [normal(4, 3, 2), fixed([4, 1, 3])] },
  {
    operator: "ReverseSequence",
    kind,
    inputs: [normal(3, 4), fixed([2, 4, 3])],
    attributes: { batch_axis: 0, time_axis: 1 },
  },
];

describe("Gathering and scattering", () => {
  testCases(CASES);

  test("shares the cotangent among those that are the largest alike", async () => {
    const real = (...values: readonly number[]): Given => ({ ...normal(values.length), values });
    const { seed, gradients } = await derivatives({
      operator: "ScatterElements",
      opset: 18,
      kind: "piecewise",
      inputs: [real(1, 5, 2), fixed([1, 1, 2]), real(5, 4, 3)],
      attributes: { reduction: "max" },
    });
    const [first = NaN, second = NaN, third = NaN] = seed.map(Math.fround);
    const [data, updates] = [gradients[0], gradients[2]].map((one) => Array.from(one ?? [], (x) => x + 0));
    expect(data).toEqual([first, second / 2, 0]);
    expect(updates).toEqual([second / 2, 0, third]);
  });
});
