import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { indexModel, type ModelIndex } from "../../src/analysis/model-index";
import { openFile } from "../../src/bytes/file";
import { memorySource } from "../../src/bytes/memory";
import type { ByteSource } from "../../src/bytes/source";
import { openModel } from "../../src/formats/open";
import type { Verdict } from "../../src/gradients/verdict";
import { drawsOf, FreshSource } from "../../src/gradients/fresh-source";
import { gradientsOf } from "../../src/gradients/gradients";
import { normalising } from "../../src/gradients/normalising";
import { straighten } from "../../src/gradients/straight";
import { middleOf, twinOf, twinText, withTwin } from "../../src/gradients/twin";
import { prepareInputs } from "../../src/running/inputs/prepare";
import { loadEngine } from "../../src/running/load";
import { TensorReader } from "../../src/tensors/reader";
import { graph, model, node, tensor, value } from "../analysis/build";

const ASSUMPTIONS = { dimensions: new Map<string, number>(), shapes: new Map<string, readonly number[]>() };

async function opened(name: string): Promise<{ readonly source: ByteSource; readonly index: ModelIndex }> {
  const bytes = new Uint8Array(readFileSync(`test/fixtures/torch/${name}/model.onnx`));
  const source = memorySource("model.onnx", bytes);
  const model = await openModel(source);
  if (!model.ok) throw new Error(model.problem.message);
  return { source, index: indexModel(model.value) };
}

async function elementsOf(source: ByteSource, index: ModelIndex, name: string): Promise<readonly number[]> {
  const tensor = index.stored.get(name)?.tensor;
  if (tensor === undefined) throw new Error(`there is no ${name}`);
  const elements = await new TensorReader(source).readAll(tensor);
  if (!elements.ok) throw new Error(elements.problem.message);
  return [...elements.value];
}

const deviation = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

describe("a freshly initialised twin", () => {
  test("has He's deviation before a ReLU and LeCun's before nothing, and biases of zero", async () => {
    const { source, index } = await opened("mlp");
    const twin = await twinOf(source, index, 1);
    if (!twin.ok) throw new Error(twin.problem.message);
    const read = (name: string) => elementsOf(twin.value.source, twin.value.index, name);
    const [first, bias, last] = [await read("0.weight"), await read("0.bias"), await read("2.weight")];
    expect(deviation(first)).toBeCloseTo(Math.sqrt(2 / 9), 1);
    expect(deviation(last)).toBeCloseTo(Math.sqrt(1 / 12), 1);
    expect(new Set(bias)).toEqual(new Set([0]));
    expect(await read("0.weight")).toEqual(first);
    expect(await elementsOf(source, index, "0.weight")).not.toEqual(first);
  });

  test("of a chain of sigmoids vanishes, too: it is the architecture", async () => {
    const { source, index } = await opened("saturating-stack");
    const request = { assumptions: ASSUMPTIONS, given: new Map(), seed: 0, samples: 8, pixels: undefined };
    const inputs = prepareInputs(index, request);
    if (!inputs.ok) throw new Error(inputs.problem.message);
    const engine = await loadEngine(1);
    const loss = { kind: "probe" } as const;
    const options = { engine, source, index, inputs: inputs.value, loss, seed: 0, budget: 2 ** 28 };
    const own = await gradientsOf(options);
    if (!own.ok) throw new Error(own.problem.message);
    const told: number[][] = [];
    const onProgress = (done: number, total: number): void => void told.push([done, total]);
    const { verdict, twin } = await withTwin({ ...options, onProgress }, own.value);
    // Three passes over each of three twins are one way, of which each step is told.
    expect(new Set(told.map(([, total]) => total))).toEqual(new Set([9]));
    expect([...new Set(told.map(([done]) => done))]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect([verdict.kind, twin?.kind]).toEqual(["vanishing", "vanishing"]);
    expect(twin === undefined ? "" : twinText(verdict, twin)).toContain("it is the architecture");
  });

  test.each([
    ["vanishing", "healthy", "it is the weights"],
    ["healthy", "exploding", "gradients explode: training has found its way"],
    ["healthy", "healthy", "no trend either"],
    ["exploding", "undetermined", "cannot be judged"],
  ] as const)("judges %s beside %s", (own, twin, said) => {
    const of = (kind: Verdict["kind"]): Verdict => ({
      kind,
      message: "",
      concept: undefined,
      depths: [],
      activation: undefined,
      gradient: undefined,
      weight: undefined,
    });
    expect(twinText(of(own), of(twin))).toContain(said);
  });
});

describe("of several twins", () => {
  const of = (perLayer: number, interval: number): Verdict => ({
    kind: "healthy",
    message: String(perLayer),
    concept: undefined,
    depths: [],
    activation: undefined,
    gradient: { perLayer, interval },
    weight: undefined,
  });

  test("the one in the middle stands for all, as uncertain as they differ", () => {
    const middle = middleOf([of(0.3, 0), of(0.1, 0.5), of(0.2, 0)]);
    expect(middle?.message).toBe("0.2");
    // The deviation of 0.1, 0.2 and 0.3 is 0.1.
    expect(middle?.gradient?.interval).toBeCloseTo(0.2, 12);
    expect(middleOf([of(0.3, 0.4), of(0.3, 0.4), of(0.3, 0.4)])?.gradient?.interval).toBeCloseTo(0.4, 12);
  });
});

describe("a twin's batch normalisations", () => {
  const models = [
    ["test/fixtures/torch/residual/model.onnx", "InstanceNormalization"],
    ["test/fixtures/tfjs/graph-residual/model.json", "InstanceNormalization"],
  ] as const;

  test.each(models)("of %s normalise what passes them, and it runs", async (file, expected) => {
    const onDisk = await openFile(file);
    if (!onDisk.ok) throw new Error(onDisk.problem.message);
    const source = onDisk.value;
    const read = await openModel(source);
    if (!read.ok) throw new Error(read.problem.message);
    const index = indexModel(read.value);
    const request = { assumptions: ASSUMPTIONS, given: new Map(), seed: 0, samples: 8, pixels: undefined };
    const inputs = prepareInputs(index, request);
    const feeds = inputs.ok ? inputs.value.feeds(0) : inputs;
    if (!inputs.ok || !feeds.ok) throw new Error("no inputs");
    const engine = await loadEngine(1);
    const operatorsOf = async (inTraining: boolean): Promise<readonly string[]> => {
      const straight = await straighten(engine, source, index, ASSUMPTIONS, feeds.value, inTraining);
      if (!straight.ok) throw new Error(straight.problem.message);
      return straight.value.index.model.graph.nodes.map(({ operator }) => operator);
    };
    expect(await operatorsOf(true)).toContain(expected);
    expect(await operatorsOf(true)).not.toContain("BatchNormalization");
    expect((await operatorsOf(false)).filter((one) => one === "InstanceNormalization")).toEqual([]);
    const loss = { kind: "probe" } as const;
    const options = { engine, source, index, inputs: inputs.value, loss, seed: 0, budget: 2 ** 28 };
    const own = await gradientsOf(options);
    if (!own.ok) throw new Error(own.problem.message);
    const { twin, problems } = await withTwin(options, own.value);
    expect(problems.map(({ code }) => code)).not.toContain("no-twin");
    expect(twin?.depths.every(({ gradient }) => gradient !== undefined)).toBe(true);
    await source.close();
  });

  test("of vectors stay: one sample has nothing to normalise a vector over", () => {
    const statistics = ["scale", "shift", "mean", "variance"];
    const normalisedAt = (shape: readonly number[]): readonly string[] => {
      const input = value("x", { kind: "tensor", dtype: "float32", shape });
      const nodes = [node("BatchNormalization", ["x", ...statistics], ["y"])];
      const tensors = statistics.map((name) => tensor(name, "float32", [3]));
      const made = model(graph({ inputs: [input], outputs: ["y"], nodes, tensors }));
      return normalising(made, ASSUMPTIONS).graph.nodes.map(({ operator }) => operator);
    };
    expect(normalisedAt([2, 3])).toEqual(["BatchNormalization"]);
    expect(normalisedAt([2, 3, 5])).toEqual(["InstanceNormalization"]);
  });
});

describe("a source with fresh tensors", () => {
  test("reads the same whatever is asked for at once", async () => {
    const write = (view: DataView, offset: number, value: number): void =>
      view.setFloat32(offset, value, true);
    const pieces = [
      { file: "", offset: 3, length: 6 },
      { file: "", offset: 20, length: 10 },
    ];
    const tensor = { pieces, width: 4, write, value: drawsOf(7) };
    const bytes = Uint8Array.from({ length: 40 }, (_, at) => at);
    const source = new FreshSource(memorySource("x", bytes), [tensor]);
    const whole = await source.read(0, 40);
    const expected = new DataView(new ArrayBuffer(16));
    for (let at = 0; at < 4; at++) write(expected, 4 * at, tensor.value(at));
    const tensorBytes = [...whole.subarray(3, 9), ...whole.subarray(20, 30)];
    expect(tensorBytes).toEqual([...new Uint8Array(expected.buffer)]);
    expect([...whole.subarray(9, 20)]).toEqual([...bytes.subarray(9, 20)]);
    await fc.assert(
      fc.asyncProperty(fc.nat(39), fc.nat(40), async (offset, length) => {
        const some = await source.read(offset, Math.min(length, 40 - offset));
        expect([...some]).toEqual([...whole.subarray(offset, offset + Math.min(length, 40 - offset))]);
      }),
    );
    expect(bytes[3]).toBe(3);
  });

  test("draws numbers of mean 0 and deviation 1 that do not follow each other", () => {
    const values = Array.from({ length: 100_000 }, (_, at) => drawsOf(3)(at));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const together =
      values.slice(1).reduce((sum, value, at) => sum + value * (values[at] ?? 0), 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(deviation(values)).toBeCloseTo(1, 2);
    expect(Math.abs(together)).toBeLessThan(0.02);
  });
});
