import { describe } from "vitest";
import { float } from "../../src/operators/emit";
import { testCases } from "./cases";
import type { Case } from "./one-node";
import { apart, apartFrom, between, fixed, normal, scalar } from "./one-node";

const [kinked, linear, smooth] = ["piecewise", "linear", "smooth"] as const;

const on = (kind: Case["kind"], operators: string, input: () => Case["inputs"][number]): readonly Case[] =>
  operators.split(" ").map((operator) => ({ operator, kind, inputs: [input()] }));

describe("functions of one number", () => {
  testCases([
    ...on(linear, "Identity Neg", () => normal(2, 3)),
    ...on(smooth, "Exp Sin Cos Tanh Sigmoid Softplus Erf Sinh Cosh Asinh Atan", () => between(-1, 1, 3, 4)),
    ...on(smooth, "Log Sqrt Reciprocal", () => between(0.5, 3, 3, 4)),
    ...on(smooth, "Asin Acos Atanh Tan", () => between(-0.7, 0.7, 3, 4)),
    ...on(smooth, "Acosh", () => between(1.5, 3, 3, 4)),
    ...on(kinked, "Abs Relu LeakyRelu Elu Selu Softsign HardSigmoid", () => apart(3, 5)),
    { operator: "HardSwish", opset: 14, kind: kinked, inputs: [apartFrom(0.041, 8, 9)] },
    { operator: "LeakyRelu", kind: kinked, inputs: [apart(4)], attributes: { alpha: float(0.3) } },
    { operator: "Elu", kind: kinked, inputs: [apart(12)], attributes: { alpha: float(2) } },
    {
      operator: "HardSigmoid",
      kind: kinked,
      inputs: [apart(40)],
      attributes: { alpha: float(0.5), beta: float(0.4) },
    },
  ]);
});

describe("arithmetic", () => {
  testCases([
    ...["Add", "Sub", "Mul"].flatMap((operator): readonly Case[] => [
      { operator, kind: smooth, inputs: [normal(2, 3, 4), normal(2, 3, 4)] },
      { operator, kind: smooth, inputs: [normal(2, 3, 4), normal(3, 1)] },
      { operator, kind: smooth, inputs: [normal(1, 4), normal(2, 3, 4)] },
      { operator, kind: smooth, inputs: [normal(2, 3), normal()] },
    ]),
    { operator: "Div", kind: smooth, inputs: [normal(2, 3, 4), between(1, 2, 3, 1)] },
    { operator: "Div", kind: smooth, inputs: [normal(4), between(-2, -1, 2, 3, 4)] },
    {
      operator: "Where",
      kind: linear,
      inputs: [fixed([1, 0, 1], [3, 1], "bool"), normal(3, 4), normal(2, 1, 4)],
    },
    {
      operator: "Clip",
      opset: 13,
      kind: kinked,
      inputs: [apart(5, 6), fixed([-0.5], [], "float32"), fixed([0.7], [], "float32")],
    },
    {
      operator: "Clip",
      opset: 13,
      kind: kinked,
      inputs: [apart(5, 6), undefined, fixed([0.7], [], "float32")],
    },
    {
      operator: "Clip",
      opset: 6,
      kind: kinked,
      inputs: [apart(5, 6)],
      attributes: { min: float(-0.5), max: float(0.9) },
    },
  ]);
});

describe("products", () => {
  testCases([
    { operator: "MatMul", kind: linear, inputs: [normal(3, 4), normal(4, 5)] },
    { operator: "MatMul", kind: linear, inputs: [normal(2, 3, 4), normal(4, 5)] },
    { operator: "MatMul", kind: linear, inputs: [normal(2, 1, 3, 4), normal(6, 4, 5)] },
    { operator: "MatMul", kind: linear, inputs: [normal(4), normal(2, 4, 5)] },
    { operator: "MatMul", kind: linear, inputs: [normal(2, 3, 4), normal(4)] },
    { operator: "MatMul", kind: linear, inputs: [normal(4), normal(4)] },
    ...[0, 1].flatMap((transA) =>
      [0, 1].map((transB): Case => ({
        operator: "Gemm",
        kind: linear,
        inputs: [
          transA === 0 ? normal(3, 4) : normal(4, 3),
          transB === 0 ? normal(4, 5) : normal(5, 4),
          transA === 0 ? normal(5) : normal(3, 1),
        ],
        attributes: { transA, transB, alpha: float(0.7), beta: float(1.5) },
      })),
    ),
    { operator: "Gemm", opset: 11, kind: linear, inputs: [normal(3, 4), normal(4, 5)] },
    { operator: "Det", kind: smooth, inputs: [normal(2, 1, 4, 4)] },
    { operator: "Det", kind: smooth, inputs: [normal(3, 3)] },
    { operator: "Det", kind: linear, inputs: [normal(3, 1, 1)] },
  ]);
});

const pads = [0, 1, 2, 1];

describe("convolutions with steps of one over large maps", () => {
  testCases([
    { operator: "Conv", kind: linear, inputs: [normal(2, 3, 12, 11), normal(4, 3, 3, 2), normal(4)] },
    {
      operator: "Conv",
      kind: linear,
      inputs: [normal(1, 2, 13, 11), normal(3, 2, 4, 3)],
      attributes: { dilations: [1, 2], pads },
    },
    {
      operator: "Conv",
      kind: linear,
      inputs: [normal(1, 4, 12, 12), normal(6, 2, 3, 3), normal(6)],
      attributes: { group: 2, pads: [1, 1, 1, 1] },
    },
    {
      operator: "Conv",
      kind: linear,
      inputs: [normal(1, 4, 11, 13), normal(4, 1, 3, 3)],
      attributes: { group: 4, auto_pad: "SAME_UPPER" },
    },
    { operator: "Conv", kind: linear, inputs: [normal(2, 3, 120), normal(4, 3, 5)] },
    { operator: "Conv", kind: linear, inputs: [normal(1, 2, 7, 6, 6), normal(3, 2, 2, 3, 2)] },
    {
      operator: "Conv",
      kind: linear,
      inputs: [normal(1, 2, 12, 12), normal(3, 2, 2, 2)],
      // More padding than the kernel reaches: no convolution goes back over it.
      attributes: { pads: [2, 2, 2, 2] },
    },
  ]);
});

describe("convolutions", () => {
  testCases([
    { operator: "Conv", kind: linear, inputs: [normal(2, 3, 6, 5), normal(4, 3, 3, 2), normal(4)] },
    {
      operator: "Conv",
      kind: linear,
      inputs: [normal(2, 3, 7, 6), normal(4, 3, 3, 2)],
      attributes: { strides: [2, 3], pads },
    },
    {
      operator: "Conv",
      kind: linear,
      inputs: [normal(1, 2, 9, 8), normal(3, 2, 5, 4)],
      attributes: { strides: [2, 1], dilations: [1, 2], pads },
    },
    {
      operator: "Conv",
      kind: linear,
      inputs: [normal(2, 4, 6, 7), normal(6, 2, 3, 3), normal(6)],
      attributes: { group: 2, strides: [2, 2], pads: [1, 1, 1, 1] },
    },
    {
      operator: "Conv",
      kind: linear,
      inputs: [normal(2, 4, 6, 7), normal(4, 1, 3, 3)],
      attributes: { group: 4 },
    },
    {
      operator: "Conv",
      kind: linear,
      inputs: [normal(2, 3, 7, 6), normal(4, 3, 3, 3)],
      attributes: { strides: [2, 2], auto_pad: "SAME_UPPER" },
    },
    {
      operator: "Conv",
      kind: linear,
      inputs: [normal(2, 3, 8, 7), normal(4, 3, 2, 4)],
      attributes: { strides: [2, 1], auto_pad: "SAME_LOWER" },
    },
    {
      operator: "Conv",
      kind: linear,
      inputs: [normal(2, 3, 9), normal(4, 3, 3), normal(4)],
      attributes: { strides: [2], pads: [1, 0] },
    },
    {
      operator: "Conv",
      kind: linear,
      inputs: [normal(1, 2, 4, 5, 3), normal(3, 2, 2, 3, 2)],
      attributes: { strides: [1, 2, 1] },
    },
    {
      operator: "Conv",
      kind: linear,
      inputs: [normal(1, 20, 5, 4), normal(3, 20, 4, 3)],
      attributes: { pads },
    },
  ]);
});

describe("normalisations", () => {
  const channels = (): Case["inputs"] => [normal(3), normal(3), normal(3), between(0.5, 2, 3)];
  const still = (inputs: Case["inputs"]): Case["inputs"] =>
    inputs.map((given, index) => (given === undefined || index < 3 ? given : { ...given, moves: false }));
  testCases([
    {
      operator: "BatchNormalization",
      opset: 9,
      kind: smooth,
      inputs: still([normal(2, 3, 4), ...channels()]),
    },
    {
      operator: "BatchNormalization",
      opset: 15,
      kind: smooth,
      inputs: still([normal(2, 3, 4, 2), ...channels()]),
    },
    { operator: "InstanceNormalization", kind: smooth, inputs: [normal(2, 3, 4, 5), normal(3), normal(3)] },
    { operator: "Softmax", opset: 13, kind: smooth, inputs: [normal(2, 3, 4)], attributes: { axis: 1 } },
    { operator: "Softmax", opset: 11, kind: smooth, inputs: [normal(2, 3, 4)], attributes: { axis: 1 } },
    { operator: "LogSoftmax", opset: 13, kind: smooth, inputs: [normal(2, 3, 4)] },
    { operator: "LogSoftmax", opset: 9, kind: smooth, inputs: [normal(3, 2, 4)], attributes: { axis: 1 } },
    {
      operator: "GroupNormalization",
      opset: 21,
      kind: smooth,
      inputs: [normal(2, 6, 3, 2), normal(6), normal(6)],
      attributes: { num_groups: 3 },
    },
  ]);
});

describe("reductions", () => {
  const smoothOnes = ["ReduceSum", "ReduceMean", "ReduceL2", "ReduceSumSquare", "ReduceLogSumExp"];
  testCases([
    ...smoothOnes.flatMap((operator): readonly Case[] => [
      { operator, opset: 11, kind: smooth, inputs: [normal(2, 3, 4)], attributes: { axes: [1] } },
      {
        operator,
        opset: 11,
        kind: smooth,
        inputs: [normal(2, 3, 4)],
        attributes: { axes: [0, -1], keepdims: 0 },
      },
      { operator, opset: 11, kind: smooth, inputs: [normal(2, 3)], attributes: { keepdims: 0 } },
    ]),
    {
      operator: "ReduceSum",
      opset: 13,
      kind: linear,
      inputs: [normal(2, 3, 4), fixed([-2])],
      attributes: { keepdims: 0 },
    },
    { operator: "ReduceMean", opset: 18, kind: linear, inputs: [normal(2, 3, 4), fixed([0, 2])] },
    {
      operator: "ReduceLogSum",
      opset: 11,
      kind: smooth,
      inputs: [between(1, 2, 2, 3, 4)],
      attributes: { axes: [1] },
    },
    {
      operator: "ReduceProd",
      opset: 11,
      kind: smooth,
      inputs: [between(0.5, 2, 2, 3, 4)],
      attributes: { axes: [1], keepdims: 0 },
    },
    ...["ReduceMax", "ReduceMin", "ReduceL1"].map((operator): Case => ({
      operator,
      opset: 11,
      kind: kinked,
      inputs: [apart(2, 3, 4)],
      attributes: { axes: [2], keepdims: 0 },
    })),
  ]);
});

describe("movements", () => {
  testCases([
    { operator: "Reshape", kind: linear, inputs: [normal(2, 3, 4), fixed([4, -1])] },
    { operator: "Flatten", kind: linear, inputs: [normal(2, 3, 4)], attributes: { axis: 2 } },
    { operator: "Squeeze", opset: 13, kind: linear, inputs: [normal(2, 1, 4, 1), fixed([1, 3])] },
    { operator: "Unsqueeze", opset: 11, kind: linear, inputs: [normal(2, 3)], attributes: { axes: [0, 3] } },
    { operator: "Transpose", kind: linear, inputs: [normal(2, 3, 4)], attributes: { perm: [2, 0, 1] } },
    { operator: "Transpose", kind: linear, inputs: [normal(2, 3, 4)] },
    { operator: "Expand", kind: linear, inputs: [normal(3, 1), fixed([2, 1, 4])] },
    { operator: "Tile", kind: linear, inputs: [normal(2, 3), fixed([3, 2])] },
    {
      operator: "Concat",
      kind: linear,
      inputs: [normal(2, 3), normal(2, 1), normal(2, 2)],
      attributes: { axis: -1 },
    },
    {
      operator: "Split",
      opset: 13,
      kind: linear,
      inputs: [normal(2, 6), fixed([1, 2, 3])],
      attributes: { axis: 1 },
      outputs: 3,
    },
    { operator: "Split", opset: 11, kind: linear, inputs: [normal(4, 3)], outputs: 2, unreached: [0] },
    { operator: "Slice", kind: linear, inputs: [normal(5, 6), fixed([1, -4]), fixed([4, 100])] },
    {
      operator: "Slice",
      kind: linear,
      inputs: [normal(5, 6), fixed([-1]), fixed([-100]), fixed([1]), fixed([-2])],
    },
    {
      operator: "Slice",
      kind: linear,
      inputs: [normal(5, 7), fixed([0, 1]), fixed([5, 7]), fixed([0, -1]), fixed([2, 3])],
    },
    {
      operator: "Slice",
      opset: 9,
      kind: linear,
      inputs: [normal(5, 6)],
      attributes: { starts: [1], ends: [-1], axes: [1] },
    },
    { operator: "Pad", kind: linear, inputs: [normal(3, 4), fixed([1, 0, 2, 3])] },
    { operator: "Pad", kind: linear, inputs: [normal(5, 4), fixed([-1, 2, 1, -1])] },
    {
      operator: "Pad",
      kind: linear,
      inputs: [normal(4, 5), fixed([1, 2, 3, 1])],
      attributes: { mode: "reflect" },
    },
    {
      operator: "Pad",
      kind: linear,
      inputs: [normal(4, 5), fixed([1, 0, 2, 3])],
      attributes: { mode: "edge" },
    },
    { operator: "Gather", kind: linear, inputs: [normal(5, 3), fixed([4, 0, -1, 4])] },
    {
      operator: "Gather",
      kind: linear,
      inputs: [normal(2, 5, 3), fixed([1, 1, 4, 0], [2, 2])],
      attributes: { axis: 1 },
    },
    { operator: "Gather", kind: linear, inputs: [normal(2, 5), scalar(3)], attributes: { axis: -1 } },
    { operator: "Dropout", opset: 12, kind: linear, inputs: [normal(3, 4)] },
    { operator: "Cast", kind: linear, inputs: [normal(3, 4)], attributes: { to: 1 } },
  ]);
});
