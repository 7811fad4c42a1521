import { describe, expect, test } from "vitest";
import { indexModel } from "../../../src/analysis/model-index";
import { buildHierarchy } from "../../../src/analysis/hierarchy";
import type { Model } from "../../../src/model/model";
import type { Layer } from "./model";
import { called, dense, functional, input, manifest, opened, sequential } from "./model";

/** The inputs of a node, weights included. */
function inputsOf(model: Model, name: string): readonly string[] | undefined {
  return model.graph.nodes.find((node) => node.name === name)?.inputs;
}

async function read(modelTopology: Layer, names: readonly string[] = []): Promise<Model> {
  const weights = names.map((name) => ({ name, shape: [1] }));
  return opened(
    { modelTopology, weightsManifest: manifest(["a.bin"], weights) },
    { "a.bin": new Uint8Array(4 * names.length) },
  );
}

/** A layer with one call of Keras 3's form: tensors anywhere in the arguments. */
function calledAs3(layer: Layer, ...sources: readonly string[]): Layer {
  const tensors = sources.map((name) => ({
    class_name: "__keras_tensor__",
    config: { shape: [null, 4], dtype: "float32", keras_history: [name, 0, 0] },
  }));
  return {
    ...layer,
    inbound_nodes: [{ args: [tensors.slice(0, 1), { more: tensors.slice(1) }], kwargs: { mask: null } }],
  };
}

describe("weights find their layers", () => {
  const NET = sequential([dense("d", 1, { batch_input_shape: [null, 1] })]);
  const LSTM = sequential([
    { class_name: "LSTM", config: { name: "l", units: 1, batch_input_shape: [null, 3, 1] } },
  ]);
  const BN = sequential([
    { class_name: "BatchNormalization", config: { name: "b", scale: false, batch_input_shape: [null, 1] } },
  ]);
  const cases: [how: string, net: Layer, weights: string[], node: string, inputs: string[]][] = [
    ["in the file's other order", NET, ["d/bias", "d/kernel"], "d", ["d_input", "d/kernel", "d/bias"]],
    [
      "with the model's name before",
      NET,
      ["net/d/kernel", "net/d/bias"],
      "d",
      ["d_input", "net/d/kernel", "net/d/bias"],
    ],
    [
      "with TensorFlow's output number",
      NET,
      ["d/kernel:0", "d/bias:0"],
      "d",
      ["d_input", "d/kernel:0", "d/bias:0"],
    ],
    [
      "by their place, as Keras 3 saves them",
      NET,
      ["d/vars/0", "d/vars/1"],
      "d",
      ["d_input", "d/vars/0", "d/vars/1"],
    ],
    [
      "inside a cell",
      LSTM,
      ["l/lstm_cell/kernel", "l/lstm_cell/recurrent_kernel", "l/lstm_cell/bias"],
      "l",
      ["l_input", "l/lstm_cell/kernel", "l/lstm_cell/recurrent_kernel", "l/lstm_cell/bias"],
    ],
    [
      "where one of them is switched off",
      BN,
      ["b/beta", "b/moving_mean", "b/moving_variance"],
      "b",
      ["b_input", "", "b/beta", "b/moving_mean", "b/moving_variance"],
    ],
    [
      "of a layer that nobody knows",
      sequential([{ class_name: "Magic", config: { name: "m" } }]),
      ["m/a", "m/b"],
      "m",
      ["m_input", "m/a", "m/b"],
    ],
  ];
  test.each(cases)("%s", async (_how, net, weights, node, inputs) => {
    const model = await read(net, weights);
    expect(inputsOf(model, node)).toEqual(inputs);
    expect(model.problems).toEqual([]);
  });

  test("of two layers of one name, each in its own model", async () => {
    const inner = sequential([dense("d", 1, { batch_input_shape: [null, 1] })], "inner");
    const outer = functional(
      [input("x", null, 1), called(inner, [["x", 0, 0]]), called(dense("d", 1), [["inner", 1, 0]])],
      ["x"],
      ["d"],
    );
    const model = await read(outer, ["inner/d/kernel", "inner/d/bias", "d/kernel", "d/bias"]);
    expect(inputsOf(model, "inner/d")).toEqual(["x", "inner/d/kernel", "inner/d/bias"]);
    expect(inputsOf(model, "d")).toEqual(["inner/d", "d/kernel", "d/bias"]);
  });
});

test("inputs stand in the model's own order", async () => {
  const add = { class_name: "Add", config: { name: "add" } };
  const both: readonly [string, number, number][] = [
    ["a", 0, 0],
    ["b", 0, 0],
  ];
  const net = functional([input("a", null, 1), input("b", null, 1), called(add, both)], ["b", "a"], ["add"]);
  expect((await read(net)).graph.inputs.map(({ name }) => name)).toEqual(["b", "a"]);
});

describe("calls", () => {
  const embed = { class_name: "Dense", config: { name: "s", units: 1 } };

  test("of a shared layer are nodes of their own with the same weights", async () => {
    const add = { class_name: "Add", config: { name: "add" } };
    const net = functional(
      [
        input("a", null, 1),
        input("b", null, 1),
        called(embed, [["a", 0, 0]], [["b", 0, 0]]),
        called(add, [
          ["s", 0, 0],
          ["s", 1, 0],
        ]),
      ],
      ["a", "b"],
      ["add"],
    );
    const model = await read(net, ["s/kernel", "s/bias"]);
    expect(inputsOf(model, "s")).toEqual(["a", "s/kernel", "s/bias"]);
    expect(inputsOf(model, "s#2")).toEqual(["b", "s/kernel", "s/bias"]);
    expect(inputsOf(model, "add")).toEqual(["s", "s#2"]);
    expect([...indexModel(model).roles.values()]).toEqual(["parameter", "parameter"]);
  });

  test("of a nested model are scopes, each with all of its layers", async () => {
    const inner = sequential([dense("d", 1, { batch_input_shape: [null, 1] }), dense("e", 1)], "inner");
    const add = { class_name: "Add", config: { name: "add" } };
    const net = functional(
      [
        input("a", null, 1),
        input("b", null, 1),
        called(inner, [["a", 0, 0]], [["b", 0, 0]]),
        called(add, [
          ["inner", 1, 0],
          ["inner", 2, 0],
        ]),
      ],
      ["a", "b"],
      ["add"],
    );
    const model = await read(net);
    expect(inputsOf(model, "add")).toEqual(["inner/e", "inner#2/e"]);
    const groups = [...(buildHierarchy(model, "")?.groups.values() ?? [])].map(({ name }) => name);
    expect(groups).toEqual(expect.arrayContaining(["inner: Sequential", "inner#2: Sequential"]));
  });

  test("in Keras 3's form take tensors from anywhere in their arguments", async () => {
    const add = { class_name: "Add", config: { name: "add" } };
    const net = functional(
      [input("a", null, 4), calledAs3(dense("d", 4), "a"), { ...calledAs3(add, "d", "a"), name: "add" }],
      ["a"],
      ["add"],
    );
    const model = await read(net);
    expect(inputsOf(model, "add")).toEqual(["d", "a"]);
  });

  test("with further tensors in their keywords take these, too", async () => {
    const mha = { class_name: "MultiHeadAttention", config: { name: "m", num_heads: 1, key_dim: 1 } };
    const net = functional(
      [
        input("q", null, 2, 4),
        input("v", null, 3, 4),
        { ...mha, inbound_nodes: [["q", 0, 0, { value: ["v", 0, 0], key: null }]] },
      ],
      ["q", "v"],
      ["m"],
    );
    expect(inputsOf(await read(net), "m")).toEqual(["q", "v"]);
  });
});

test.each([
  [
    "beside model_config",
    (training: unknown, net: Layer) => ({ modelTopology: { model_config: net, training_config: training } }),
  ],
  ["at the top", (training: unknown, net: Layer) => ({ modelTopology: net, trainingConfig: training })],
])("how the model was trained is shown where it stands %s", async (_where, write) => {
  const training = {
    optimizer_config: { class_name: "Adam", config: { name: "Adam", learning_rate: 0.001 } },
    loss: "mse",
    metrics: ["accuracy", { class_name: "AUC", config: {} }],
  };
  const { metadata } = await opened(
    write(training, sequential([dense("d", 1, { batch_input_shape: [null, 1] })])),
  );
  expect(metadata.get("optimizer")).toBe("Adam (learning_rate 0.001)");
  expect(metadata.get("loss")).toBe("mse");
  expect(metadata.get("metrics")).toBe("accuracy, AUC");
});

test.each([
  [
    "of the old form, whose config is the list of layers",
    { class_name: "Sequential", config: [dense("d", 1, { input_dim: 3 })] },
    "d_input",
    ["batch", 3],
  ],
  [
    "with a length of its own",
    sequential([
      { class_name: "Embedding", config: { name: "e", input_dim: 9, output_dim: 2, input_length: 7 } },
    ]),
    "e_input",
    ["batch", 7],
  ],
  [
    "that begins with a model",
    sequential([sequential([input("x", null, 5)], "m"), dense("d", 1)]),
    "m_input",
    ["batch", 5],
  ],
  [
    "with an open size",
    sequential([dense("d", 1, { batch_input_shape: [null, null, 4] })]),
    "d_input",
    ["batch", undefined, 4],
  ],
])("the input of a Sequential %s is known", async (_what, net, name, shape) => {
  const { graph } = await read(net);
  const [first] = graph.inputs;
  const sizes = first?.type.kind === "tensor" ? first.type.shape : undefined;
  expect([first?.name, sizes?.map((size) => (typeof size === "object" ? String(size.text) : size))]).toEqual([
    name,
    shape,
  ]);
});
