import { beforeAll, describe, expect, test } from "vitest";
import { indexModel } from "../../src/analysis/model-index";
import { memorySource } from "../../src/bytes/memory";
import { openModel } from "../../src/formats/open";
import { writeModel } from "../../src/formats/onnx/write";
import { drawsOf } from "../../src/gradients/fresh-source";
import { gradientsOf } from "../../src/gradients/gradients";
import type { Verdict } from "../../src/gradients/verdict";
import { levelsOf } from "../../src/gradients/verdict";
import type { Node } from "../../src/model/model";
import type { Tensor } from "../../src/model/tensor";
import { prepareInputs } from "../../src/running/inputs/prepare";
import { loadEngine, type Engine } from "../../src/running/load";
import { node, value } from "../analysis/build";

/** Images of 24 × 24 in 12 channels: a global average is over 576 positions. */
const [SIDE, CHANNELS, LAYERS, CLASSES] = [24, 12, 8, 10];

/** He et al. 2015, equation 10: what keeps the signal behind ReLUs, times a gain that is 1 there. */
function drawn(name: string, shape: readonly number[], gain: number, seed: number): Tensor {
  const count = shape.reduce((all, size) => all * size, 1);
  const fanIn = count / (shape[0] ?? 1);
  const draw = drawsOf(seed);
  const elements = Float32Array.from({ length: count }, (_, at) => gain * Math.sqrt(2 / fanIn) * draw(at));
  const inline = new Uint8Array(elements.buffer);
  return { name, dtype: "float32", shape, location: { kind: "raw", pieces: [] }, inline };
}

/** A chain of convolutions and ReLUs, and how it comes to one vector for each sample. */
function network(
  gain: number,
  head: readonly Node[],
  stored: readonly Tensor[] = [],
  length = LAYERS,
): Uint8Array {
  const layers = Array.from({ length }, (_, at) => at);
  const nodes = [
    ...layers.flatMap((at) => [
      node("Conv", [at === 0 ? "x" : `relu${at}`, `kernel${at}`], [`conv${at}`], {
        attributes: { pads: { kind: "ints", value: [1n, 1n, 1n, 1n] } },
      }),
      node("Relu", [`conv${at}`], [`relu${at + 1}`]),
    ]),
    ...head,
    node("Gemm", ["flat", "fc"], ["logits"], { attributes: { transB: { kind: "int", value: 1n } } }),
  ];
  const kernels = layers.map((at) => drawn(`kernel${at}`, [CHANNELS, CHANNELS, 3, 3], gain, at + 1));
  const all = [...kernels, drawn("fc", [CLASSES, CHANNELS], 1, 99), ...stored];
  const input = value("x", { kind: "tensor", dtype: "float32", shape: [1, CHANNELS, SIDE, SIDE] });
  const output = value("logits", { kind: "tensor", dtype: "float32", shape: [1, CLASSES] });
  const tensors = new Map(all.map((tensor) => [tensor.name, tensor]));
  const graph = { name: "cnn", nodes, tensors, inputs: [input], outputs: [output] };
  return writeModel(
    { irVersion: 8, opsets: new Map([["ai.onnx", 17]]), functions: [], graph },
    () => undefined,
  );
}

const flatten = node("Flatten", ["pooled"], ["flat"]);
const globalOf = (layers: number) => [node("GlobalAveragePool", [`relu${layers}`], ["pooled"]), flatten];
const GLOBAL = globalOf(LAYERS);
const MEAN = [
  node("ReduceMean", [`relu${LAYERS}`], ["flat"], {
    attributes: { axes: { kind: "ints", value: [2n, 3n] }, keepdims: { kind: "int", value: 0n } },
  }),
];
const TWICE = [
  node("AveragePool", [`relu${LAYERS}`], ["smaller"], {
    attributes: {
      kernel_shape: { kind: "ints", value: [4n, 4n] },
      strides: { kind: "ints", value: [4n, 4n] },
    },
  }),
  node("GlobalAveragePool", ["smaller"], ["pooled"]),
  flatten,
];

describe("the verdict on a chain of convolutions", { timeout: 60_000 }, () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await loadEngine(1);
  });

  async function verdictOn(bytes: Uint8Array): Promise<Verdict> {
    const source = memorySource("cnn.onnx", bytes);
    const model = await openModel(source);
    if (!model.ok) throw new Error(model.problem.message);
    const index = indexModel(model.value);
    const assumptions = { dimensions: new Map<string, number>(), shapes: new Map() };
    const request = { assumptions, given: new Map(), seed: 0, samples: 4, pixels: undefined };
    const inputs = prepareInputs(index, request);
    if (!inputs.ok) throw new Error(inputs.problem.message);
    const loss = { kind: "probe" } as const;
    const options = { engine, source, index, inputs: inputs.value, loss, seed: 0, budget: 2 ** 28 };
    const gradients = await gradientsOf({ ...options, probes: 4 });
    if (!gradients.ok) throw new Error(gradients.problem.message);
    return gradients.value.verdict;
  }

  test.each([
    ["a global average pooling", GLOBAL],
    ["a mean over rows and columns", MEAN],
    ["two poolings", TWICE],
  ])("by He is healthy in front of %s", async (_, head) => {
    const { kind, message, depths } = await verdictOn(network(1, head));
    // Each of n averaged positions has an n-th of the gradient.
    expect(depths.at(-1)?.pooled).toBeCloseTo(Math.log10(SIDE * SIDE), 4);
    expect(message).toContain("Left out is a factor of 580 by which they shrink");
    expect(kind).toBe("healthy");
  });

  test("of one step alone has a slope without an error", async () => {
    const { gradient } = await verdictOn(network(1, globalOf(1), [], 1));
    expect(gradient?.perLayer).toBeDefined();
    expect(gradient?.interval).toBeUndefined();
  });

  test.each([
    [0.4, "vanishing"],
    [3, "exploding"],
  ])("with weights %f times as large is %s all the same", async (gain, expected) => {
    const { kind, gradient } = await verdictOn(network(gain, GLOBAL));
    expect(kind).toBe(expected);
    // Of the eight steps seven go through a convolution of that gain.
    expect((gradient?.perLayer ?? NaN) / ((-(LAYERS - 1) * Math.log10(gain)) / LAYERS)).toBeCloseTo(1, 0);
  });
});

test("what pooling changes is taken out of the step where it is, and of all before", () => {
  const depths = [
    { gradient: -3, pooled: 7 },
    { gradient: -2.5, pooled: 0 },
    { gradient: 0, pooled: 2 },
    { gradient: undefined, pooled: 0 },
    { gradient: 1, pooled: -0.5 },
  ];
  expect(levelsOf(depths)).toEqual([-3, -2.5, -2, undefined, -0.5]);
});
