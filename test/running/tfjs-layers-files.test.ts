import { memory } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { Engine } from "../../src/running/load";
import { loadEngine } from "../../src/running/load";
import { runModel } from "../../src/running/run";
import type { Layer } from "../formats/tfjs/model";
import { called, dense, functional, input, sequential } from "../formats/tfjs/model";
import type { Answer, Given, LayersFiles, WeightEntry } from "./layers-case";
import { given, numbers, optionsOf, runOf, valueOf } from "./layers-case";

let engine: Engine;
beforeAll(async () => {
  engine = await loadEngine();
});

const layer = (class_name: string, name: string, config: Layer = {}): Layer => ({
  class_name,
  config: { name, ...config },
});
const MASKING = layer("Masking", "mask", { mask_value: 0, batch_input_shape: [null, 4, 2] });
const LSTM = layer("LSTM", "lstm", { units: 1, activation: "tanh", recurrent_activation: "sigmoid" });
const SHAPES: readonly (readonly number[])[] = [[2, 4], [1, 4], [4]];

/** Float32 weights one after the other, by these names. */
function files(topology: Layer, names: readonly string[] = [], shapes = SHAPES): LayersFiles {
  const weights = names.map((name, at): WeightEntry => ({ name, shape: shapes[at] ?? [], dtype: "float32" }));
  const lengths = weights.map(({ shape }) => shape.reduce((product, size) => product * size, 1));
  const values = Float32Array.from(numbers(lengths.reduce((sum, length) => sum + length, 0)));
  return { topology, weights, bytes: new Uint8Array(values.buffer) };
}

const NAMED = ["lstm/lstm_cell/kernel", "lstm/lstm_cell/recurrent_kernel", "lstm/lstm_cell/bias"];
const NET = sequential([MASKING, LSTM]);
const STEPS: Given = { shape: [1, 4, 2], values: [1, 2, 0, 0, -1, 0.5, 0, 0] };

async function valueIn(
  all: LayersFiles,
  name: string,
  sample: Readonly<Record<string, Given>>,
): Promise<Answer> {
  return await valueOf(await optionsOf(engine, all, [sample]), name);
}

/** What is wrong with it. */
async function problemIn(all: LayersFiles, sample: Readonly<Record<string, Given>>): Promise<string> {
  const result = await runModel(await optionsOf(engine, all, [sample]));
  return result.ok ? result.value.problems.map(({ message }) => message).join("\n") : result.problem.message;
}

describe("weights of a layers model that TensorFlow.js runs", () => {
  /** By hand: the cell of an LSTM with one unit, over the two steps that are not masked. */
  const expected = (values: readonly number[]): number => {
    const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));
    const at = (index: number): number => values[index] ?? NaN;
    let [h, c] = [0, 0];
    for (const [a, b] of [
      [1, 2],
      [-1, 0.5],
    ] as const) {
      const gate = (one: number): number => a * at(one) + b * at(4 + one) + h * at(8 + one) + at(12 + one);
      c = sigmoid(gate(1)) * c + sigmoid(gate(0)) * Math.tanh(gate(2));
      h = sigmoid(gate(3)) * Math.tanh(c);
    }
    return h;
  };

  test("are found by the ends of their names", async () => {
    const found = await valueIn(files(NET, NAMED), "lstm", { mask_input: STEPS });
    expect(found.shape).toEqual([1, 1]);
    expect(found.values[0]).toBeCloseTo(expected(numbers(16)), 5);
  });

  test("are found by their order, where names say nothing", async () => {
    const found = await valueIn(files(NET, ["lstm/0", "lstm/1", "lstm/2"]), "lstm", { mask_input: STEPS });
    expect(found.values[0]).toBeCloseTo(expected(numbers(16)), 5);
  });

  test("are told by their names, where their shapes are the same", async () => {
    const cell = layer("SimpleRNNCell", "cell", { units: 2, activation: "linear", use_bias: false });
    const net = sequential([MASKING, layer("RNN", "rnn", { cell })]);
    const names = ["rnn/cell/recurrent_kernel", "rnn/cell/kernel"];
    const all = files(net, names, [
      [2, 2],
      [2, 2],
    ]);
    const [r0 = 0, r1 = 0, r2 = 0, r3 = 0, a = 0, b = 0, c = 0, d = 0] = numbers(8);
    // The steps (1, 2) and (-1, 0.5).
    const [h, i] = [a + 2 * c, b + 2 * d];
    const wanted = [-a + c / 2 + h * r0 + i * r2, -b + d / 2 + h * r1 + i * r3];
    const found = await valueIn(all, "rnn", { mask_input: STEPS });
    for (const [at, value] of wanted.entries()) expect(found.values[at]).toBeCloseTo(value, 5);
  });

  test("are decoded where they are quantised", async () => {
    const stored = Uint8Array.from({ length: 16 }, (_, at) => (37 * at) % 256);
    const quantization = { dtype: "uint8", scale: 0.01, min: -1 };
    const { weights, topology } = files(NET, NAMED);
    const all = { topology, weights: weights.map((one) => ({ ...one, quantization })), bytes: stored };
    const found = await valueIn(all, "lstm", { mask_input: STEPS });
    expect(found.values[0]).toBeCloseTo(expected(Array.from(stored, (value) => value * 0.01 - 1)), 5);
  });

  test("that are missing are why nothing is made up", async () => {
    const said = await problemIn(files(NET, NAMED.slice(0, 2)), { mask_input: STEPS });
    expect(said).toContain("'lstm' (LSTM): the file has no bias of the shape 4");
  });

  test("give their memory back, and so does all that a run makes", async () => {
    const settings = { units: 1, stateful: true, dropout: 0.5, recurrent_dropout: 0.5 };
    const cell = layer("StackedRNNCells", "cells", { cells: [layer("LSTMCell", "cell", settings)] });
    const net = sequential([MASKING, layer("RNN", "lstm", { cell, stateful: true })]);
    await valueIn(files(net, NAMED), "lstm", { mask_input: STEPS });
    const before = memory().numTensors;
    await valueIn(files(net, NAMED), "lstm", { mask_input: STEPS });
    await problemIn(files(NET, NAMED.slice(0, 2)), { mask_input: STEPS });
    expect(memory().numTensors).toBe(before);
  });

  test("in a file that is not there are a Problem", async () => {
    const said = await problemIn({ ...files(NET, NAMED), bytes: new Uint8Array(60) }, { mask_input: STEPS });
    expect(said).toMatch(/lstm_cell\/bias: the file holds no data/);
  });
});

describe("layers that TensorFlow.js knows and does not load well itself", () => {
  const SAMPLE = { shape: [2, 2], values: [0, 3, 1, 1] };
  const encoding = (output_mode: string): LayersFiles =>
    files(
      sequential([
        layer("CategoryEncoding", "codes", { num_tokens: 4, output_mode, batch_input_shape: [null, 2] }),
      ]),
    );

  test.each([
    ["multi_hot", [1, 0, 0, 1, 0, 1, 0, 0]],
    ["count", [1, 0, 0, 1, 0, 2, 0, 0]],
  ])("CategoryEncoding counts and marks: %s", async (mode, values) => {
    const found = await valueIn(encoding(mode), "codes", { codes_input: SAMPLE });
    expect(found).toEqual({ shape: [2, 4], values });
  });

  test("RandomWidth draws the same width each time", async () => {
    const config = { factor: [-0.5, 2], interpolation: "nearest", batch_input_shape: [null, 4, 50, 1] };
    const net = sequential([
      layer("RandomWidth", "wide", config),
      layer("Rescaling", "scaled", { scale: 2, offset: 0 }),
    ]);
    const image = given([1, 4, 50, 1]);
    const options = await optionsOf(engine, files(net), [{ wide_input: image }, { wide_input: image }]);
    const [first, second] = (await runOf(options)).outputs.get("scaled") ?? [];
    expect(first?.shape).not.toEqual([1, 4, 50, 1]);
    expect(second).toEqual(first);
    expect((await valueOf(options, "scaled")).shape).toEqual(first?.shape);
  });

  test("asks nothing of the network", async () => {
    vi.stubGlobal("fetch", () => {
      throw new Error("nothing may be fetched");
    });
    expect((await valueIn(encoding("count"), "codes", { codes_input: SAMPLE })).shape).toEqual([2, 4]);
    vi.unstubAllGlobals();
  });

  test("a file may list a call before what it takes", async () => {
    const twice = called(layer("Masking", "mask"), [["x", 0, 0]], [["sum", 0, 0]]);
    const sum = called(layer("Add", "sum"), [
      ["mask", 0, 0],
      ["mask", 0, 0],
    ]);
    const net = functional([input("x", null, 4, 2), twice, sum], ["x"], ["sum"]);
    const found = await valueIn(files(net), "mask#2", { x: STEPS });
    expect(found.values).toEqual(STEPS.values.map((value) => 2 * value));
  });

  test("Keras 3 says calls in another way", async () => {
    const tensor = (name: string): Layer => ({
      class_name: "__keras_tensor__",
      config: { shape: [null, 4, 2], dtype: "float32", keras_history: [name, 0, 0] },
    });
    const net = functional(
      [
        layer("InputLayer", "x", { batch_shape: [null, 4, 2], dtype: "float32" }),
        { ...layer("Masking", "mask"), name: "mask", inbound_nodes: [{ args: [tensor("x")], kwargs: {} }] },
      ],
      ["x"],
      ["mask"],
    );
    expect((await valueIn(files(net), "mask", { x: STEPS })).values).toEqual(STEPS.values);
  });
});

describe("what TensorFlow.js cannot run of a layers model", () => {
  const X = { x: given([1, 4, 2]) };
  const from = input("x", null, 4, 2);
  const twice = called(layer("Add", "twice"), [
    ["x", 0, 0],
    ["x", 0, 0],
  ]);
  const flat = called(layer("Flatten", "flat"), [["mask", 0, 0]]);
  const image = called(layer("Reshape", "image", { target_shape: [2, 2, 2] }), [["mask", 0, 0]]);
  const masked = called(layer("Masking", "mask"), [["x", 0, 0]]);
  const after = (one: Layer, before = "mask"): LayersFiles => {
    const { name } = one["config"] as { readonly name: string };
    const all = [from, twice, masked, flat, image, called(one, [[before, 0, 0]])];
    return files(functional(all, ["x"], [name, "twice"]));
  };

  test("is named by its class, and what ONNX can run is shown", async () => {
    const run = await runOf(await optionsOf(engine, after(layer("MyOwn<b>Layer", "own")), [X]));
    expect(run.engine).toBe(engine.name);
    expect(run.values.map(({ name }) => name)).toEqual(["twice"]);
    expect(run.problems).toMatchObject([{ code: "not-lowered", severity: "warning" }]);
    expect(run.problems[0]?.message).toMatch(
      /cannot be loaded by TensorFlow\.js: 'own' \(MyOwn<b>Layer\): TensorFlow\.js has no layer of this class\.$/,
    );
  });

  const cell = { class_name: "MyCell", config: { name: "cell", units: 3 } };
  const wide = (class_name: string): Layer => ({ class_name, config: { name: "cell", units: 3e9 } });
  const stack = (units: number): Layer => {
    const cells = [layer("SimpleRNNCell", "cell", { units })];
    return layer("RNN", "own", { cell: layer("StackedRNNCells", "cells", { cells }) });
  };
  const deep = Array.from({ length: 60 }).reduce<Layer>(
    (inner, _, at) => layer("TimeDistributed", `t${at}`, { layer: inner }),
    dense("d", 1),
  );
  const TOO_LARGE =
    /'own' \(\w+\): its values would have [\d,]+ elements; all values of a run may have 536,870,912/;
  const cases: readonly (readonly [about: string, one: Layer, message: RegExp, before?: string])[] = [
    ["a cell of an unknown class", layer("RNN", "own", { cell }), /'own' \(RNN\): Unknown layer: MyCell\.$/],
    ["a class by the name of a property", layer("constructor", "own"), /has no layer of this class/],
    ["a class by the name of a prototype", layer("__proto__", "own"), /has no layer of this class/],
    ["a class that is none of layers", layer("Zeros", "own"), /is not one of layers/],
    [
      "a setting that would be passed over",
      layer("LSTM", "own", { units: 1, time_major: true }),
      /heed 'time_major'/,
    ],
    ["units beyond any memory", layer("Dense", "own", { units: 1e15 }), /'own' \(Dense\): /],
    ["units that no weights have", layer("LSTM", "own", { units: 2_000 }), /no kernel of the shape 2×8000/],
    ["cells of units beyond any memory", layer("RNN", "own", { cell: wide("LSTMCell") }), /'own' \(RNN\): /],
    ["large cells in a stack, which would be drawn for hours", stack(5_000), /no kernel of the shape 2×5000/],
    ["more steps than there is room for", layer("RepeatVector", "own", { n: 1e9 }), TOO_LARGE, "flat"],
    [
      "larger images than there is room for",
      layer("UpSampling2D", "own", { size: [1e5, 1e5] }),
      TOO_LARGE,
      "image",
    ],
    ["more classes than there is room for", layer("CategoryEncoding", "own", { num_tokens: 4e9 }), TOO_LARGE],
    [
      "an axis that no value has",
      layer("PReLU", "own", { shared_axes: [1e9] }),
      /no value has an axis 1000000000/,
    ],
    [
      "steps that lead nowhere",
      layer("Conv2DTranspose", "own", { filters: 3, kernel_size: [4, 4], strides: [0, 1] }),
      /its strides would be 0/,
      "image",
    ],
    ["wrappers in wrappers", deep, /'t59' \(TimeDistributed\): /],
    ["no settings", layer("RNN", "own"), /'own' \(RNN\): /],
  ];
  test.each(cases.map(([about, ...rest]) => [about, rest] as const))(
    "%s",
    async (_, [one, message, before]) => {
      expect(await problemIn(after(one, before), X)).toMatch(message);
    },
  );

  test("leaves the model's outputs alone, where none hangs on it", async () => {
    const dead = called(layer("RepeatVector", "dead", { n: 1e9 }), [["flat", 0, 0]]);
    const net = functional([from, masked, flat, dead], ["x"], ["mask"]);
    const run = await runOf(await optionsOf(engine, files(net), [X]));
    expect(run.values.map(({ name }) => name)).toEqual(["mask"]);
    expect(run.problems.map(({ code }) => code)).toEqual(["run-by-tfjs", "values-not-observed"]);
    expect(run.problems[1]?.message).toMatch(
      /only the model's outputs are observed: .*'dead' \(RepeatVector\)/,
    );
  });

  test("a layer that nobody calls is left out, and said", async () => {
    const net = functional([from, masked, called(layer("Masking", "idle"))], ["x"], ["mask"]);
    const run = await runOf(await optionsOf(engine, files(net), [X]));
    expect(run.values.map(({ name }) => name)).toEqual(["mask"]);
    expect(run.problems.map(({ code, where }) => [code, where])).toEqual([
      ["run-by-tfjs", ""],
      ["values-not-observed", "idle"],
    ]);
  });

  test("layers that take each other's values are left out, and said", async () => {
    const round = [
      called(layer("Masking", "a"), [["b", 0, 0]]),
      called(layer("Masking", "b"), [["a", 0, 0]]),
    ];
    const net = functional(
      [from, called(layer("Masking", "mask"), [["x", 0, 0]]), ...round],
      ["x"],
      ["mask"],
    );
    expect(await problemIn(files(net), X)).toMatch(/2 values are not observed.*'a'/);
  });
});
