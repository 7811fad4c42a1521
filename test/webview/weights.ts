import type { StoredTensors, TensorPictures, TensorWindow } from "../../src/document/protocol/tensors";
import type { WeightsTensor } from "../../src/reports/types/weights";

/** The stored tensors of the tests' model; the third is far too large, the last has a NaN. */
function tensor(name: string, shape: readonly number[], more: Partial<WeightsTensor> = {}): WeightsTensor {
  const count = shape.reduce((all, one) => all * one, 1);
  const edges = Array.from({ length: 65 }, (_, at) => -0.4 + (0.8 * at) / 64);
  const counts = edges.slice(1).map((edge) => Math.round(1000 * Math.exp(-((edge / 0.12) ** 2) / 2)));
  return {
    name,
    dtype: "float32",
    shape,
    role: "parameter",
    count,
    nan: 0,
    inf: 0,
    mean: 0.001,
    std: 0.12,
    min: -0.4,
    max: 0.4,
    l2: 0.12 * Math.sqrt(count),
    zeroFraction: 0,
    kurtosis: 3,
    quantiles: { p01: -0.28, p05: -0.2, p25: -0.08, p50: 0, p75: 0.08, p95: 0.2, p99: 0.28 },
    histogram: { edges, counts },
    channels: null,
    node: name.replace(/\..*/, ""),
    word: "weight",
    fanIn: null,
    fanOut: null,
    ...more,
  };
}

const TENSORS: readonly WeightsTensor[] = [
  tensor("conv1.weight", [64, 3, 7, 7], { fanIn: 147, fanOut: 3136 }),
  tensor("conv1.bias", [64], { word: "bias" }),
  tensor("layer1.0.conv1.weight", [64, 64, 1, 1], {
    fanIn: 64,
    fanOut: 64,
    std: 40,
    min: -160,
    max: 160,
  }),
  tensor("fc.weight", [1000, 512], { fanIn: 512, fanOut: 1000, nan: 1 }),
];

const NOTHING = {
  nan: null,
  inf: null,
  mean: null,
  std: null,
  min: null,
  max: null,
  l2: null,
  zeroFraction: null,
  kurtosis: null,
  quantiles: null,
  histogram: null,
};

export function storedTensors(measured: boolean, bytes = 2_500_000): StoredTensors {
  return {
    tensors: measured ? TENSORS : TENSORS.map((one) => ({ ...one, ...NOTHING })),
    measured,
    nodes: ["conv1", "conv1", "layer1.0.conv1", "fc"],
    layers: [0, 2, 3],
    bytes,
    problems: [],
  };
}

/** With its channels. */
export function wholeTensor(name: string): WeightsTensor {
  const found = TENSORS.find((one) => one.name === name);
  if (found === undefined) throw new Error(`the model has no tensor ${name}`);
  const channels = found.shape[0] ?? 1;
  const of = (number: number): readonly number[] => Array.from({ length: channels }, () => number);
  return {
    ...found,
    channels: { axis: 0, l2: of(1), mean: of(0.1), min: of(-0.4), max: of(0.4), zero: [3] },
  };
}

export const PICTURES: TensorPictures = {
  shape: [64, 3, 7, 7],
  channels: 2,
  maps: [0, 1].map((channel) => ({
    channel,
    width: 2,
    height: 2,
    step: 1,
    levels: btoa(String.fromCharCode(1, 86, 170, 255)),
  })),
  range: [-0.4, 0.4],
  axes: { channel: 0, row: 2, column: 3 },
  fixed: [{ axis: 1, size: 3, at: 0 }],
};

export function tensorWindow(row: number, column: number): TensorWindow {
  const values = [0, 1].map((at) => [String((row + at) / 10), "0.25", at === 1 ? "NaN" : "-1"]);
  return { rows: 1344, columns: 7, row, column, values };
}
