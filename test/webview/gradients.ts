import type { KeptGradients, ParameterGradient, Saliency } from "../../src/document/protocol/gradients";
import type { FeatureMaps } from "../../src/document/protocol/tensors";
import type { ReportParameterGradient } from "../../src/reports/types/gradients";
import { wholeTensor } from "./weights";

const parameter = (
  name: string,
  l2: number,
  more: Partial<ReportParameterGradient> = {},
): ReportParameterGradient => ({
  name,
  state: "ok",
  shape: [64, 3, 7, 7],
  l2,
  mean: 0,
  meanSize: l2 / 120,
  std: l2 / 100,
  max: l2 / 10,
  ratio: l2 / 5,
  halfUnderflow: 0,
  ...more,
});

/** Gradients that vanish towards the input; the last layer's bias is blocked. */
export const GRADIENTS: KeptGradients = {
  report: {
    command: "gradients",
    file: "/models/resnet.onnx",
    format: "onnx",
    engine: "onnxruntime-web (wasm, 2 threads)",
    inputs: [],
    seed: 0,
    dimensions: {},
    loss: { kind: "probe", value: null },
    passes: 8,
    coverage: { parameters: 0.998, unknown: ["Det"] },
    parameters: [
      parameter("conv1.weight", 1e-6),
      parameter("fc.weight", 0.5),
      parameter("fc.bias", 0, {
        state: "blocked",
        l2: null,
        mean: null,
        meanSize: null,
        std: null,
        max: null,
        ratio: null,
        halfUnderflow: null,
      }),
    ],
    values: [],
    trend: {
      activation: -0.1,
      gradient: 1.5,
      weight: 1.4,
      intervals: { activation: 0.05, gradient: 0.2, weight: 0.3 },
    },
    depth: [
      { value: "conv1.out", activation: 0, gradient: -6, weight: -7, twin: -0.5 },
      { value: "maxpool.out", activation: -0.1, gradient: -3, weight: null, twin: -0.25 },
      { value: "fc.out", activation: -0.2, gradient: 0, weight: -1, twin: 0 },
    ],
    twin: {
      kind: "healthy",
      gradient: 0.1,
      interval: 0.05,
      message: "It is the weights, not the architecture.",
    },
    branches: [
      { node: "layer1.0.add", operator: "Add", entry: "layer1.0.relu", share: 0.4, dead: false },
      { node: "layer1.1.add", operator: "Add", entry: "layer1.1.relu", share: 0.0002, dead: true },
    ],
    culprits: [{ value: "maxpool.out", step: 3, usual: 0.25, message: "At maxpool.out gradients shrink." }],
    halfUnderflow: 0.125,
    verdict: { kind: "vanishing", message: "Gradients shrink towards the input.", concept: 6 },
    problems: [],
  },
  depth: ["conv1", "maxpool", "fc"],
  parameters: ["conv1", "fc", "fc"],
  values: [],
  branches: ["maxpool", "conv1"],
  layers: [
    {
      id: "conv1",
      node: "conv1",
      operator: "Conv",
      parameters: ["conv1.weight"],
      state: "ok",
      mean: 1e-8,
      max: 1e-7,
    },
    {
      id: "fc",
      node: "fc",
      operator: "Gemm",
      parameters: ["fc.weight", "fc.bias"],
      state: "ok",
      mean: 0.004,
      max: 0.05,
    },
    {
      id: "head",
      node: "head",
      operator: "Gemm",
      parameters: ["head.weight"],
      state: "blocked",
      mean: null,
      max: null,
    },
  ],
  saliency: null,
  camera: null,
  milliseconds: 2345,
  synthetic: true,
};

/** A disc: bright in the middle. */
function disc(side: number, channels: number, range: readonly [number, number]): FeatureMaps {
  const levels = Array.from({ length: side * side }, (_, at) => {
    const [y, x] = [Math.floor(at / side) + 0.5 - side / 2, (at % side) + 0.5 - side / 2];
    return 1 + Math.round(254 * Math.exp(-(x * x + y * y) / (side * side * 0.06)));
  });
  const maps = Array.from({ length: channels }, (_, channel) => ({
    channel,
    width: side,
    height: side,
    step: side === 32 ? 7 : 1,
    levels: btoa(String.fromCharCode(...levels.map((level) => Math.max(1, level - 60 * channel)))),
  }));
  return { shape: [1, channels, side, side], channels, maps, range };
}

const IMAGE: Saliency["images"][number] = {
  input: "images",
  picture: disc(32, 3, [-2, 2.6]),
  map: disc(32, 1, [0, 0.03]),
};

const INPUT = { name: "images", dtype: "float32", shape: [1, 3, 224, 224], source: "synthetic: noise" };

/** Of a class, on an image that was made up. */
export const CLASS_GRADIENTS: KeptGradients = {
  ...GRADIENTS,
  report: { ...GRADIENTS.report, inputs: [INPUT], loss: { kind: "cross-entropy", value: 6.9 }, passes: 1 },
  saliency: {
    score: { kind: "logit", label: 3 },
    images: [IMAGE],
    camera: { value: "layer4.out", node: "layer4", map: disc(7, 1, [0, 1.5]) },
  },
  camera: "maxpool",
};

/** The same without a class. */
export const PROBED_GRADIENTS: KeptGradients = {
  ...GRADIENTS,
  report: { ...GRADIENTS.report, inputs: [{ ...INPUT, source: "file cat.png" }] },
  saliency: { score: { kind: "loss" }, images: [IMAGE], camera: { missing: "class" } },
};

/** Long tails: most of it lies within a thousandth of its range. */
export function parameterGradient(name: string): ParameterGradient {
  const edges = [-1, ...Array.from({ length: 65 }, (_, at) => -1e-3 + (2e-3 * at) / 64), 1];
  const counts = edges.slice(1).map((edge) => Math.round(900 * Math.exp(-((edge / 4e-4) ** 2) / 2)) + 3);
  const gradient = { count: 64 * 3 * 49, std: 4e-4, histogram: { edges, counts } };
  return {
    gradient: name === "fc.bias" ? null : gradient,
    weight: wholeTensor(name === "fc.bias" ? "conv1.bias" : name),
  };
}
