import { describe, expect, test } from "vitest";
import { analyse } from "../../../src/analysis/analyse";
import { NO_ASSUMPTIONS } from "../../../src/analysis/assumptions";
import { indexModel } from "../../../src/analysis/model-index";
import type { Model } from "../../../src/model/model";
import type { Shape } from "../../../src/model/shape";
import { literalElements } from "../../../src/operators/literals";
import type { Weight } from "./model";
import { manifest, opened } from "./model";

type Def = Readonly<Record<string, unknown>>;

const def = (name: string, op: string, input: readonly string[] = [], attr: Def = {}): Def => ({
  name,
  op,
  input,
  attr,
});
const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString("base64");
const placeholder = def("x", "Placeholder", [], {
  dtype: { type: "DT_FLOAT" },
  shape: { shape: { dim: [{ size: "-1" }, { size: "4" }] } },
});

async function read(node: readonly Def[], more: Def = {}): Promise<Model> {
  return opened({ format: "graph-model", modelTopology: { node }, weightsManifest: [], ...more });
}

function shapeIn(model: Model, value: string): Shape {
  const type = analyse(indexModel(model), NO_ASSUMPTIONS).types.get(value);
  return type?.kind === "tensor" ? type.shape : undefined;
}

describe("an attribute", () => {
  const cases: [how: string, json: unknown, value: unknown][] = [
    ["a string in base64", { s: base64("SAME") }, { kind: "string", value: "SAME" }],
    ["a string as character codes", { s: [83, 65, 77, 69] }, { kind: "string", value: "SAME" }],
    ["an integer as a string", { i: "-1" }, { kind: "int", value: -1 }],
    ["a boolean", { b: true }, { kind: "int", value: 1 }],
    ["a number", { f: 0.5 }, { kind: "float", value: 0.5 }],
    [
      "a type by name",
      { type: "DT_INT32" },
      { kind: "type", value: { kind: "tensor", dtype: "int32", shape: undefined } },
    ],
    [
      "a type by number",
      { type: 3 },
      { kind: "type", value: { kind: "tensor", dtype: "int32", shape: undefined } },
    ],
    ["a shape", { shape: { dim: [{ size: "-1" }, { size: 3 }] } }, { kind: "ints", value: [-1, 3] }],
    ["a shape of no dimensions", { shape: {} }, { kind: "ints", value: [] }],
    ["a shape of unknown rank", { shape: { unknownRank: true } }, undefined],
    ["a list of integers", { list: { i: ["1", 2] } }, { kind: "ints", value: [1, 2] }],
    ["a list of integers written as floats", { list: { f: [1, 2] } }, { kind: "ints", value: [1, 2] }],
    ["a list of strings", { list: { s: [base64("Relu")] } }, { kind: "strings", value: ["Relu"] }],
    ["an empty list", { list: {} }, { kind: "ints", value: [] }],
    ["a function", { func: { name: "f" } }, { kind: "string", value: "f" }],
    ["nothing", {}, undefined],
  ];
  test.each(cases)("may be %s", async (_how, json, value) => {
    const model = await read([def("a", "Relu", [], { it: json })]);
    expect(model.graph.nodes[0]?.attributes.get("it")).toEqual(value);
  });
});

describe("an input", () => {
  const nodes = [
    placeholder,
    def("axis", "Const", [], { value: { tensor: { dtype: "DT_INT32", tensorShape: {}, intVal: [1] } } }),
    def("s", "Split", ["axis", "x:0"], { num_split: { i: "2" } }),
    def("guard", "NoOp"),
    def("y", "Sub", ["s", "s:1", "^guard"]),
  ];

  test("may be a further output; control edges are an attribute", async () => {
    const { graph } = await read(nodes);
    const sub = graph.nodes.find(({ name }) => name === "y");
    expect(sub?.inputs).toEqual(["s", "s:1"]);
    expect(sub?.attributes.get("control inputs")).toEqual({ kind: "strings", value: ["guard"] });
    expect(graph.nodes.find(({ name }) => name === "s")?.inputs).toEqual(["axis", "x"]);
  });

  test("without a signature, what nobody takes comes out", async () => {
    const { graph } = await read(nodes);
    expect(graph.outputs.map(({ name }) => name)).toEqual(["y"]);
    expect(graph.inputs.map(({ name }) => name)).toEqual(["x"]);
  });

  test.each([
    ["at the top", (signature: Def) => ({ signature })],
    ["among the user's metadata", (signature: Def) => ({ userDefinedMetadata: { signature } })],
  ])("the signature is read %s: its order and its keys", async (_where, put) => {
    const two = [placeholder, { ...placeholder, name: "z" }, def("y", "Sub", ["x", "z"])];
    const signature = {
      inputs: { b: { name: "z:0" }, a: { name: "x:0" } },
      outputs: { result: { name: "y:0" } },
    };
    const { graph } = await read(two, put(signature));
    expect(graph.inputs.map(({ name, docString }) => [name, docString])).toEqual([
      ["z", "b"],
      ["x", "a"],
    ]);
    expect(graph.outputs.map(({ name, docString }) => [name, docString])).toEqual([["y", "result"]]);
  });
});

describe("a constant", () => {
  const content = new Uint8Array(Int32Array.of(3, -1).buffer);
  const literals: [how: string, proto: Def, elements: readonly number[]][] = [
    ["as a list", { dtype: "DT_INT32", tensorShape: { dim: [{ size: "2" }] }, intVal: [3, -1] }, [3, -1]],
    [
      "as bytes",
      { dtype: 3, tensorShape: { dim: [{ size: "2" }] }, tensorContent: base64(content) },
      [3, -1],
    ],
    [
      "once for all elements",
      { dtype: "DT_INT32", tensorShape: { dim: [{ size: "3" }] }, intVal: [7] },
      [7, 7, 7],
    ],
    [
      "as booleans",
      { dtype: "DT_BOOL", tensorShape: { dim: [{ size: "2" }] }, boolVal: [true, false] },
      [1, 0],
    ],
  ];
  test.each(literals)("may hold its values itself, %s", async (_how, tensor, elements) => {
    const { graph } = await read([def("c", "Const", [], { value: { tensor } })]);
    const value = graph.nodes[0]?.attributes.get("value");
    expect(value?.kind === "tensor" && literalElements(value.value)).toEqual(elements);
  });

  test.each([
    ["uint8", { dtype: "uint8", scale: 2, min: -1 }, Uint8Array.of(1, 2), [1, 3]],
    ["uint16", { dtype: "uint16", scale: 0.5, min: 0 }, new Uint8Array(Uint16Array.of(2, 6).buffer), [1, 3]],
    ["float16", { dtype: "float16" }, new Uint8Array(Uint16Array.of(0x3c00, 0x4200).buffer), [1, 3]],
  ])("quantised to %s stands for its values", async (_how, quantization, bytes, elements) => {
    const weight: Weight = { name: "c", shape: [2], quantization };
    const topology = { node: [def("c", "Const", [], { dtype: { type: 1 } })] };
    const model = await opened(
      { modelTopology: topology, weightsManifest: manifest(["a"], [weight]) },
      { a: bytes },
    );
    const { types } = analyse(indexModel(model), NO_ASSUMPTIONS);
    expect(types.get("c")).toEqual({ kind: "tensor", dtype: "float32", shape: [2] });
    const value = model.graph.nodes[0]?.attributes.get("value");
    expect(value?.kind === "tensor" && literalElements(value.value)).toEqual(elements);
  });

  test("across the end of a shard is one number", async () => {
    const weight: Weight = { name: "c", shape: [2], dtype: "int32" };
    const all = new Uint8Array(Int32Array.of(-5, 1_000_000).buffer);
    const files = { a: all.slice(0, 3), b: all.slice(3, 6), c: all.slice(6) };
    const topology = { node: [def("c", "Const")] };
    const model = await opened(
      { modelTopology: topology, weightsManifest: manifest(["a", "b", "c"], [weight]) },
      files,
    );
    const value = model.graph.nodes[0]?.attributes.get("value");
    expect(value?.kind === "tensor" && literalElements(value.value)).toEqual([-5, 1_000_000]);
  });
});

describe("functions", () => {
  const argument = (name: string): Def => ({ name, type: "DT_FLOAT" });
  const top = {
    signature: { name: "top", inputArg: [argument("a")], outputArg: [argument("best"), argument("at")] },
    nodeDef: [
      def("k", "Const", [], { value: { tensor: { dtype: 3, tensorShape: {}, intVal: [2] } } }),
      def("t", "TopKV2", ["a", "k:output:0"]),
    ],
    ret: { best: "t:values:0", at: "t:indices:0" },
  };
  const less = {
    signature: { name: "less", inputArg: [argument("a")], outputArg: [argument("more")] },
    nodeDef: [def("m", "Less", ["a", "a"])],
    ret: { more: "m:z:0" },
  };
  const grow = {
    signature: { name: "grow", inputArg: [argument("a")], outputArg: [argument("b")] },
    nodeDef: [
      def("g", "ConcatV2", ["a", "a", "axis"]),
      def("axis", "Const", [], { value: { tensor: { dtype: 3, tensorShape: {}, intVal: [1] } } }),
    ],
    ret: { b: "g:output:0" },
  };
  const library = { function: [top, less, grow] };

  async function call(op: string, attr: Def): Promise<Model> {
    const node = [placeholder, def("y", op, ["x"], attr), def("z", "Identity", ["y:1"])];
    return opened({ modelTopology: { node, library }, weightsManifest: [] });
  }

  test("are called by an attribute; their outputs go by name", async () => {
    const model = await call("PartitionedCall", { f: { func: { name: "top" } } });
    expect(shapeIn(model, "z")?.[1]).toBe(2);
    expect(model.functions.map(({ name, outputs }) => [name, outputs])).toContainEqual(["top", ["t", "t:1"]]);
  });

  test("of a loop keep what every turn keeps", async () => {
    const model = await call("While", { cond: { func: { name: "less" } }, body: { func: { name: "grow" } } });
    const shape = shapeIn(model, "y");
    expect(shape).toHaveLength(2);
    expect(shape?.[1]).toBeUndefined();
  });
});
