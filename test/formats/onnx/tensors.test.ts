import { TensorProto_DataLocation as Where, TensorProto_DataType as Type } from "onnx-buf";
import { describe, expect, test } from "vitest";
import { DATA_TYPES } from "../../../src/model/dtype";
import type { Model } from "../../../src/model/model";
import { INLINE_BYTES } from "../../../src/model/tensor";
import type { Tensor } from "../../../src/model/tensor";
import type { TensorParts } from "./model";
import { encode, readBytes, readParts, withGraph } from "./model";

const text = (value: string) => Uint8Array.from(Buffer.from(value));
const bytes = (...values: number[]) => Uint8Array.from(values);
const hex = (value: Uint8Array | undefined) => value && Buffer.from(value).toString("hex");

/** A model with one initializer. */
async function readTensor(
  tensor: TensorParts,
  siblings?: Readonly<Record<string, Uint8Array>>,
): Promise<[Tensor | undefined, Model, Uint8Array]> {
  const file = encode(withGraph({ initializer: [{ name: "w", ...tensor }] }));
  const model = await readBytes(file, siblings);
  return [model.graph.tensors.get("w"), model, file];
}

/** onnx.proto's names of the types in lower case are ours, but for two. */
const OWN_NAMES: Readonly<Record<string, string>> = { FLOAT: "float32", DOUBLE: "float64" };
const TYPES = Object.entries(Type)
  .filter((entry): entry is [string, Type] => typeof entry[1] === "number" && entry[1] !== Type.UNDEFINED)
  .map(([name, number]) => [OWN_NAMES[name] ?? name.toLowerCase(), number] as const);

test("every data type of onnx.proto has a name", () => {
  expect([...DATA_TYPES].sort()).toEqual(expect.arrayContaining(TYPES.map(([name]) => name).sort()));
});

test.each(TYPES.filter(([name]) => name !== "string"))(
  "raw bytes of %s are located",
  async (dtype, dataType) => {
    const rawData = bytes(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
    const [tensor, { problems }, file] = await readTensor({ dims: [1n], dataType, rawData });
    expect(tensor).toMatchObject({ name: "w", dtype, shape: [1], location: { kind: "raw" } });
    expect(piecesOf(tensor, file)).toEqual([hex(rawData)]);
    expect(hex(tensor?.inline)).toBe(hex(rawData));
    expect(problems).toEqual([]);
  },
);

/** What the file holds where the tensor says its elements are. */
function piecesOf(tensor: Tensor | undefined, file: Uint8Array): (string | undefined)[] {
  const location = tensor?.location;
  if (location?.kind !== "raw" && location?.kind !== "varint") return [];
  return location.pieces.map(({ offset, length }) => hex(file.subarray(offset, offset + length)));
}

/** Elements as onnx.proto's comments want them stored; their bytes as raw_data would hold them, little-endian. */
const TYPED: [dtype: string, type: Type, dims: bigint[], data: TensorParts, raw: string][] = [
  ["float32", Type.FLOAT, [2n], { floatData: [1, -2] }, "0000803f000000c0"],
  ["float64", Type.DOUBLE, [1n], { doubleData: [1] }, "000000000000f03f"],
  ["complex64", Type.COMPLEX64, [1n], { floatData: [1, -2] }, "0000803f000000c0"],
  ["complex128", Type.COMPLEX128, [1n], { doubleData: [1, 0] }, "000000000000f03f0000000000000000"],
  ["int8", Type.INT8, [3n], { int32Data: [1, -1, -128] }, "01ff80"],
  ["int16", Type.INT16, [2n], { int32Data: [258, -2] }, "0201feff"],
  ["int32", Type.INT32, [2n], { int32Data: [1, -2147483648] }, "0100000000000080"],
  ["int64", Type.INT64, [2n], { int64Data: [-1n, 2n ** 63n - 1n] }, "ffffffffffffffffffffffffffffff7f"],
  ["uint8", Type.UINT8, [2n], { int32Data: [1, 255] }, "01ff"],
  ["uint16", Type.UINT16, [1n], { int32Data: [65534] }, "feff"],
  ["uint32", Type.UINT32, [1n], { uint64Data: [2n ** 32n - 1n] }, "ffffffff"],
  ["uint64", Type.UINT64, [1n], { uint64Data: [2n ** 64n - 2n] }, "feffffffffffffff"],
  ["bool", Type.BOOL, [2n], { int32Data: [1, 0] }, "0100"],
  ["float16 by its bits", Type.FLOAT16, [1n], { int32Data: [0x3c00] }, "003c"],
  ["bfloat16 by its bits", Type.BFLOAT16, [1n], { int32Data: [0x3f80] }, "803f"],
  ["float8e4m3fn by its bits", Type.FLOAT8E4M3FN, [2n], { int32Data: [0x7f, 0x80] }, "7f80"],
  ["float8e8m0 by its bits", Type.FLOAT8E8M0, [1n], { int32Data: [0xff] }, "ff"],
  ["uint8, sign-extended as some writers do", Type.UINT8, [1n], { int32Data: [-1] }, "ff"],
  ["uint4, two to an entry", Type.UINT4, [3n], { int32Data: [0x21, 0x03] }, "2103"],
  ["int4, two to an entry", Type.INT4, [2n], { int32Data: [0xf1] }, "f1"],
  ["float4e2m1, two to an entry", Type.FLOAT4E2M1, [2n, 1n], { int32Data: [0x21] }, "21"],
  ["uint2, four to an entry", Type.UINT2, [5n], { int32Data: [0xe4, 0x01] }, "e401"],
  ["int2, four to an entry", Type.INT2, [4n], { int32Data: [0xe4] }, "e4"],
  ["an empty tensor", Type.FLOAT, [0n, 3n], { floatData: [] }, ""],
  ["a scalar", Type.FLOAT, [], { floatData: [1] }, "0000803f"],
];

test.each(TYPED)("typed elements of %s are at hand as raw bytes", async (_, dataType, dims, data, raw) => {
  const [tensor, { problems }] = await readTensor({ dataType, dims, ...data });
  expect(tensor?.shape.map(BigInt)).toEqual(dims);
  expect(hex(tensor?.inline) ?? "").toBe(raw);
  expect(problems).toEqual([]);
});

describe("typed elements lie in the file", () => {
  test("as raw bytes where they have a fixed width", async () => {
    const floatData = Array.from({ length: 2000 }, (_, index) => index);
    const [tensor, , file] = await readTensor({ dims: [2000n], dataType: Type.FLOAT, floatData });
    expect(tensor?.inline).toBeUndefined();
    expect(tensor?.location.kind).toBe("raw");
    expect(piecesOf(tensor, file)).toEqual([hex(new Uint8Array(Float32Array.from(floatData).buffer))]);
  });

  test("as varints where they have none", async () => {
    const int64Data = Array.from({ length: 5000 }, (_, index) => BigInt(index % 100));
    const [tensor, , file] = await readTensor({ dims: [5000n], dataType: Type.INT64, int64Data });
    expect(tensor?.inline).toBeUndefined();
    expect(tensor?.location.kind).toBe("varint");
    expect(piecesOf(tensor, file)).toEqual([hex(Uint8Array.from(int64Data, Number))]);
  });

  test.each([
    ["as large as is kept", INLINE_BYTES, true],
    ["a byte larger", INLINE_BYTES + 1, false],
  ])("and a tensor %s is kept with the model: %i bytes", async (_, size, kept) => {
    const rawData = new Uint8Array(size).fill(7);
    const [tensor, , file] = await readTensor({ dims: [BigInt(size)], dataType: Type.UINT8, rawData });
    expect(hex(tensor?.inline)).toBe(kept ? hex(rawData) : undefined);
    expect(piecesOf(tensor, file)).toEqual([hex(rawData)]);
  });
});

describe("a string tensor", () => {
  test("keeps its strings as bytes, which may be anything", async () => {
    const stringData = [text("é"), bytes(255, 0), text("")];
    const [tensor] = await readTensor({ dims: [3n], dataType: Type.STRING, stringData });
    expect(tensor).toMatchObject({ dtype: "string", location: { kind: "strings", count: 3 } });
    expect(tensor?.location.kind === "strings" && tensor.location.values.map(hex)).toEqual([
      "c3a9",
      "ff00",
      "",
    ]);
  });

  test("of a whole vocabulary keeps the first thousand and counts the others", async () => {
    const stringData = Array.from({ length: 1500 }, (_, index) => text(String(index)));
    const [tensor] = await readTensor({ dims: [1500n], dataType: Type.STRING, stringData });
    const location = tensor?.location;
    expect(location?.kind === "strings" && [location.count, location.values.length]).toEqual([1500, 1000]);
  });
});

const external = (...entries: [string, string][]): TensorParts => ({
  dims: [4n],
  dataType: Type.FLOAT,
  dataLocation: Where.EXTERNAL,
  externalData: entries.map(([key, value]) => ({ key, value })),
});

describe("external data", () => {
  const FILES = { "w.bin": new Uint8Array(100), "more/b.bin": new Uint8Array(16) };
  test.each<[what: string, entries: [string, string][], piece: object]>([
    [
      "from an offset on",
      [
        ["location", "w.bin"],
        ["offset", "64"],
        ["length", "16"],
      ],
      { file: "w.bin", offset: 64, length: 16 },
    ],
    [
      "from the beginning where no offset is said",
      [
        ["location", "w.bin"],
        ["length", "16"],
      ],
      { file: "w.bin", offset: 0, length: 16 },
    ],
    [
      "as many bytes as the shape asks for where no length is said",
      [
        ["offset", "8"],
        ["location", "w.bin"],
      ],
      { file: "w.bin", offset: 8, length: 16 },
    ],
    ["in a folder below", [["location", "more/b.bin"]], { file: "more/b.bin", offset: 0, length: 16 }],
    [
      "with keys that nobody knows",
      [
        ["location", "w.bin"],
        ["checksum", "0"],
        ["basepath", "/"],
        ["x", ""],
      ],
      { file: "w.bin", offset: 0, length: 16 },
    ],
    [
      "said twice counts as it is said last",
      [
        ["location", "gone"],
        ["location", "w.bin"],
      ],
      { file: "w.bin", offset: 0, length: 16 },
    ],
  ])("is located %s", async (_, entries, piece) => {
    const [tensor, { problems }] = await readTensor(external(...entries), FILES);
    expect(tensor?.location).toEqual({ kind: "raw", pieces: [piece] });
    expect(tensor?.inline).toBeUndefined();
    expect(problems).toEqual([]);
  });

  test.each<[what: string, code: string, entries: [string, string][]]>([
    ["without a location", "bad-external-data", []],
    ["with an empty location", "bad-external-data", [["location", ""]]],
    [
      "with a negative offset",
      "bad-external-data",
      [
        ["location", "w.bin"],
        ["offset", "-4"],
      ],
    ],
    [
      "with an offset that is no number",
      "bad-external-data",
      [
        ["location", "w.bin"],
        ["offset", "0x10"],
      ],
    ],
    [
      "with an offset beyond what a file may have",
      "bad-external-data",
      [
        ["location", "w.bin"],
        ["offset", "9".repeat(20)],
      ],
    ],
    [
      "shorter than its shape",
      "bad-external-data",
      [
        ["location", "w.bin"],
        ["length", "15"],
      ],
    ],
    [
      "behind the file's end",
      "external-data-too-short",
      [
        ["location", "w.bin"],
        ["offset", "99"],
      ],
    ],
    ["in a file that is not there", "missing-external-data", [["location", "gone.bin"]]],
    ["in a folder above", "escaping-path", [["location", "../w.bin"]]],
    ["at an absolute path", "escaping-path", [["location", "/etc/passwd"]]],
    ["at a URL", "escaping-path", [["location", "https://example.org/w.bin"]]],
  ])("%s is a problem: %s", async (_, code, entries) => {
    const [tensor, { problems }] = await readTensor(external(...entries), FILES);
    expect(tensor).toMatchObject({ name: "w", dtype: "float32", shape: [4] });
    expect(problems).toMatchObject([{ severity: "error", code }]);
  });

  test("counts, not the raw bytes beside it", async () => {
    const [tensor] = await readTensor(
      { ...external(["location", "w.bin"]), rawData: new Uint8Array(16) },
      FILES,
    );
    expect(tensor?.location).toMatchObject({ pieces: [{ file: "w.bin" }] });
  });

  test("of many tensors in one file that is not there is one problem", async () => {
    const initializer = ["a", "b", "c"].map((name) => ({ name, ...external(["location", "gone.bin"]) }));
    const { problems } = await readParts(withGraph({ initializer }));
    expect(problems).toMatchObject([{ code: "missing-external-data", where: "gone.bin" }]);
  });

  test("in more files than are asked for says how many were not looked at", async () => {
    const initializer = Array.from({ length: 1003 }, (_, index) => ({
      name: `w${String(index)}`,
      ...external(["location", `${String(index)}.bin`]),
    }));
    const { problems } = await readParts(withGraph({ initializer }));
    expect(problems).toContainEqual(expect.objectContaining({ code: "too-many-files", severity: "warning" }));
    expect(problems.find(({ code }) => code === "too-many-files")?.message).toContain("3 more");
  });
});

describe("a sparse initializer", () => {
  const values: TensorParts = { name: "s", dims: [2n], dataType: Type.FLOAT, floatData: [1, 2] };
  test.each<[what: string, indices: TensorParts, shape: bigint[]]>([
    ["linear", { dims: [2n], dataType: Type.INT64, int64Data: [1n, 5n] }, [6n]],
    ["by coordinates", { dims: [2n, 2n], dataType: Type.INT64, int64Data: [0n, 1n, 1n, 2n] }, [2n, 3n]],
  ])("with %s indices has the name of its values", async (_, indices, dims) => {
    const { graph, problems } = await readParts(
      withGraph({ sparseInitializer: [{ values, indices, dims }] }),
    );
    expect(graph.tensors.get("s")).toMatchObject({
      name: "s",
      dtype: "float32",
      shape: dims.map(Number),
      location: { kind: "sparse", values: { shape: [2] }, indices: { dtype: "int64" } },
    });
    expect(problems).toEqual([]);
  });

  test("without indices is left out, with a problem", async () => {
    const { graph, problems } = await readParts(withGraph({ sparseInitializer: [{ values, dims: [6n] }] }));
    expect([...graph.tensors.keys()]).toEqual([]);
    expect(problems).toMatchObject([{ code: "unknown-data-type" }]);
  });
});

test.each<[what: string, code: string, tensor: TensorParts, left: boolean]>([
  [
    "too few raw bytes",
    "tensor-data-too-short",
    { dims: [2n], dataType: Type.FLOAT, rawData: bytes(0, 0, 0, 0) },
    true,
  ],
  [
    "too few typed floats",
    "tensor-data-too-short",
    { dims: [3n], dataType: Type.FLOAT, floatData: [1, 2] },
    true,
  ],
  [
    "too few complex numbers",
    "tensor-data-too-short",
    { dims: [2n], dataType: Type.COMPLEX64, floatData: [1, 2, 3] },
    true,
  ],
  ["too few nibbles", "tensor-data-too-short", { dims: [3n], dataType: Type.INT4, int32Data: [1] }, true],
  [
    "too few varints in a long run",
    "tensor-data-too-short",
    { dims: [9000n], dataType: Type.INT64, int64Data: Array<bigint>(5000).fill(1n) },
    true,
  ],
  [
    "too few strings",
    "tensor-data-too-short",
    { dims: [2n], dataType: Type.STRING, stringData: [text("a")] },
    true,
  ],
  ["nothing at all", "tensor-data-too-short", { dims: [2n], dataType: Type.FLOAT }, true],
  [
    "data in the field of another type",
    "tensor-data-too-short",
    { dims: [1n], dataType: Type.FLOAT, int32Data: [1] },
    true,
  ],
  ["a negative dimension", "bad-dimension", { dims: [-1n], dataType: Type.FLOAT }, false],
  ["a dimension beyond all files", "bad-dimension", { dims: [2n ** 62n], dataType: Type.FLOAT }, false],
  [
    "dimensions whose product is beyond all files",
    "bad-dimension",
    { dims: [2n ** 30n, 2n ** 30n], dataType: Type.FLOAT },
    false,
  ],
  ["no data type", "unknown-data-type", { dims: [1n], rawData: bytes(1) }, false],
  [
    "a data type of a later version",
    "unknown-data-type",
    { dims: [1n], dataType: 99, rawData: bytes(1) },
    false,
  ],
])("a tensor with %s is a problem at its place: %s", async (_, code, parts, left) => {
  const [tensor, { problems }] = await readTensor(parts);
  expect(problems).toMatchObject([{ severity: "error", code }]);
  expect(problems[0]?.where).toMatch(/^graph\.initializer\[0\] \(byte \d+\)$/);
  expect(tensor?.location.kind).toBe(left ? "absent" : undefined);
});

test("two initializers of a name are a problem; the first one counts", async () => {
  const initializer = [1, 2].map((size) => ({
    name: "w",
    dims: [BigInt(size)],
    dataType: Type.INT8,
    rawData: bytes(0, 0),
  }));
  const { graph, problems } = await readParts(withGraph({ initializer }));
  expect([...graph.tensors.values()].map(({ shape }) => shape)).toEqual([[1]]);
  expect(problems).toMatchObject([{ code: "duplicate-name", where: "w" }]);
});
