import { describe } from "vitest";
import { testCases } from "./cases";
import type { Case } from "./one-node";
import { apart, fixed, normal } from "./one-node";

const [kinked, linear, smooth] = ["piecewise", "linear", "smooth"] as const;

const MAXIMA: readonly Case[] = [
  { operator: "MaxPool", kind: kinked, inputs: [apart(2, 3, 6, 5)], attributes: { kernel_shape: [2, 3] } },
  {
    operator: "MaxPool",
    kind: kinked,
    inputs: [apart(2, 2, 7, 6)],
    attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1], ceil_mode: 1 },
  },
  {
    operator: "MaxPool",
    kind: kinked,
    inputs: [apart(1, 2, 7, 8)],
    attributes: { kernel_shape: [2, 3], strides: [2, 1], dilations: [2, 2], pads: [0, 1, 1, 0] },
    outputs: 2,
  },
  {
    operator: "MaxPool",
    kind: kinked,
    inputs: [apart(2, 2, 5, 6)],
    attributes: { kernel_shape: [2, 2], strides: [2, 2], storage_order: 1 },
    outputs: 2,
  },
  {
    operator: "MaxPool",
    kind: kinked,
    inputs: [apart(2, 1, 5, 6)],
    attributes: { kernel_shape: [2, 3], strides: [2, 2], auto_pad: "SAME_UPPER" },
  },
  {
    operator: "MaxPool",
    kind: kinked,
    inputs: [apart(2, 1, 7, 6)],
    attributes: { kernel_shape: [2, 3], strides: [2, 2], auto_pad: "SAME_LOWER" },
  },
  {
    operator: "MaxPool",
    kind: kinked,
    inputs: [apart(2, 3, 9)],
    attributes: { kernel_shape: [3], strides: [2] },
  },
  {
    operator: "MaxPool",
    kind: kinked,
    inputs: [apart(1, 2, 4, 3, 5)],
    attributes: { kernel_shape: [2, 2, 2] },
  },
  { operator: "GlobalMaxPool", kind: kinked, inputs: [apart(2, 3, 4, 5)] },
  {
    operator: "MaxUnpool",
    kind: linear,
    inputs: [normal(1, 2, 2, 2), fixed([0, 3, 9, 10, 17, 18, 24, 31], [1, 2, 2, 2])],
    attributes: { kernel_shape: [2, 2], strides: [2, 2] },
  },
];

const AVERAGES: readonly Case[] = [
  {
    operator: "AveragePool",
    kind: linear,
    inputs: [normal(2, 3, 6, 5)],
    attributes: { kernel_shape: [2, 3] },
  },
  ...[0, 1].flatMap((count_include_pad) => [
    {
      operator: "AveragePool",
      kind: linear,
      inputs: [normal(2, 2, 7, 6)],
      attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 0, 1], count_include_pad },
    },
    {
      operator: "AveragePool",
      opset: 19,
      kind: linear,
      inputs: [normal(2, 2, 8, 6)],
      attributes: {
        kernel_shape: [3, 3],
        strides: [2, 2],
        pads: [0, 1, 1, 1],
        ceil_mode: 1,
        count_include_pad,
      },
    },
    {
      operator: "AveragePool",
      kind: linear,
      inputs: [normal(1, 2, 5, 6)],
      attributes: { kernel_shape: [2, 2], strides: [3, 2], ceil_mode: 1, count_include_pad },
    },
    {
      operator: "AveragePool",
      kind: linear,
      inputs: [normal(2, 1, 5, 6)],
      attributes: { kernel_shape: [2, 3], strides: [2, 2], auto_pad: "SAME_UPPER", count_include_pad },
    },
    {
      operator: "AveragePool",
      opset: 19,
      kind: linear,
      inputs: [normal(2, 2, 9)],
      attributes: { kernel_shape: [3], dilations: [2], pads: [1, 2], count_include_pad },
    },
  ]),
  {
    operator: "AveragePool",
    kind: linear,
    inputs: [normal(2, 1, 7, 6)],
    attributes: { kernel_shape: [2, 3], strides: [2, 2], auto_pad: "SAME_LOWER" },
  },
  {
    operator: "AveragePool",
    kind: linear,
    inputs: [normal(1, 2, 4, 3, 5)],
    attributes: { kernel_shape: [2, 2, 3] },
  },
  { operator: "GlobalAveragePool", kind: linear, inputs: [normal(2, 3, 4, 5)] },
  { operator: "GlobalAveragePool", kind: linear, inputs: [normal(2, 3, 4)] },
  { operator: "LpPool", kind: smooth, inputs: [normal(2, 2, 5, 6)], attributes: { kernel_shape: [2, 3] } },
  {
    operator: "LpPool",
    kind: smooth,
    inputs: [normal(2, 2, 5, 6)],
    attributes: { kernel_shape: [3, 2], strides: [2, 1], pads: [1, 0, 1, 1], p: 3 },
  },
  { operator: "LpPool", kind: kinked, inputs: [apart(2, 2, 7)], attributes: { kernel_shape: [3], p: 1 } },
  { operator: "GlobalLpPool", kind: smooth, inputs: [normal(2, 3, 4, 5)] },
  { operator: "GlobalLpPool", kind: smooth, inputs: [normal(2, 3, 5)], attributes: { p: 3 } },
];

const TRANSPOSED: readonly Case[] = [
  { operator: "ConvTranspose", kind: linear, inputs: [normal(2, 3, 4, 5), normal(3, 2, 3, 2), normal(2)] },
  {
    operator: "ConvTranspose",
    kind: linear,
    inputs: [normal(2, 4, 4, 5), normal(4, 3, 3, 2), normal(6)],
    attributes: { group: 2, strides: [2, 3], dilations: [1, 2], pads: [1, 0, 2, 1] },
  },
  {
    operator: "ConvTranspose",
    kind: linear,
    inputs: [normal(2, 3, 4, 5), normal(3, 2, 3, 3)],
    attributes: { strides: [2, 2], pads: [1, 1, 1, 1], output_padding: [1, 0] },
  },
  {
    operator: "ConvTranspose",
    kind: linear,
    inputs: [normal(2, 3, 4, 5), normal(3, 2, 2, 3)],
    attributes: { strides: [3, 2], auto_pad: "SAME_UPPER" },
  },
  {
    operator: "ConvTranspose",
    kind: linear,
    inputs: [normal(2, 3, 4, 5), normal(3, 2, 4, 3)],
    attributes: { strides: [3, 2], auto_pad: "SAME_LOWER" },
  },
  {
    operator: "ConvTranspose",
    kind: linear,
    inputs: [normal(1, 2, 4, 3), normal(2, 2, 3, 3)],
    attributes: { strides: [2, 2], output_shape: [8, 6] },
  },
  {
    operator: "ConvTranspose",
    kind: linear,
    inputs: [normal(2, 2, 5), normal(2, 3, 3)],
    attributes: { strides: [2], output_padding: [1] },
  },
  {
    operator: "ConvTranspose",
    kind: linear,
    inputs: [normal(1, 3, 4, 4), normal(3, 1, 3, 3), normal(3)],
    attributes: { group: 3, strides: [2, 2], pads: [1, 1, 1, 1] },
  },
];

const COLUMNS: readonly Case[] = [
  { operator: "Col2Im", opset: 18, kind: linear, inputs: [normal(2, 12, 6), fixed([4, 3]), fixed([2, 2])] },
  {
    operator: "Col2Im",
    opset: 18,
    kind: linear,
    inputs: [normal(2, 6, 9), fixed([5, 4]), fixed([2, 3])],
    attributes: { strides: [2, 1], pads: [0, 1, 1, 0] },
  },
  {
    operator: "Col2Im",
    opset: 18,
    kind: linear,
    inputs: [normal(1, 8, 6), fixed([4, 4]), fixed([2, 2])],
    attributes: { dilations: [1, 2] },
  },
];

describe("What slides over the data", () => {
  testCases([...MAXIMA, ...AVERAGES, ...TRANSPOSED, ...COLUMNS]);
});
