import { create, toBinary } from "@bufbuild/protobuf";
import { TensorProto_DataLocation, TensorProtoSchema } from "onnx-buf";
import { describe, expect, test } from "vitest";
import { readTensorProto } from "../../../src/running/inputs/tensor-proto";
import type { TensorParts } from "../../formats/onnx/model";

const file = (parts: TensorParts): Uint8Array =>
  toBinary(TensorProtoSchema, create(TensorProtoSchema, parts));
const external = (length: string, elements = 3): Uint8Array =>
  file({
    dims: [BigInt(elements)],
    dataType: 1,
    dataLocation: TensorProto_DataLocation.EXTERNAL,
    externalData: [
      { key: "location", value: "input_0.bin" },
      { key: "length", value: length },
    ],
  });
const read = (bytes: Uint8Array) => readTensorProto({ name: "input_0.pb", bytes });

describe("a tensor in a file of its own", () => {
  const long = Array.from({ length: 5000 }, (_, at) => BigInt(at - 2500));
  const cases: [string, TensorParts, string, readonly number[], readonly unknown[]][] = [
    [
      "with raw data",
      { dims: [2n], dataType: 1, rawData: new Uint8Array(Float32Array.of(1.5, -2).buffer) },
      "float32",
      [2],
      [1.5, -2],
    ],
    [
      "with typed data",
      { dims: [1n, 2n], dataType: 7, int64Data: [-1n, 2n ** 40n] },
      "int64",
      [1, 2],
      [-1n, 2n ** 40n],
    ],
    ["with many typed data", { dims: [5000n], dataType: 7, int64Data: long }, "int64", [5000], long],
    [
      "of half floats as their bits",
      { dims: [1n], dataType: 10, int32Data: [0x3c00] },
      "float16",
      [1],
      [0x3c00],
    ],
    ["of bool", { dims: [2n], dataType: 9, int32Data: [1, 0] }, "bool", [2], [1, 0]],
    [
      "of texts",
      { dims: [1n], dataType: 8, stringData: [new TextEncoder().encode("é")] },
      "string",
      [1],
      ["é"],
    ],
    ["of one number", { dataType: 11, doubleData: [0.1] }, "float64", [], [0.1]],
  ];
  test.each(cases)("%s", (_, parts, dtype, shape, elements) => {
    const result = read(file({ name: "x", ...parts }));
    if (!result.ok) throw new Error(result.problem.message);
    expect(result.value).toMatchObject({ dtype, shape });
    expect(Array.from<unknown>(result.value.data)).toEqual(elements);
  });

  const wrong: [string, Uint8Array][] = [
    ["of a type that no input has", file({ dims: [1n], dataType: 17, int32Data: [1] })],
    ["with too few elements", file({ dims: [4n], dataType: 1, floatData: [1] })],
    ["whose data lie in another file", external("12")],
    ["whose data in another file are more than any memory holds", external(String(4e15), 1e15)],
    ["that is none", new TextEncoder().encode("a text")],
    ["that is empty", new Uint8Array(0)],
  ];
  test.each(wrong)("is refused: one %s", (_, bytes) => {
    const result = read(bytes);
    expect(result.ok).toBe(false);
    expect(result.ok ? "" : result.problem.message).toContain("input_0.pb");
  });
});
