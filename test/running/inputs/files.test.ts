import { encode as encodePng } from "fast-png";
import { zipSync } from "fflate";
import { encode as encodeJpeg } from "jpeg-js";
import { describe, expect, test } from "vitest";
import { readGiven } from "../../../src/running/inputs/given";
import { readCsv } from "../../../src/running/inputs/csv";
import { readImage, readPicture } from "../../../src/running/inputs/image";
import { readJson } from "../../../src/running/inputs/json";
import { readNpy } from "../../../src/running/inputs/npy";
import { readNpz } from "../../../src/running/inputs/npz";
import type { Values } from "../../../src/running/values";
import { numberAt } from "../../../src/running/values";
import type { Result } from "../../../src/bytes/problem";

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** A .npy file by the words of its format's definition. */
function npy(header: string, elements: readonly number[], version = 1): Uint8Array {
  const length = version === 1 ? [header.length, 0] : [header.length, 0, 0, 0];
  const latin1 = Array.from(header, (letter) => letter.charCodeAt(0));
  return Uint8Array.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0, ...length, ...latin1, ...elements]);
}

function valueOf(result: Result<Values>): Values {
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

function numbersOf(result: Result<Values>): readonly number[] {
  const values = valueOf(result);
  return Array.from({ length: values.data.length }, (_, index) => numberAt(values, index));
}

const messageOf = (result: Result<unknown>): string => (result.ok ? "" : result.problem.message);

describe("an array that numpy saved", () => {
  const f4 = [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0];
  const cases: [string, string, readonly number[], string, readonly number[], readonly number[]][] = [
    ["of float32", "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", f4, "float32", [2], [1, -2]],
    [
      "of the other byte order",
      "{'descr': '>f4', 'fortran_order': False, 'shape': (2, 1), }",
      [0x3f, 0x80, 0, 0, 0xc0, 0, 0, 0],
      "float32",
      [2, 1],
      [1, -2],
    ],
    [
      "of half floats",
      "{'descr': '<f2', 'fortran_order': False, 'shape': (1,), }",
      [0, 0x3e],
      "float16",
      [1],
      [1.5],
    ],
    [
      "of int64, negative",
      "{'descr': '<i8', 'fortran_order': False, 'shape': (), }",
      [254, 255, 255, 255, 255, 255, 255, 255],
      "int64",
      [],
      [-2],
    ],
    ["of bool", "{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }", [1, 0], "bool", [2], [1, 0]],
    [
      "in Fortran's order",
      "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }",
      [1, 4, 2, 5, 3, 6],
      "uint8",
      [2, 3],
      [1, 2, 3, 4, 5, 6],
    ],
    [
      "of no elements",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 3), }",
      [],
      "float32",
      [0, 3],
      [],
    ],
  ];
  test.each(cases)("%s", (_, header, bytes, dtype, shape, numbers) => {
    const result = readNpy({ name: "x.npy", bytes: npy(header, bytes) });
    expect(valueOf(result)).toMatchObject({ dtype, shape });
    expect(numbersOf(result)).toEqual(numbers);
  });

  test("with a wide header, as version 2 has it", () => {
    const bytes = npy("{'descr': '|i1', 'fortran_order': False, 'shape': (1,), }", [255], 2);
    expect(numbersOf(readNpy({ name: "x.npy", bytes }))).toEqual([-1]);
  });

  const broken: [string, Uint8Array, string][] = [
    ["that is none", text("PK"), "is no .npy file"],
    ["whose header is cut", npy("", []).subarray(0, 9), "ends within its header"],
    ["whose header is none", npy("{}", []), "a header that numpy does not write"],
    [
      "of texts",
      npy("{'descr': '<U4', 'fortran_order': False, 'shape': (1,), }", []),
      "numpy's type '<U4', no numbers",
    ],
    [
      "that is cut",
      npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", [0, 0, 0, 0]),
      "needs 8 bytes of elements and has 4",
    ],
  ];
  test.each(broken)("is refused: one %s", (_, bytes, message) => {
    expect(messageOf(readNpy({ name: "x.npy", bytes }))).toContain(message);
  });
});

describe("an archive of arrays", () => {
  const one = npy("{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }", [7]);
  const two = npy("{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }", [8]);

  test("gives the array that is called like the input", () => {
    const bytes = zipSync({ "x.npy": one, "y.npy": two });
    expect(numbersOf(readNpz({ name: "a.npz", bytes }, "y"))).toEqual([8]);
  });

  test("gives its only array whatever it is called", () => {
    expect(numbersOf(readNpz({ name: "a.npz", bytes: zipSync({ "arr_0.npy": one }) }, "input"))).toEqual([7]);
  });

  test("says what it has where that is something else", () => {
    const bytes = zipSync({ "x.npy": one, "y.npy": two });
    expect(messageOf(readNpz({ name: "a.npz", bytes }, "z"))).toContain("no array 'z', but x, y");
  });

  test("is refused where it is none", () => {
    expect(messageOf(readNpz({ name: "a.npz", bytes: text("no archive at all") }, "z"))).toContain("no .npz");
  });
});

describe("numbers in JSON", () => {
  const cases: [string, string, readonly number[], readonly number[]][] = [
    ["in nested lists", "[[1, 2.5], [-3, 4]]", [2, 2], [1, 2.5, -3, 4]],
    ["alone", "5", [], [5]],
    ["with their shape", '{"shape": [1, 2], "data": [3, 4]}', [1, 2], [3, 4]],
    ["under the input's name", '{"x": [3], "y": [4]}', [1], [3]],
    ["as true and false", "[true, false]", [2], [1, 0]],
  ];
  test.each(cases)("%s", (_, json, shape, numbers) => {
    const result = readJson({ name: "x.json", bytes: text(json) }, "x");
    expect(valueOf(result).shape).toEqual(shape);
    expect(numbersOf(result)).toEqual(numbers);
  });

  const broken: [string, string, string][] = [
    ["ragged lists", "[[1, 2], [3]]", "3 elements where its shape asks for 4"],
    ["what is no number", '[1, "two"]', 'holds "two" among its numbers'],
    ["a file that is no JSON", "[1,", "is no JSON"],
    ["another input's numbers", '{"y": [1]}', "for 'x'"],
  ];
  test.each(broken)("are refused: %s", (_, json, message) => {
    expect(messageOf(readJson({ name: "x.json", bytes: text(json) }, "x"))).toContain(message);
  });
});

describe("numbers in rows", () => {
  test("may have names above them", () => {
    const result = readCsv({ name: "x.csv", bytes: text("a;b\r\n1;2\r\n3;4e1\r\n") });
    expect(valueOf(result).shape).toEqual([2, 2]);
    expect(numbersOf(result)).toEqual([1, 2, 3, 40]);
  });

  test("are one axis where it is one row", () => {
    expect(valueOf(readCsv({ name: "x.csv", bytes: text("1,2,3") })).shape).toEqual([3]);
  });

  test("are refused where one is none", () => {
    expect(messageOf(readCsv({ name: "x.csv", bytes: text("1,2\n3,x") }))).toContain("row 2");
    expect(messageOf(readCsv({ name: "x.csv", bytes: text("1,2\n3") }))).toContain("1 cells in row 2");
  });
});

describe("an image", () => {
  const png = (width: number, data: readonly number[], channels: number, depth: 8 | 16 = 8): Uint8Array =>
    encodePng({
      width,
      height: data.length / width / channels,
      data: depth === 8 ? Uint8Array.from(data) : Uint16Array.from(data),
      channels,
      depth,
    });
  const colours = [255, 0, 0, 0, 255, 0, 0, 0, 255, 51, 102, 153];

  const read = (bytes: Uint8Array, shape: readonly number[], pixels: Parameters<typeof readImage>[3]) =>
    numbersOf(readImage({ name: "a.png", bytes }, "float32", shape, pixels)).map((one) =>
      Number(one.toFixed(4)),
    );

  test("has its channels first where the input has them first", () => {
    const planes = [1, 0, 0, 0.2, 0, 1, 0, 0.4, 0, 0, 1, 0.6];
    expect(read(png(2, colours, 3), [1, 3, 2, 2], "0-1")).toEqual(planes);
  });

  test("has its channels last where the input has them last", () => {
    expect(read(png(2, colours, 3), [1, 2, 2, 3], "0-255")).toEqual(colours);
  });

  test("is normalised as ImageNet is", () => {
    // (1 - 0.485) / 0.229 and (0 - 0.485) / 0.229
    expect(read(png(1, [255, 255, 255], 3), [1, 3, 1, 1], "imagenet")).toEqual([2.2489, 2.4286, 2.64]);
  });

  test("is grey by the weights of television", () => {
    expect(read(png(2, colours, 3), [1, 1, 2, 2], "0-1")).toEqual([0.299, 0.587, 0.114, 0.363]);
  });

  test("of grey, with opacity or of 16 bits is read", () => {
    expect(read(png(1, [51], 1), [3, 1, 1], "0-1")).toEqual([0.2, 0.2, 0.2]);
    expect(read(png(1, [255, 51], 2), [3, 1, 1], "-1-1")).toEqual([-0.6, -0.6, -0.6]);
    expect(read(png(1, [65535, 0, 13107], 3, 16), [3, 1, 1], "0-1")).toEqual([1, 0, 0.2]);
  });

  test("is scaled to cover the input and cut in the middle", () => {
    // 4×2 pixels in 1×1: a triangle over the middle, of which the columns get ⅛, ⅜, ⅜, ⅛ and the rows ½ each.
    const grey = [0, 100, 100, 255, 0, 50, 50, 255];
    expect(read(png(4, grey, 1), [1, 1, 1, 1], "0-255")).toEqual([88]);
    expect(read(png(2, [0, 255, 0, 255], 1), [1, 1, 1, 2], "0-255")).toEqual([0, 255]);
  });

  test("as JPEG is read, too", () => {
    const data = Uint8Array.from(Array.from({ length: 64 }, () => [200, 100, 50, 255]).flat());
    const { data: bytes } = encodeJpeg({ width: 8, height: 8, data }, 95);
    const picture = readPicture({ name: "a.jpg", bytes: new Uint8Array(bytes) });
    if (!picture.ok) throw new Error(picture.problem.message);
    expect(picture.value).toMatchObject({ width: 8, height: 8 });
    const [red = 0, green = 0, blue = 0] = picture.value.rgb;
    expect([red, green, blue].map((one) => Math.round(one * 51) * 5)).toEqual([200, 100, 50]);
  });

  test("is refused where it is damaged, or the input takes none", () => {
    expect(messageOf(readPicture({ name: "a.png", bytes: text("GIF89a") }))).toContain("cannot be read");
    const cut = png(2, colours, 3).subarray(0, 40);
    expect(messageOf(readPicture({ name: "a.png", bytes: cut }))).toContain("cannot be read");
    const result = readImage({ name: "a.png", bytes: png(2, colours, 3) }, "float32", [1, 80], "0-1");
    expect(messageOf(result)).toContain("takes none");
  });
});

test("a file that claims samples without elements does not fit", () => {
  const bytes = npy("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 0), }", []);
  expect(messageOf(readGiven({ name: "x.npy", bytes }, "x", "float32", [1, 0]))).toContain("has the shape");
});
