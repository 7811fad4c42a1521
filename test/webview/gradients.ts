import type { KeptGradients } from "../../src/document/protocol";
import type { ReportParameterGradient } from "../../src/reports/types";

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
      parameter("fc.bias", 0, { state: "blocked", l2: null, mean: null, std: null, max: null, ratio: null }),
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
    twin: { kind: "healthy", gradient: 0.1, message: "It is the weights, not the architecture." },
    culprits: [{ value: "maxpool.out", step: 3, usual: 0.25, message: "At maxpool.out gradients shrink." }],
    halfUnderflow: 0.125,
    verdict: { kind: "vanishing", message: "Gradients shrink towards the input.", concept: 6 },
    problems: [],
  },
  depth: ["conv1", "maxpool", "fc"],
  parameters: ["conv1", "fc", "fc"],
  values: [],
  milliseconds: 2345,
  synthetic: true,
};
