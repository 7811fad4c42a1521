import type { KeptRun, RunRecipe } from "../../src/document/protocol/runs";
import type { FeatureMaps } from "../../src/document/protocol/tensors";
import type { RunValue } from "../../src/reports/types/run";

/** A run of the little model that page tests are shown. */

const EDGES = Array.from({ length: 9 }, (_, at) => at - 4);

function value(name: string, shape: readonly number[], std: number, more: Partial<RunValue> = {}): RunValue {
  const count = shape.reduce((all, one) => all * one, 1) * 8;
  return {
    name,
    node: name.replace(/\.out$/, ""),
    dtype: "float32",
    shape,
    count,
    nan: 0,
    inf: 0,
    mean: 0.125,
    std,
    min: -4 * std,
    max: 4 * std,
    l2: std * Math.sqrt(count),
    zeroFraction: 0,
    kurtosis: 3,
    quantiles: { p05: -1.6 * std, p50: 0, p95: 1.6 * std },
    histogram: { edges: EDGES.map((edge) => edge * std), counts: [1, 4, 20, 75, 75, 20, 4, 1] },
    units: null,
    softmax: null,
    channels: null,
    ...more,
  };
}

const VALUES: readonly RunValue[] = [
  value("conv1.out", [1, 64, 112, 112], 1),
  value("maxpool.out", [1, 64, 56, 56], 0.5, {
    zeroFraction: 0.5,
    units: {
      axis: 1,
      total: 64,
      samples: 8,
      positions: 25_088,
      dead: [3, 17],
      deadBound: 0.375,
      rare: [5],
      saturated: [],
      constant: [],
    },
  }),
  value("avgpool.out", [1, 512, 1, 1], 0.05),
  value("fc.out", [1, 1000], 0.01, { nan: 2 }),
];

export const RECIPE: RunRecipe = {
  inputs: [
    {
      name: "images",
      dtype: "float32",
      shape: [1, 3, 224, 224],
      source: "synthetic: image of smooth and white noise, mean 0, deviation 1",
      synthetic: true,
      distributions: ["graph", "normal", "image", "zeros", "ones"],
    },
  ],
  samples: 8,
  dimensions: { batch: 1 },
  shapeless: [],
  problem: null,
};

export const RUN: KeptRun = {
  id: 1,
  report: {
    command: "run",
    file: "/models/resnet.onnx",
    format: "onnx",
    engine: "onnxruntime-web 1.30.0 (wasm, 2 threads)",
    inputs: RECIPE.inputs,
    samples: 8,
    seed: 0,
    dimensions: { batch: 1 },
    outputs: [
      {
        name: "logits",
        dtype: "float32",
        shape: [1, 1000],
        values: [0.5, -1, 2],
        top: [
          [417, 9.5],
          [2, 2],
          [0, 0.5],
          [7, 0.25],
          [1, -1],
        ],
      },
    ],
    values: VALUES,
    firstNonFinite: "fc",
    times: null,
    inDistribution: { layers: 2, channels: 128, shift: 3.5, ratio: 0.5, kind: "far" },
    problems: [],
  },
  nodes: ["conv1", "maxpool", "avgpool", "fc"],
  outputs: [
    {
      name: "logits",
      dtype: "float32",
      shape: [1, 1000],
      shares: false,
      samples: [417, 417, 2].map((best) => ({
        values: [0.5, -1, 2],
        top: [
          [best, 9.5],
          [3, 2],
          [0, 0.5],
          [7, 0.25],
          [1, -1],
        ] as const,
      })),
    },
    {
      name: "state",
      dtype: "float32",
      shape: [1, 4],
      shares: false,
      samples: [{ values: [0, 1, 2, "NaN"] }],
    },
  ],
  fit: { kind: "far", message: "The signal is far from that of training." },
  trunk: [0, 1, 2, 3],
  milliseconds: 1234,
  inputs: { seed: 0, samples: 8, pixels: null, distributions: {}, shapes: {}, given: {} },
  synthetic: true,
};

export const MAPS: FeatureMaps = {
  shape: [1, 2, 2, 2],
  channels: 2,
  maps: [0, 1].map((channel) => ({
    channel,
    width: 2,
    height: 2,
    step: 1,
    levels: btoa(String.fromCharCode(1, 86, 170, 255)),
  })),
  range: [0, 3],
};

/** With its channels. */
export function wholeValue(name: string): RunValue {
  const found = VALUES.find((one) => one.name === name);
  if (found === undefined) throw new Error(`the run has no value ${name}`);
  const channels = Number(found.shape?.[1] ?? 0);
  const of = (number: number): readonly number[] => Array.from({ length: channels }, () => number);
  return {
    ...found,
    channels: { axis: 1, l2: of(1), mean: of(0.5), min: of(-1), max: of(2), zero: [] },
  };
}
