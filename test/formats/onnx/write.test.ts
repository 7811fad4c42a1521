import { fromBinary } from "@bufbuild/protobuf";
import { readdirSync, readFileSync } from "node:fs";
import { AttributeProto_AttributeType as Kind, ModelProtoSchema } from "onnx-buf";
import { describe, expect, test } from "vitest";
import { appendOutputs } from "../../../src/formats/onnx/append-outputs";
import { writeModel } from "../../../src/formats/onnx/write";
import type { DataOf } from "../../../src/formats/onnx/write-tensor";
import type { AttributeValue, Graph, Model } from "../../../src/model/model";
import type { Tensor } from "../../../src/model/tensor";
import type { ModelParts } from "./model";
import { encode, readBytes, withGraph } from "./model";

/** Elements where they lie in one file. */
function dataIn(file: Uint8Array): DataOf {
  return ({ location }) => {
    if (location.kind !== "raw" && location.kind !== "varint") return undefined;
    const parts = location.pieces.map(({ offset, length }) => file.subarray(offset, offset + length));
    return Uint8Array.from(parts.flatMap((part) => [...part]));
  };
}

/** A tensor by what it holds instead of where. */
function contents({ location, inline, ...rest }: Tensor, dataOf: DataOf): unknown {
  if (location.kind === "sparse") {
    return {
      ...rest,
      values: contents(location.values, dataOf),
      indices: contents(location.indices, dataOf),
    };
  }
  const elements = inline ?? dataOf({ ...rest, location }) ?? location;
  return { ...rest, elements };
}

function graphContents(graph: Graph, dataOf: DataOf): unknown {
  const value = (one: AttributeValue): unknown => {
    if (one.kind === "tensor") return contents(one.value, dataOf);
    if (one.kind === "graph") return graphContents(one.value, dataOf);
    return one;
  };
  return {
    path: graph.path,
    inputs: graph.inputs,
    outputs: graph.outputs,
    captures: graph.captures,
    tensors: Array.from(graph.tensors.values(), (one) => contents(one, dataOf)),
    nodes: graph.nodes.map(({ docString: _, metadata: __, attributes, ...node }) => ({
      ...node,
      attributes: Array.from(attributes, ([name, one]) => [name, value(one)]),
    })),
  };
}

async function writtenAgain(file: Uint8Array): Promise<{ before: unknown; after: unknown }> {
  const summary = (model: Model, dataOf: DataOf): unknown => ({
    irVersion: model.irVersion,
    opsets: model.opsets,
    graph: graphContents(model.graph, dataOf),
    functions: model.functions.map(({ body, docString: _, metadata: __, ...one }) => ({
      ...one,
      body: graphContents(body, dataOf),
    })),
  });
  const model = await readBytes(file);
  const copy = writeModel(model, dataIn(file));
  return { before: summary(model, dataIn(file)), after: summary(await readBytes(copy), dataIn(copy)) };
}

const FIXTURES = "test/fixtures/torch";
const FILES = readdirSync(FIXTURES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "external")
  .map(({ name }) => name);

describe("a model that is written", () => {
  test.each(FILES)("reads as it was: %s", async (name) => {
    const { before, after } = await writtenAgain(readFileSync(`${FIXTURES}/${name}/model.onnx`));
    expect(after).toEqual(before);
  });

  const attributes: [string, NonNullable<ModelParts["graph"]>["node"]][] = [
    ["numbers", [{ attribute: [{ name: "a", type: Kind.INT, i: -(2n ** 63n) }] }]],
    ["floats", [{ attribute: [{ name: "a", type: Kind.FLOATS, floats: [1.5, -0] }] }]],
    ["lists of integers", [{ attribute: [{ name: "a", type: Kind.INTS, ints: [-1n, 2n ** 62n, 0n] }] }]],
    ["texts", [{ attribute: [{ name: "a", type: Kind.STRINGS, strings: [new TextEncoder().encode("é")] }] }]],
    [
      "sparse tensors",
      [
        {
          attribute: [
            {
              name: "a",
              type: Kind.SPARSE_TENSOR,
              sparseTensor: {
                values: { dims: [2n], dataType: 1, floatData: [1, 2] },
                indices: { dims: [2n], dataType: 7, int64Data: [0n, 5n] },
                dims: [2n, 3n],
              },
            },
          ],
        },
      ],
    ],
    [
      "types",
      [
        {
          attribute: [
            {
              name: "a",
              type: Kind.TYPE_PROTO,
              tp: {
                value: {
                  case: "tensorType",
                  value: { elemType: 10, shape: { dim: [{ value: { case: "dimParam", value: "n" } }, {}] } },
                },
              },
            },
          ],
        },
      ],
    ],
    ["references", [{ attribute: [{ name: "a", type: Kind.FLOAT, refAttrName: "outer" }] }]],
  ];
  test.each(attributes)("keeps attributes that hold %s", async (_, nodes) => {
    const node = (nodes ?? []).map((one) => ({ opType: "Any", output: ["y"], ...one }));
    const { before, after } = await writtenAgain(encode(withGraph({ node })));
    expect(after).toEqual(before);
  });

  test("names data of other files by their place", async () => {
    const weight: Tensor = {
      name: "w",
      dtype: "float32",
      shape: [2048],
      location: { kind: "raw", pieces: [] },
    };
    const place = { file: "weights.bin", offset: 64, length: 8192 };
    const parts = { name: "", inputs: [], outputs: [], nodes: [], tensors: new Map([["w", weight]]) };
    const model = { irVersion: 8, opsets: new Map([["ai.onnx", 17]]), functions: [], graph: parts };
    const bytes = writeModel(model, () => place);
    const [tensor] = fromBinary(ModelProtoSchema, bytes).graph?.initializer ?? [];
    const entries = tensor?.externalData.map(({ key, value }) => [key, value]);
    expect(entries).toEqual([
      ["location", "weights.bin"],
      ["offset", "64"],
      ["length", "8192"],
    ]);
    expect(tensor?.dataLocation).toBe(1);
  });
});

describe("a model to which outputs are appended", () => {
  const file = new Uint8Array(readFileSync(`${FIXTURES}/mlp/model.onnx`));

  test("has them after its own, and all that it had", () => {
    const before = fromBinary(ModelProtoSchema, file);
    const after = fromBinary(ModelProtoSchema, appendOutputs(file, { outputs: ["/1/Relu_output_0", "é"] }));
    expect(after.graph?.output.map(({ name }) => name)).toEqual(["7", "/1/Relu_output_0", "é"]);
    expect(after.graph?.node).toEqual(before.graph?.node);
    expect(after.graph?.initializer).toEqual(before.graph?.initializer);
    expect(after.opsetImport).toEqual(before.opsetImport);
  });

  test("has the nodes and tensors that make them", () => {
    const added = appendOutputs(file, {
      outputs: ["low"],
      nodes: [
        {
          name: "cast",
          operator: "Cast",
          domain: "",
          overload: "",
          inputs: ["7"],
          outputs: ["low"],
          attributes: new Map([["to", { kind: "int", value: 10 }]]),
        },
      ],
      tensors: new Map([
        ["c", { name: "c", dtype: "int64", shape: [1], location: { kind: "numbers", values: [7] } }],
      ]),
    });
    const { graph } = fromBinary(ModelProtoSchema, added);
    expect(graph?.node.at(-1)).toMatchObject({ opType: "Cast", input: ["7"], output: ["low"] });
    expect(graph?.node.at(-1)?.attribute[0]).toMatchObject({ name: "to", type: Kind.INT, i: 10n });
    expect(graph?.initializer.at(-1)).toMatchObject({ name: "c", dims: [1n], int64Data: [7n] });
  });
});
