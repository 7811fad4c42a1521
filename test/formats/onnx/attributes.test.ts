import { AttributeProto_AttributeType as Kind } from "onnx-buf";
import { describe, expect, test } from "vitest";
import type { AttributeValue, Model } from "../../../src/model/model";
import type { AttributeParts, GraphParts } from "./model";
import { bytes, int, message, text as field, toBytes } from "../../bench/protobuf";
import { readBytes, readParts, withGraph } from "./model";

const text = (value: string) => Uint8Array.from(Buffer.from(value));
/** What no version of ONNX knows yet. */
const LATER: number = 99;

/** A model whose one node has the attribute. */
async function readAttribute(attribute: AttributeParts): Promise<[AttributeValue | undefined, Model]> {
  const node = [{ opType: "Op", attribute: [{ name: "a", ...attribute }] }];
  const model = await readParts(withGraph({ node }));
  return [model.graph.nodes[0]?.attributes.get("a"), model];
}

const NUMBERS: [what: string, attribute: AttributeParts, value: AttributeValue][] = [
  ["a float", { type: Kind.FLOAT, f: 1.5 }, { kind: "float", value: 1.5 }],
  ["a float that is infinite", { type: Kind.FLOAT, f: -Infinity }, { kind: "float", value: -Infinity }],
  ["a float that is no number", { type: Kind.FLOAT, f: NaN }, { kind: "float", value: NaN }],
  ["a float that is not written, as a zero may be", { type: Kind.FLOAT }, { kind: "float", value: 0 }],
  ["an int", { type: Kind.INT, i: 3n }, { kind: "int", value: 3 }],
  ["a negative int", { type: Kind.INT, i: -1n }, { kind: "int", value: -1 }],
  [
    "the largest int a double holds",
    { type: Kind.INT, i: 2n ** 53n - 1n },
    { kind: "int", value: 2 ** 53 - 1 },
  ],
  [
    "an int that no double holds",
    { type: Kind.INT, i: 2n ** 53n + 1n },
    { kind: "int", value: 2n ** 53n + 1n },
  ],
  ["INT64_MAX", { type: Kind.INT, i: 2n ** 63n - 1n }, { kind: "int", value: 2n ** 63n - 1n }],
  ["INT64_MIN", { type: Kind.INT, i: -(2n ** 63n) }, { kind: "int", value: -(2n ** 63n) }],
  ["an int that is not written", { type: Kind.INT }, { kind: "int", value: 0 }],
  ["a string", { type: Kind.STRING, s: text("é\n") }, { kind: "string", value: "é\n" }],
  [
    "a string of bytes",
    { type: Kind.STRING, s: Uint8Array.of(65, 255) },
    { kind: "string", value: "A\ufffd" },
  ],
  ["a string that is not written", { type: Kind.STRING }, { kind: "string", value: "" }],
  ["floats", { type: Kind.FLOATS, floats: [0.5, -2] }, { kind: "floats", value: [0.5, -2] }],
  ["no floats", { type: Kind.FLOATS }, { kind: "floats", value: [] }],
  ["ints", { type: Kind.INTS, ints: [1n, -1n, 2n ** 62n] }, { kind: "ints", value: [1, -1, 2n ** 62n] }],
  ["no ints", { type: Kind.INTS }, { kind: "ints", value: [] }],
  ["strings", { type: Kind.STRINGS, strings: [text("a"), text("")] }, { kind: "strings", value: ["a", ""] }],
  ["no strings", { type: Kind.STRINGS }, { kind: "strings", value: [] }],
  ["no tensors", { type: Kind.TENSORS }, { kind: "tensors", value: [] }],
  ["no graphs", { type: Kind.GRAPHS }, { kind: "graphs", value: [] }],
  ["no types", { type: Kind.TYPE_PROTOS }, { kind: "types", value: [] }],
  ["the caller's attribute", { type: Kind.INT, refAttrName: "axis" }, { kind: "reference", name: "axis" }],
];

const TENSOR = { dims: [2n], dataType: 1, rawData: new Uint8Array(8) };
const READ_TENSOR = { name: "", dtype: "float32", shape: [2] };
const SPARSE = { values: TENSOR, indices: { dims: [2n], dataType: 7, int64Data: [1n, 4n] }, dims: [6n] };
const READ_SPARSE = { dtype: "float32", shape: [6], location: { kind: "sparse", values: READ_TENSOR } };
const INT8 = { value: { case: "tensorType", value: { elemType: 3 } } } as const;
const READ_INT8 = { kind: "tensor", dtype: "int8", shape: undefined };
const graphOf = (name: string): GraphParts => ({
  name,
  node: [{ opType: "Relu", input: ["given"], output: ["y"] }],
});

const MESSAGES: [what: string, attribute: AttributeParts, value: object][] = [
  ["a tensor", { type: Kind.TENSOR, t: TENSOR }, { kind: "tensor", value: READ_TENSOR }],
  [
    "tensors",
    { type: Kind.TENSORS, tensors: [TENSOR, TENSOR] },
    { kind: "tensors", value: [READ_TENSOR, READ_TENSOR] },
  ],
  [
    "a sparse tensor",
    { type: Kind.SPARSE_TENSOR, sparseTensor: SPARSE },
    { kind: "tensor", value: READ_SPARSE },
  ],
  [
    "sparse tensors",
    { type: Kind.SPARSE_TENSORS, sparseTensors: [SPARSE] },
    { kind: "tensors", value: [READ_SPARSE] },
  ],
  [
    "a graph",
    { type: Kind.GRAPH, g: graphOf("then") },
    { kind: "graph", value: { name: "then", path: "Op_0/a" } },
  ],
  [
    "graphs",
    { type: Kind.GRAPHS, graphs: [graphOf("one"), graphOf("two")] },
    {
      kind: "graphs",
      value: [
        { name: "one", path: "Op_0/a.0" },
        { name: "two", path: "Op_0/a.1" },
      ],
    },
  ],
  ["a type", { type: Kind.TYPE_PROTO, tp: INT8 }, { kind: "type", value: READ_INT8 }],
  [
    "types",
    { type: Kind.TYPE_PROTOS, typeProtos: [INT8, {}] },
    { kind: "types", value: [READ_INT8, { kind: "unknown" }] },
  ],
];

describe("an attribute of a node", () => {
  test.each(NUMBERS)("may be %s", async (_, attribute, value) => {
    const [read, { problems }] = await readAttribute(attribute);
    expect(read).toEqual(value);
    expect(problems).toEqual([]);
  });

  test.each(MESSAGES)("may be %s", async (_, attribute, value) => {
    const [read, { problems }] = await readAttribute(attribute);
    expect(read).toMatchObject(value);
    expect(problems).toEqual([]);
  });

  const written = [...NUMBERS, ...MESSAGES].filter(([what]) => !/^no |not written|caller/.test(what));
  test.each(written)("that does not say its type is %s by what it holds", async (_, attribute, value) => {
    const [read, { problems }] = await readAttribute({ ...attribute, type: Kind.UNDEFINED });
    expect(read).toMatchObject(value);
    expect(problems).toEqual([]);
  });

  test.each<[what: string, attribute: AttributeParts]>([
    ["a tensor", { type: Kind.TENSOR }],
    ["a graph", { type: Kind.GRAPH }],
    ["a type", { type: Kind.TYPE_PROTO }],
    ["something of a later version", { type: LATER, i: 1n }],
  ])("that should hold %s and does not is left out, with a problem", async (_, attribute) => {
    const [read, { problems }] = await readAttribute(attribute);
    expect(read).toBeUndefined();
    expect(problems).toMatchObject([{ code: "unreadable-attribute" }]);
    expect(problems[0]?.where).toMatch(/^graph\.node\[0\]\.attribute\[0\] \(byte \d+\)$/);
  });

  test("that is there twice counts once: the first one, with a problem", async () => {
    const twice = [1n, 2n].map((i) => ({ name: "axis", type: Kind.INT, i }));
    const { graph, problems } = await readParts(withGraph({ node: [{ opType: "Op", attribute: twice }] }));
    expect(graph.nodes[0]?.attributes).toEqual(new Map([["axis", { kind: "int", value: 1 }]]));
    expect(problems).toMatchObject([{ code: "duplicate-name" }]);
  });

  test("that holds nothing at all is passed over", async () => {
    const [read, { problems }] = await readAttribute({});
    expect(read).toBeUndefined();
    expect(problems).toEqual([]);
  });
});

describe("a subgraph", () => {
  const branch = (name: string, operator: string): GraphParts => ({
    name,
    node: [
      { opType: operator, input: ["given", "own"], output: ["t"] },
      { opType: "Relu", name: "act", input: ["t"], output: ["y"] },
    ],
    initializer: [{ name: "own", dims: [], dataType: 1, rawData: new Uint8Array(4) }],
    output: [{ name: "y" }],
  });
  const graph: GraphParts = {
    node: [
      {
        name: "if",
        opType: "If",
        input: ["given"],
        output: ["z"],
        attribute: [
          { name: "then_branch", type: Kind.GRAPH, g: branch("a", "Add") },
          { name: "else_branch", type: Kind.GRAPH, g: branch("b", "Sub") },
        ],
      },
    ],
  };

  test("has a path, nodes with ids, and knows what it takes from outside", async () => {
    const model = await readParts(withGraph(graph));
    const graphs = [...(model.graph.nodes[0]?.attributes.values() ?? [])].flatMap((one) =>
      one.kind === "graph" ? one.value : [],
    );
    expect(
      graphs.map(({ path, nodes, captures }) => [path, nodes.map(({ id }) => id), [...captures]]),
    ).toEqual([
      ["if/then_branch", ["if/then_branch/Add_0", "if/then_branch/act"], [["given", "given"]]],
      ["if/else_branch", ["if/else_branch/Sub_0", "if/else_branch/act"], [["given", "given"]]],
    ]);
    expect(model.problems).toEqual([]);
  });

  test("may stand between its node's inputs: fields come in any order", async () => {
    const inner = message([field(1, "inner"), field(2, "t"), field(4, "Relu")]);
    const attribute = message([field(1, "body"), bytes(6, bytes(1, inner)), int(20, Kind.GRAPH)]);
    const outer = message([
      field(2, "y"),
      field(1, "first"),
      bytes(5, attribute),
      field(1, "second"),
      field(2, "z"),
      field(4, "Loop"),
    ]);
    const { graph: read } = await readBytes(toBytes(bytes(7, bytes(1, outer))));
    expect(read.nodes[0]).toMatchObject({ inputs: ["first", "second"], outputs: ["y", "z"] });
    const body = read.nodes[0]?.attributes.get("body");
    const [node] = body?.kind === "graph" ? body.value.nodes : [];
    expect(node).toMatchObject({ inputs: ["inner"], outputs: ["t"] });
  });
});
