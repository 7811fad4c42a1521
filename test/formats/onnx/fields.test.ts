import { expect, test } from "vitest";
import type { Graph, Model, ModelFunction, Node } from "../../../src/model/model";
import type { FunctionParts, GraphParts, ModelParts, NodeParts, TypeParts } from "./model";
import { readBytes, readParts, withGraph } from "./model";
import { AttributeProto_AttributeType as Kind } from "onnx-buf";
import { MessageWriter } from "../../../src/formats/onnx/write-wire";
import { printType } from "../../../src/model/print-type";

/** A table of a message's fields: what is written, and what of it is read. */
type Fields<Parts, Read> = [what: string, written: Parts, read: Partial<Read>][];

const FIELDS_OF_A_MODEL: Fields<ModelParts, Model> = [
  ["the version of the IR", { irVersion: 13n }, { irVersion: 13 }],
  ["no version of the IR", {}, { irVersion: undefined }],
  ["the producer", { producerName: "pytorch" }, { producer: "pytorch" }],
  [
    "the producer with its version",
    { producerName: "tf2onnx", producerVersion: "1.16" },
    { producer: "tf2onnx 1.16" },
  ],
  ["no producer", { producerName: "" }, { producer: undefined }],
  ["the domain", { domain: "org.example" }, { domain: "org.example" }],
  ["the model's version", { modelVersion: 7n }, { modelVersion: 7 }],
  ["a version beyond a double", { modelVersion: 2n ** 63n - 1n }, { modelVersion: 2n ** 63n - 1n }],
  ["a negative version", { modelVersion: -3n }, { modelVersion: -3 }],
  [
    "the documentation",
    { docString: "A model.\nWith lines: é, 网络, 🧠" },
    { docString: "A model.\nWith lines: é, 网络, 🧠" },
  ],
  [
    "metadata in their order",
    {
      metadataProps: [
        { key: "b", value: "1" },
        { key: "a", value: "" },
      ],
    },
    {
      metadata: new Map([
        ["b", "1"],
        ["a", ""],
      ]),
    },
  ],
  [
    "an opset of the default domain",
    { opsetImport: [{ domain: "", version: 21n }] },
    { opsets: new Map([["ai.onnx", 21]]) },
  ],
  [
    "opsets of several domains",
    { opsetImport: [{ domain: "ai.onnx.ml", version: 3n }, { version: 17n }] },
    {
      opsets: new Map([
        ["ai.onnx.ml", 3],
        ["ai.onnx", 17],
      ]),
    },
  ],
  [
    "configurations of devices",
    { configuration: [{ name: "two", numDevices: 2, device: ["cpu:0", "cpu:1"] }] },
    { devices: [{ name: "two", devices: ["cpu:0", "cpu:1"] }] },
  ],
];

test.each(FIELDS_OF_A_MODEL)("of a model %s is read", async (_, written, read) => {
  expect(await readParts({ graph: { input: [{ name: "x" }] }, ...written })).toMatchObject({
    ...read,
    format: "onnx",
    file: "model.onnx",
    problems: [],
  });
});

test("of a model with training information both graphs are read", async () => {
  const initialization = { name: "start", node: [{ opType: "RandomNormal", output: ["w"] }] };
  const algorithm = { name: "step", node: [{ opType: "Gradient", input: ["w"], output: ["dw"] }] };
  const model = await readParts({
    ...withGraph({}),
    trainingInfo: [
      { initialization, algorithm, updateBinding: [{ key: "w", value: "w2" }] },
      { algorithm },
      {},
    ],
  });
  expect(model.training.map((one) => [one.initialization?.name, one.algorithm?.name])).toEqual([
    ["start", "step"],
    [undefined, "step"],
    [undefined, undefined],
  ]);
  expect(model.training[0]?.algorithm?.nodes[0]).toMatchObject({ operator: "Gradient", inputs: ["w"] });
});

const FIELDS_OF_A_GRAPH: Fields<GraphParts, Graph> = [
  ["the name", { name: "main" }, { name: "main" }],
  ["the documentation", { docString: "text" }, { docString: "text" }],
  ["metadata", { metadataProps: [{ key: "k", value: "v" }] }, { metadata: new Map([["k", "v"]]) }],
  [
    "the inner values' types",
    { valueInfo: [{ name: "v", type: tensorType(1, [2n]), docString: "d", metadataProps: [{ key: "k" }] }] },
    {
      declared: new Map([
        ["v", { name: "v", type: { kind: "tensor", dtype: "float32", shape: [2] }, docString: "d" }],
      ]),
    },
  ],
  [
    "the quantisation of tensors",
    {
      quantizationAnnotation: [
        {
          tensorName: "w",
          quantParameterTensorNames: [
            { key: "SCALE_TENSOR", value: "w_scale" },
            { key: "ZERO_POINT_TENSOR", value: "w_zero" },
          ],
        },
      ],
    },
    {
      quantisation: new Map([
        [
          "w",
          new Map([
            ["SCALE_TENSOR", "w_scale"],
            ["ZERO_POINT_TENSOR", "w_zero"],
          ]),
        ],
      ]),
    },
  ],
];

test.each(FIELDS_OF_A_GRAPH)("of a graph %s is read", async (_, written, read) => {
  const { graph, problems } = await readParts(withGraph(written));
  expect(graph).toMatchObject(read);
  expect(problems).toEqual([]);
});

test("of a graph inputs and outputs are read in their order, typed or not", async () => {
  const graph = {
    input: [{ name: "x", docString: "d" }],
    output: [{ name: "x", type: tensorType(7) }, { name: "given" }],
  };
  const read = (await readParts(withGraph(graph))).graph;
  expect(read.inputs.map(({ name, docString }) => [name, docString])).toEqual([
    ["given", ""],
    ["x", "d"],
  ]);
  expect(read.outputs.map(({ name, type }) => [name, printType(type)])).toEqual([
    ["x", "int64"],
    ["given", ""],
  ]);
});

const FIELDS_OF_A_NODE: Fields<NodeParts, Node> = [
  ["the name", { name: "conv1" }, { name: "conv1", id: "conv1" }],
  ["no name, which is its operator and place", {}, { name: "Op_0", id: "Op_0" }],
  ["inputs, omitted ones too", { input: ["given", "", "given"] }, { inputs: ["given", "", "given"] }],
  ["outputs, unwanted ones too", { output: ["", "b"] }, { outputs: ["", "b"] }],
  ["the domain", { domain: "com.microsoft" }, { domain: "com.microsoft" }],
  ["the default domain by its other name", { domain: "ai.onnx" }, { domain: "" }],
  ["the overload", { overload: "a" }, { overload: "a" }],
  ["the documentation", { docString: "text" }, { docString: "text" }],
  ["metadata", { metadataProps: [{ key: "k", value: "v" }] }, { metadata: new Map([["k", "v"]]) }],
  [
    "the devices it runs on",
    {
      deviceConfigurations: [
        {
          configurationId: "two",
          pipelineStage: 3,
          shardingSpec: [
            {
              tensorName: "w",
              device: [0n, 1n],
              indexToDeviceGroupMap: [{ key: 0n, value: [0n] }],
              shardedDim: [
                { axis: 1n, simpleSharding: [{ dim: { case: "dimValue", value: 8n }, numShards: 2n }] },
              ],
            },
          ],
        },
        { configurationId: "one" },
      ],
    },
    {
      devices: [
        { configuration: "two", pipelineStage: 3, shardings: ["w on devices 0, 1; axis 1 in 2"] },
        { configuration: "one", pipelineStage: undefined, shardings: [] },
      ],
    },
  ],
];

test.each(FIELDS_OF_A_NODE)("of a node %s is read", async (_, written, read) => {
  const opsetImport = [{ version: 21n }, { domain: "com.microsoft", version: 1n }];
  const model = await readParts({ ...withGraph({ node: [{ opType: "Op", ...written }] }), opsetImport });
  expect(model.graph.nodes[0]).toMatchObject({ operator: "Op", ...read });
  expect(model.problems).toEqual([]);
});

const FIELDS_OF_A_FUNCTION: Fields<FunctionParts, ModelFunction> = [
  ["its name and domain", {}, { name: "Gelu", domain: "local" }],
  ["the default domain by its other name", { domain: "ai.onnx" }, { domain: "" }],
  ["inputs and outputs", { input: ["a", "b"], output: ["a"] }, { inputs: ["a", "b"], outputs: ["a"] }],
  ["attributes without a default", { attribute: ["axis"] }, { attributes: ["axis"] }],
  [
    "attributes with a default",
    { attributeProto: [{ name: "alpha", type: Kind.FLOAT, f: 0.5 }] },
    { defaults: new Map([["alpha", { kind: "float", value: 0.5 }]]) },
  ],
  ["its own opsets", { opsetImport: [{ version: 18n }] }, { opsets: new Map([["ai.onnx", 18]]) }],
  ["the overload", { overload: "half" }, { overload: "half" }],
  ["the documentation", { docString: "text" }, { docString: "text" }],
  ["metadata", { metadataProps: [{ key: "k", value: "v" }] }, { metadata: new Map([["k", "v"]]) }],
];

test.each(FIELDS_OF_A_FUNCTION)("of a function %s is read", async (_, written, read) => {
  const model = await readParts({
    ...withGraph({}),
    functions: [{ name: "Gelu", domain: "local", ...written }],
  });
  expect(model.functions).toHaveLength(1);
  expect(model.functions[0]).toMatchObject(read);
  expect(model.problems).toEqual([]);
});

test("a function's body is a graph of its own, which overloads do not share", async () => {
  const body = (overload: string, operator: string): FunctionParts => ({
    name: "F",
    domain: "local",
    overload,
    input: ["x"],
    output: ["y"],
    opsetImport: [{ version: 21n }],
    node: [{ opType: operator, input: ["x"], output: ["y"] }],
    valueInfo: [{ name: "x", type: tensorType(10, [4n]) }],
  });
  const model = await readParts({ ...withGraph({}), functions: [body("", "Relu"), body("b", "Tanh")] });
  expect(model.problems).toEqual([]);
  expect(
    model.functions.map(({ body: { path, nodes, inputs, outputs } }) => [
      path,
      nodes.map(({ id }) => id),
      inputs.map(({ name, type }) => `${name}: ${printType(type)}`),
      outputs.map(({ name }) => name),
    ]),
  ).toEqual([
    ["local::F", ["local::F/Relu_0"], ["x: float16 4"], ["y"]],
    ["local::F::b", ["local::F::b/Tanh_0"], ["x: float16 4"], ["y"]],
  ]);
});

test.each<[what: string, written: TypeParts, read: string]>([
  ["a tensor of unknown rank", tensorType(1), "float32"],
  ["a scalar", tensorType(1, []), "float32 scalar"],
  ["a tensor", tensorType(1, [1n, 3n]), "float32 1×3"],
  ["an empty tensor", tensorType(1, [0n]), "float32 0"],
  ["a tensor with a named dimension", tensorType(7, ["batch", 3n]), "int64 batch×3"],
  ["a tensor with an expression as dimension", tensorType(7, ["batch + 1"]), "int64 (batch + 1)"],
  ["a tensor with a dimension of no name", tensorType(7, ["", " "]), "int64 ?×?"],
  ["a tensor with an unknown dimension", tensorType(7, [undefined, 3n]), "int64 ?×3"],
  ["a tensor with -1 for a dimension, as bad writers put it", tensorType(7, [-1n]), "int64 ?"],
  ["a tensor of unknown elements", tensorType(0, [3n]), "3"],
  ["a tensor of elements of a later version", tensorType(99, [3n]), "3"],
  ["a sparse tensor", sparse(1, [4n]), "sparse float32 4"],
  ["a sequence", sequence(tensorType(8)), "sequence of string"],
  ["an optional sequence", optional(sequence(tensorType(1, [2n]))), "optional sequence of float32 2"],
  ["a map", map(7, tensorType(1)), "map of int64 to float32"],
  ["a sequence of nothing", { value: { case: "sequenceType", value: {} } }, "sequence of "],
  ["no type", {}, ""],
])("the type of a value may be %s", async (_, type, read) => {
  const { graph, problems } = await readParts(withGraph({ input: [{ name: "x", type }] }));
  expect(printType(graph.inputs[1]?.type ?? { kind: "unknown" })).toBe(read);
  expect(problems).toEqual([]);
});

type Dimensions = readonly (bigint | string | undefined)[];

function shapeOf(dims: Dimensions) {
  return {
    dim: dims.map((dim) => {
      if (dim === undefined) return { denotation: "DATA_BATCH" };
      if (typeof dim === "string") return { value: { case: "dimParam", value: dim } } as const;
      return { value: { case: "dimValue", value: dim } } as const;
    }),
  };
}

function tensorType(elemType: number, dims?: Dimensions): TypeParts {
  const shape = dims === undefined ? {} : { shape: shapeOf(dims) };
  return { value: { case: "tensorType", value: { elemType, ...shape } } };
}

function sparse(elemType: number, dims: Dimensions): TypeParts {
  return { value: { case: "sparseTensorType", value: { elemType, shape: shapeOf(dims) } } };
}

function sequence(elemType: TypeParts): TypeParts {
  return { value: { case: "sequenceType", value: { elemType } } };
}

function optional(elemType: TypeParts): TypeParts {
  return { value: { case: "optionalType", value: { elemType } } };
}

function map(keyType: number, valueType: TypeParts): TypeParts {
  return { value: { case: "mapType", value: { keyType, valueType } } };
}

test("a type in forty thousand parts, with as many dimensions, is read in no time", async () => {
  // `0a 00`: a dimension of which nothing is said, and likewise a part of the type that adds nothing.
  const empty = Uint8Array.from({ length: 80_000 }, (_, at) => (at % 2 === 0 ? 10 : 0));
  const dimensions = new MessageWriter().message(1, new MessageWriter().bytes(2, empty)).finish();
  const type = new Uint8Array([...dimensions, ...empty]);
  const input = new MessageWriter().text(1, "x").bytes(2, type);
  const model = new MessageWriter().message(7, new MessageWriter().message(11, input)).finish();
  const start = performance.now();
  const { problems } = await readBytes(model);
  expect(performance.now() - start).toBeLessThan(5_000);
  expect(problems[0]?.message).toContain("40000 dimensions");
});
