import { describe, expect, test } from "vitest";
import { indexModel } from "../../src/analysis/model-index";
import { memorySource } from "../../src/bytes/memory";
import { openModel } from "../../src/formats/open";
import { writeModel } from "../../src/formats/onnx/write";
import type { Seen } from "../../src/gradients/first-pass";
import { seenIn } from "../../src/gradients/first-pass";
import { gradientsOf } from "../../src/gradients/gradients";
import type { Loss } from "../../src/gradients/loss";
import type { Saliency } from "../../src/gradients/saliency";
import { gradCam, saliencyMap } from "../../src/gradients/saliency";
import type { Tensor } from "../../src/model/tensor";
import { prepareInputs } from "../../src/running/inputs/prepare";
import { loadEngine } from "../../src/running/load";
import { makeValues } from "../../src/running/values";
import { node, value } from "../analysis/build";

/** x 1×3×5×4 → Conv 2×2 → ReLU → mean over places → matrix product: two classes, in double precision by hand. */
const [CHANNELS, HEIGHT, WIDTH, MAPS, CLASSES] = [3, 5, 4, 4, 2];
const [ROWS, COLUMNS] = [HEIGHT - 1, WIDTH - 1];
const wave = (at: number, by: number): number => Math.fround(Math.sin(1 + at * by));
const filled = (count: number, by: number): number[] =>
  Array.from({ length: count }, (_, at) => wave(at, by));
const X = filled(CHANNELS * HEIGHT * WIDTH, 1.7);
const KERNEL = filled(MAPS * CHANNELS * 4, 0.9);
const HEAD = filled(MAPS * CLASSES, 2.3);

const x = (channel: number, row: number, column: number): number =>
  X[(channel * HEIGHT + row) * WIDTH + column] ?? NaN;
const kernel = (map: number, channel: number, row: number, column: number): number =>
  KERNEL[((map * CHANNELS + channel) * 2 + row) * 2 + column] ?? NaN;
const head = (map: number, label: number): number => HEAD[map * CLASSES + label] ?? NaN;
const range = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

function activation(map: number, row: number, column: number): number {
  const terms = range(CHANNELS * 4).map((at) => {
    const [channel, dy, dx] = [Math.floor(at / 4), Math.floor(at / 2) % 2, at % 2];
    return kernel(map, channel, dy, dx) * x(channel, row + dy, column + dx);
  });
  return Math.max(0, sum(terms));
}

/** The derivative of a class's logit by a pixel, by the chain rule. */
function slope(label: number, channel: number, row: number, column: number): number {
  const terms = range(MAPS * 4).map((at) => {
    const [map, dy, dx] = [Math.floor(at / 4), Math.floor(at / 2) % 2, at % 2];
    const [y, z] = [row - dy, column - dx];
    if (y < 0 || z < 0 || y >= ROWS || z >= COLUMNS || activation(map, y, z) === 0) return 0;
    return (head(map, label) / (ROWS * COLUMNS)) * kernel(map, channel, dy, dx);
  });
  return sum(terms);
}

const expectedSaliency = (label: number): number[] =>
  range(HEIGHT * WIDTH).map((at) =>
    Math.max(
      ...range(CHANNELS).map((channel) =>
        Math.abs(slope(label, channel, Math.floor(at / WIDTH), at % WIDTH)),
      ),
    ),
  );

/** With a mean over places a channel's weight is the head's, through their number. */
const expectedCam = (label: number): number[] =>
  range(ROWS * COLUMNS).map((at) =>
    Math.max(
      0,
      sum(
        range(MAPS).map(
          (map) =>
            (head(map, label) / (ROWS * COLUMNS)) * activation(map, Math.floor(at / COLUMNS), at % COLUMNS),
        ),
      ),
    ),
  );

function stored(name: string, shape: readonly number[], numbers: readonly number[]): Tensor {
  const inline = new Uint8Array(Float32Array.from(numbers).buffer);
  return { name, dtype: "float32", shape, location: { kind: "raw", pieces: [] }, inline };
}

/** @param last what the network ends with behind its logits, if anything. */
function network(...last: readonly string[]): Uint8Array {
  const ends = ["logits", ...last.map((operator) => operator.toLowerCase())];
  const nodes = [
    node("Conv", ["x", "kernel"], ["maps"]),
    node("Relu", ["maps"], ["relu"]),
    node("GlobalAveragePool", ["relu"], ["pooled"]),
    node("Flatten", ["pooled"], ["flat"]),
    node("MatMul", ["flat", "head"], ["logits"]),
    ...last.map((operator, at) => node(operator, [ends[at] ?? ""], [ends[at + 1] ?? ""])),
  ];
  const tensors = new Map([
    ["kernel", stored("kernel", [MAPS, CHANNELS, 2, 2], KERNEL)],
    ["head", stored("head", [MAPS, CLASSES], HEAD)],
  ]);
  const shape = [1, CHANNELS, HEIGHT, WIDTH];
  const inputs = [value("x", { kind: "tensor", dtype: "float32", shape })];
  const output = value(ends.at(-1) ?? "", { kind: "tensor", dtype: "float32", shape: [1, CLASSES] });
  const graph = { name: "small", nodes, tensors, inputs, outputs: [output] };
  const opsets = new Map([["ai.onnx", 17]]);
  return writeModel({ irVersion: 8, opsets, functions: [], graph }, () => undefined);
}

async function seen(bytes: Uint8Array, loss: Loss): Promise<Seen> {
  const source = memorySource("small.onnx", bytes);
  const model = await openModel(source);
  if (!model.ok) throw new Error(model.problem.message);
  const index = indexModel(model.value);
  const json = JSON.stringify(nested(X, [1, CHANNELS, HEIGHT, WIDTH]));
  const given = new Map([["x", [{ name: "x.json", bytes: new TextEncoder().encode(json) }]]]);
  const assumptions = { dimensions: new Map(), shapes: new Map() };
  const inputs = prepareInputs(index, { assumptions, given, seed: 0, samples: 1, pixels: undefined });
  if (!inputs.ok) throw new Error(inputs.problem.message);
  let kept: Seen | undefined;
  const walked = await gradientsOf({
    engine: await loadEngine(1),
    source,
    index,
    inputs: inputs.value,
    loss,
    seed: 0,
    budget: 2 ** 28,
    look: async (first) => {
      const looked = await seenIn(first, loss, (name) => index.roles.get(name) === "parameter");
      if (looked.ok) kept = looked.value;
      return looked.ok ? undefined : looked.problem;
    },
  });
  if (!walked.ok) throw new Error(walked.problem.message);
  if (kept === undefined) throw new Error("nothing was looked at");
  return kept;
}

function nested(numbers: readonly number[], [size = 1, ...inner]: readonly number[]): unknown {
  if (inner.length === 0) return numbers;
  const each = numbers.length / size;
  return range(size).map((at) => nested(numbers.slice(at * each, (at + 1) * each), inner));
}

/** The numbers that a map shows, to a 254th of its range. */
function shown(maps: Saliency["images"][number]["picture"] | undefined): readonly number[] {
  const [least, most] = maps?.range ?? [NaN, NaN];
  const levels = atob(maps?.maps[0]?.levels ?? "");
  return Array.from(levels, (level) => least + ((level.charCodeAt(0) - 1) / 254) * (most - least));
}

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  const bound = Math.max(...expected) / 250;
  expect(actual).toHaveLength(expected.length);
  expected.forEach((one, at) => expect(Math.abs((actual[at] ?? NaN) - one)).toBeLessThan(bound));
}

describe("the maps of a small network", () => {
  test.each([0, 1])("are those of the chain rule for class %d", async (label) => {
    const { saliency } = await seen(network(), { kind: "cross-entropy", label });
    expect(saliency?.score).toEqual({ kind: "logit", label });
    expectClose(shown(saliency?.images[0]?.map), expectedSaliency(label));
    const camera = saliency?.camera;
    if (camera === undefined || "missing" in camera) throw new Error("there is no map of the class");
    expect([camera.value, camera.node]).toEqual(["relu", "Relu_relu"]);
    expect(camera.map).toMatchObject({ shape: [1, MAPS, ROWS, COLUMNS], maps: [{ width: 3, height: 4 }] });
    expectClose(shown(camera.map), expectedCam(label));
  });

  test("behind a softmax are of the class's log-probability: its logit's without all logits' mean", async () => {
    const { saliency } = await seen(network("Softmax"), { kind: "cross-entropy", label: 1 });
    expect(saliency?.score).toEqual({ kind: "log-probability", label: 1 });
    const logits = range(CLASSES).map((label) =>
      sum(
        range(MAPS * ROWS * COLUMNS).map((at) => {
          const [map, row] = [Math.floor(at / (ROWS * COLUMNS)), Math.floor(at / COLUMNS) % ROWS];
          return (head(map, label) / (ROWS * COLUMNS)) * activation(map, row, at % COLUMNS);
        }),
      ),
    );
    const total = sum(logits.map(Math.exp));
    const mean = (channel: number, row: number, column: number): number =>
      sum(logits.map((logit, label) => (Math.exp(logit) / total) * slope(label, channel, row, column)));
    const expected = range(HEIGHT * WIDTH).map((at) => {
      const [row, column] = [Math.floor(at / WIDTH), at % WIDTH];
      const own = range(CHANNELS).map((channel) =>
        Math.abs(slope(1, channel, row, column) - mean(channel, row, column)),
      );
      return Math.max(...own);
    });
    expectClose(shown(saliency?.images[0]?.map), expected);
  });

  test("of a random direction are no class's", async () => {
    const { saliency } = await seen(network(), { kind: "probe" });
    expect(saliency?.score).toEqual({ kind: "loss" });
    expect(saliency?.camera).toEqual({ missing: "class" });
    expect(saliency?.images[0]?.map).toBeDefined();
  });

  test("stand beside the image, a map for each of its colours", async () => {
    const { saliency } = await seen(network(), { kind: "sum" });
    const picture = saliency?.images[0]?.picture;
    expect(picture).toMatchObject({ channels: 3, range: [Math.min(...X), Math.max(...X)] });
    expect(picture?.maps.map(({ width, height }) => [width, height])).toEqual(
      range(3).map(() => [WIDTH, HEIGHT]),
    );
  });
});

describe("a histogram of a gradient", () => {
  test("counts every element of it", async () => {
    const { histograms } = await seen(network(), { kind: "sum" });
    // The sum's gradient by the head is the mean of each map, for both classes.
    const means = range(MAPS).map(
      (map) =>
        sum(range(ROWS * COLUMNS).map((at) => activation(map, Math.floor(at / COLUMNS), at % COLUMNS))) /
        (ROWS * COLUMNS),
    );
    const { count, std, histogram } = histograms.get("head") ?? { count: 0, std: 0, histogram: undefined };
    expect(count).toBe(MAPS * CLASSES);
    const mean = sum(means) / MAPS;
    expect(std).toBeCloseTo(Math.sqrt(sum(means.map((one) => (one - mean) ** 2)) / MAPS), 5);
    expect(sum(histogram?.counts ?? [])).toBe(MAPS * CLASSES);
    expect(histogram?.edges[0]).toBeCloseTo(Math.min(...means), 5);
    expect(histogram?.edges.at(-1)).toBeCloseTo(Math.max(...means), 5);
  });
});

describe("the formulas", () => {
  const layout = { order: "HWC", channels: 3, height: 1, width: 2, batch: 1 } as const;

  test("take the largest absolute derivative where channels stand last", () => {
    const gradient = makeValues("float32", [1, 1, 2, 3], (at) => [1, -4, 2, 0, 3, -1][at] ?? NaN);
    expect([...saliencyMap(gradient, layout).elements]).toEqual([4, 3]);
  });

  test("weigh maps where channels stand last, and leave out what speaks against", () => {
    const gradient = makeValues("float32", [1, 1, 2, 2], (at) => [2, -1, 0, -1][at] ?? NaN);
    const values = makeValues("float32", [1, 1, 2, 2], (at) => [3, 1, 1, 5][at] ?? NaN);
    // Weights 1 and -1: 3 - 1 and 1 - 5.
    expect([...gradCam(values, gradient, 3).elements]).toEqual([2, 0]);
  });
});
