import type { Result } from "../../bytes/problem";
import { elementsOf } from "../../model/tensor";
import type { Elements, RunnableType, Values } from "../values";
import type { InputFile } from "./problem";
import { badInput } from "./problem";

/** The types of numpy that a model can be given, by the letters of `descr` after the byte order. */
const TYPES: Readonly<
  Record<
    string,
    readonly [RunnableType, width: number, (bytes: ArrayBuffer) => Exclude<Elements, readonly string[]>]
  >
> = {
  f2: ["float16", 2, (bytes) => new Uint16Array(bytes)],
  f4: ["float32", 4, (bytes) => new Float32Array(bytes)],
  f8: ["float64", 8, (bytes) => new Float64Array(bytes)],
  i1: ["int8", 1, (bytes) => new Int8Array(bytes)],
  i2: ["int16", 2, (bytes) => new Int16Array(bytes)],
  i4: ["int32", 4, (bytes) => new Int32Array(bytes)],
  i8: ["int64", 8, (bytes) => new BigInt64Array(bytes)],
  u1: ["uint8", 1, (bytes) => new Uint8Array(bytes)],
  u2: ["uint16", 2, (bytes) => new Uint16Array(bytes)],
  u4: ["uint32", 4, (bytes) => new Uint32Array(bytes)],
  u8: ["uint64", 8, (bytes) => new BigUint64Array(bytes)],
  b1: ["bool", 1, (bytes) => new Uint8Array(bytes)],
};

/** `\x93NUMPY`. Compared as bytes: what a decoder makes of 0x93 differs between versions of Node. */
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59] as const;
const ASCII = new TextDecoder();

/**
 * An array as numpy saves it (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html), of any version
 * and byte order. Arrays in Fortran's order are turned into row-major ones.
 */
export function readNpy({ name, bytes }: InputFile): Result<Values> {
  if (!MAGIC.every((byte, at) => bytes[at] === byte)) return badInput(name, "is no .npy file.");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = (bytes[6] ?? 1) > 1;
  const start = wide ? 12 : 10;
  if (bytes.length < start) return badInput(name, "ends within its header.");
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  const header = readHeader(ASCII.decode(bytes.subarray(start, start + length)));
  if (header === undefined) return badInput(name, "has a header that numpy does not write.");
  const { order, type, fortran, shape } = header;
  const known = TYPES[type];
  if (known === undefined)
    return badInput(name, `holds elements of numpy's type '${order}${type}', no numbers.`);
  const [dtype, width, arrayOf] = known;
  const size = elementsOf(shape) * width;
  const data = bytes.slice(start + length, start + length + size);
  if (data.length < size) return badInput(name, `needs ${size} bytes of elements and has ${data.length}.`);
  if (order === ">") reverseEach(data, width);
  const elements = arrayOf(data.buffer);
  return { ok: true, value: { dtype, shape, data: fortran ? rowMajor(elements, shape) : elements } };
}

interface Header {
  readonly order: string;
  readonly type: string;
  readonly fortran: boolean;
  readonly shape: readonly number[];
}

/** The literal of a Python dictionary. */
function readHeader(text: string): Header | undefined {
  const [, order = "", type] = /'descr':\s*'([<>|=]?)([a-zA-Z]\d+)'/.exec(text) ?? [];
  const [, fortran] = /'fortran_order':\s*(True|False)/.exec(text) ?? [];
  const [, sizes] = /'shape':\s*\(([\d,\s]*)\)/.exec(text) ?? [];
  if (type === undefined || fortran === undefined || sizes === undefined) return undefined;
  const shape = sizes
    .split(",")
    .filter((size) => size.trim() !== "")
    .map(Number);
  return Number.isSafeInteger(elementsOf(shape))
    ? { order, type, fortran: fortran === "True", shape }
    : undefined;
}

function reverseEach(bytes: Uint8Array, width: number): void {
  for (let at = 0; at < bytes.length; at += width) bytes.subarray(at, at + width).reverse();
}

/** Column-major elements in row-major order. */
function rowMajor<T extends Exclude<Elements, readonly string[]>>(data: T, shape: readonly number[]): T {
  const turned = data.slice() as T;
  const index = shape.map(() => 0);
  for (let to = 0; to < data.length; to++) {
    const from = index.reduceRight((sum, at, axis) => sum * (shape[axis] ?? 1) + at, 0);
    turned[to] = data[from] ?? 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const next = (index[axis] ?? 0) + 1;
      index[axis] = next === shape[axis] ? 0 : next;
      if (index[axis] !== 0) break;
    }
  }
  return turned;
}
