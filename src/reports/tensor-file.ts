import type { DataType } from "../model/dtype";

/** What numpy calls the types that it has, in their own bytes. */
const NUMPY: Partial<Readonly<Record<DataType, string>>> = {
  float16: "<f2",
  float32: "<f4",
  float64: "<f8",
  int8: "|i1",
  int16: "<i2",
  int32: "<i4",
  int64: "<i8",
  uint8: "|u1",
  uint16: "<u2",
  uint32: "<u4",
  uint64: "<u8",
  bool: "|b1",
  complex64: "<c8",
  complex128: "<c16",
};

/** Numpy's word for a type; undefined where it has none, so that the elements must be written as doubles. */
export function numpyType(dtype: DataType): string | undefined {
  return NUMPY[dtype];
}

/** What stands before the elements is filled up to a multiple of this. */
const ALIGNMENT = 64;

/**
 * An array as numpy saves it, version 1.0 (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
 *
 * @param bytes row-major and little-endian
 */
export function npyFile(type: string, shape: readonly number[], bytes: Uint8Array): Uint8Array {
  const sizes = shape.length === 1 ? `${String(shape[0])},` : shape.join(", ");
  const words = `{'descr': '${type}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const start = Math.ceil((10 + words.length + 1) / ALIGNMENT) * ALIGNMENT;
  const header = `${words.padEnd(start - 11)}\n`;
  const file = new Uint8Array(start + bytes.length);
  file.set([0x93, ...new TextEncoder().encode("NUMPY"), 1, 0, header.length & 0xff, header.length >> 8]);
  file.set(new TextEncoder().encode(header), 10);
  file.set(bytes, start);
  return file;
}

/** Rows of the last axis, a line each. */
export function tensorCsv(values: Float64Array, shape: readonly number[], dtype: DataType): string {
  const wide = Math.max(1, shape.at(-1) ?? 1);
  const lines: string[] = [];
  for (let at = 0; at < values.length; at += wide) {
    lines.push(Array.from(values.subarray(at, at + wide), (value) => elementText(value, dtype)).join(","));
  }
  return `${lines.join("\n")}\n`;
}

/** Significant digits that tell any two elements of a type apart. */
const DIGITS: Partial<Readonly<Record<DataType, number>>> = { float32: 9, float16: 5, bfloat16: 4 };

/** An element as text, with no more digits than its type holds. */
export function elementText(value: number, dtype: DataType): string {
  const digits = DIGITS[dtype];
  return String(digits === undefined ? value : Number(value.toPrecision(digits)));
}
