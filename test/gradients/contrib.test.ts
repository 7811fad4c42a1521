import { describe } from "vitest";
import { float, floats } from "../../src/operators/emit";
import { testCases } from "./cases";
import type { Case, Given } from "./one-node";
import { between, fixed, normal, scalar, uniform } from "./one-node";

const [smooth, linear] = ["smooth", "linear"] as const;
const domain = "com.microsoft";

const still = (given: Given): Given => fixed(given.values, given.shape, given.dtype);

const ACTIVATIONS: readonly Case[] = [
  { operator: "Gelu", opset: 20, kind: smooth, inputs: [normal(3, 5)] },
  {
    operator: "Gelu",
    opset: 20,
    kind: smooth,
    inputs: [normal(2, 3, 4)],
    attributes: { approximate: "tanh" },
  },
  { operator: "Gelu", domain, kind: smooth, inputs: [normal(3, 5)] },
  { operator: "FastGelu", domain, kind: smooth, inputs: [normal(2, 3, 5)] },
  { operator: "FastGelu", domain, kind: smooth, inputs: [normal(2, 3, 5), normal(5)] },
  { operator: "QuickGelu", domain, kind: smooth, inputs: [normal(3, 5)] },
  { operator: "QuickGelu", domain, kind: smooth, inputs: [normal(3, 5)], attributes: { alpha: float(0.8) } },
  { operator: "BiasGelu", domain, kind: smooth, inputs: [normal(2, 3, 5), normal(5)] },
];

const LAYERS: readonly Case[] = [
  { operator: "LayerNormalization", kind: smooth, inputs: [normal(2, 3, 5), normal(5), normal(5)] },
  {
    operator: "LayerNormalization",
    kind: smooth,
    inputs: [normal(2, 3, 4), normal(3, 4)],
    attributes: { axis: 1, epsilon: float(1e-2) },
  },
  { operator: "SimplifiedLayerNormalization", kind: smooth, inputs: [normal(2, 3, 5), normal(5)] },
  { operator: "RMSNormalization", opset: 23, kind: smooth, inputs: [normal(2, 3, 5), normal(5)] },
  {
    operator: "RMSNormalization",
    opset: 23,
    kind: smooth,
    inputs: [normal(2, 3, 5), normal(3, 5)],
    attributes: { axis: -2, epsilon: float(1e-2) },
  },
  {
    operator: "SkipLayerNormalization",
    domain,
    kind: smooth,
    inputs: [normal(2, 3, 8), normal(2, 3, 8), normal(8), normal(8), normal(8)],
    outputs: 4,
    unreached: [1, 2],
  },
  {
    operator: "SkipLayerNormalization",
    domain,
    kind: smooth,
    inputs: [normal(2, 3, 8), normal(1, 3, 8), normal(8)],
    attributes: { epsilon: float(1e-3) },
  },
  {
    operator: "SkipSimplifiedLayerNormalization",
    domain,
    kind: smooth,
    inputs: [normal(2, 3, 8), normal(2, 3, 8), still(normal(8)), normal(8)],
    outputs: 4,
    unreached: [0, 1, 2],
  },
  {
    operator: "SkipSimplifiedLayerNormalization",
    domain,
    kind: smooth,
    inputs: [normal(2, 3, 8), normal(2, 3, 8), normal(8)],
  },
  {
    operator: "EmbedLayerNormalization",
    domain,
    kind: smooth,
    inputs: [
      fixed([0, 3, 3, 4, 1, 0], [2, 3], "int32"),
      fixed([0, 1, 1, 0, 0, 0], [2, 3], "int32"),
      ...[normal(5, 8), normal(4, 8), normal(2, 8), normal(8), normal(8)],
    ],
    outputs: 2,
  },
  {
    operator: "EmbedLayerNormalization",
    domain,
    kind: smooth,
    inputs: [
      fixed([0, 3, 3, 4, 1, 0], [2, 3], "int32"),
      undefined,
      ...[normal(5, 8), normal(4, 8), undefined, normal(8), normal(8), undefined],
      fixed([0, 2, 3, 1, 1, 0], [2, 3], "int32"),
    ],
    outputs: 2,
  },
];

/** Bytes of packed weights. */
const bytes = (...shape: readonly number[]): Given => {
  const { values } = between(0, 256, ...shape);
  return fixed(values.map(Math.floor), shape, "uint8");
};

const PRODUCTS: readonly Case[] = [
  { operator: "FusedMatMul", domain, kind: linear, inputs: [normal(2, 3, 4), normal(4, 5)] },
  ...[
    [[4, 3], [5, 4], 1, 1],
    [[2, 4, 3], [2, 4, 5], 1, 0],
    [[2, 3, 4], [1, 5, 4], 0, 1],
  ].map(([a, b, transA, transB]): Case => ({
    operator: "FusedMatMul",
    domain,
    kind: linear,
    inputs: [normal(...(a as number[])), normal(...(b as number[]))],
    attributes: { transA: Number(transA), transB: Number(transB), alpha: float(0.5 + uniform()) },
  })),
  {
    operator: "MatMulNBits",
    domain,
    kind: linear,
    inputs: [normal(2, 3, 40), bytes(6, 2, 16), still(between(0.01, 0.02, 12))],
    attributes: { K: 40, N: 6, bits: 4, block_size: 32 },
  },
  {
    operator: "MatMulNBits",
    domain,
    kind: linear,
    inputs: [normal(3, 48), bytes(4, 3, 8), still(between(0.01, 0.02, 12)), bytes(8)],
    attributes: { K: 48, N: 4, bits: 4, block_size: 16 },
  },
];

const activated = (activation: string, kind: Case["kind"], ...parameters: readonly number[]) => ({
  kind,
  gemm: {
    activation,
    transB: 1,
    ...Object.fromEntries(
      parameters.map((one, index) => [`activation_${["alpha", "beta"][index] ?? ""}`, float(one)]),
    ),
  },
  conv: { activation, strides: [1, 2], pads: [1, 0, 0, 1], activation_params: floats(parameters) },
});

const FUSED: readonly Case[] = [
  activated("Relu", "piecewise"),
  activated("LeakyRelu", "piecewise", 0.3),
  activated("Sigmoid", smooth),
  activated("Tanh", smooth),
  activated("Clip", "piecewise", -1, 1.5),
  activated("HardSigmoid", "piecewise", 0.3, 0.4),
].flatMap(({ kind, conv, gemm }): readonly Case[] => {
  const [small, attributes] = [(...shape: readonly number[]) => between(-0.5, 0.5, ...shape), conv];
  const data = [small(2, 3, 4, 5), small(4, 3, 2, 3), small(4)];
  const fused: Case = { operator: "FusedConv", domain, kind, inputs: data, attributes };
  // It alone may be cut off on both sides.
  if (conv.activation === "Clip") return [fused];
  const matrices = [small(3, 4), small(5, 4), small(5)];
  return [fused, { operator: "FusedGemm", domain, kind, inputs: matrices, attributes: gemm }];
});

const OTHERS: readonly Case[] = [
  {
    operator: "FusedConv",
    domain,
    kind: smooth,
    inputs: [
      ...[between(-0.1, 0.1, 2, 3, 4, 5), between(-0.5, 0.5, 4, 3, 2, 3), normal(4)],
      normal(2, 4, 3, 3),
    ],
    attributes: { activation: "Tanh" },
  },
  {
    operator: "Inverse",
    domain,
    kind: smooth,
    inputs: [{ ...normal(2, 3, 3), values: [4, 1, 0, -1, 5, 1, 0, 2, 6, 5, 1, 1, 2, -6, 0, 1, 1, 7] }],
  },
  { operator: "Trilu", domain, kind: linear, inputs: [normal(2, 4, 5), scalar(1)] },
  { operator: "GatherND", domain, kind: linear, inputs: [normal(2, 3, 4), fixed([0, 1, 1, -1], [2, 2])] },
  { operator: "ExpandDims", domain, kind: linear, inputs: [normal(2, 3), scalar(1, "int32")] },
  { operator: "Pad", domain, kind: linear, inputs: [normal(2, 3), fixed([1, 0, 2, 1])] },
  {
    operator: "Pad",
    domain,
    kind: linear,
    inputs: [normal(3, 4), fixed([1, 0, 2, 1])],
    attributes: { mode: "reflect" },
  },
];

describe("ONNX Runtime's own operators", () => {
  testCases([...ACTIVATIONS, ...LAYERS, ...PRODUCTS, ...FUSED, ...OTHERS]);
});
