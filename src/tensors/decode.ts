import type { DataType } from "../model/dtype";
import { bitsOf } from "../model/dtype";
import { numberFromHalf } from "./half";
import { sharedKernel } from "./kernel";

/** Elements as numbers; 64-bit integers as the nearest double. */
export type Numbers = Float32Array | Float64Array;

/** Small floats by their layout: sign, exponent and mantissa bits, and what is special about them. */
interface SmallFloat {
  readonly exponent: number;
  readonly mantissa: number;
  readonly bias: number;
  /** What stands at the top exponent: infinities and NaN, NaN alone at all ones, or numbers. */
  readonly top: "ieee" | "nan" | "finite";
  /** Minus zero is NaN: the `fnuz` kinds. */
  readonly nanAtMinusZero: boolean;
}

const SMALL: Partial<Record<DataType, SmallFloat>> = {
  // IEEE 754 binary16.
  float16: { exponent: 5, mantissa: 10, bias: 15, top: "ieee", nanAtMinusZero: false },
  // OCP 8-bit floating point (2023), tables 1 and 2; https://onnx.ai/onnx/technical/float8.html for the fnuz kinds.
  float8e4m3fn: { exponent: 4, mantissa: 3, bias: 7, top: "nan", nanAtMinusZero: false },
  float8e4m3fnuz: { exponent: 4, mantissa: 3, bias: 8, top: "finite", nanAtMinusZero: true },
  float8e5m2: { exponent: 5, mantissa: 2, bias: 15, top: "ieee", nanAtMinusZero: false },
  float8e5m2fnuz: { exponent: 5, mantissa: 2, bias: 16, top: "finite", nanAtMinusZero: true },
  // OCP microscaling formats (2023), table 5.
  float4e2m1: { exponent: 2, mantissa: 1, bias: 1, top: "finite", nanAtMinusZero: false },
};

const tables = new Map<DataType, Float32Array>();

/** Every value of a type of at most 16 bits, by its bits; undefined for wider types. */
export function tableOf(dtype: DataType): Float32Array | undefined {
  let table = tables.get(dtype);
  if (table === undefined) {
    const bits = bitsOf(dtype) ?? 64;
    const value = valueOfBits(dtype);
    if (bits > 16 || value === undefined) return undefined;
    table = Float32Array.from({ length: 2 ** bits }, (_, code) => value(code));
    tables.set(dtype, table);
  }
  return table;
}

function valueOfBits(dtype: DataType): ((code: number) => number) | undefined {
  const small = SMALL[dtype];
  if (small !== undefined) return (code) => smallFloat(code, small);
  switch (dtype) {
    case "bfloat16":
      return (code) => {
        const bits = new Uint32Array([code * 2 ** 16]);
        return new Float32Array(bits.buffer)[0] ?? NaN;
      };
    case "float8e8m0":
      // A power of two, and one NaN (OCP microscaling formats, 5.4.1).
      return (code) => (code === 255 ? NaN : 2 ** (code - 127));
    case "int16":
    case "int8":
    case "int4":
    case "int2": {
      const range = 2 ** (bitsOf(dtype) ?? 0);
      return (code) => (code < range / 2 ? code : code - range);
    }
    case "uint16":
    case "uint8":
    case "uint4":
    case "uint2":
    case "bool":
      return (code) => code;
    default:
      return undefined;
  }
}

function smallFloat(code: number, { exponent, mantissa, bias, top, nanAtMinusZero }: SmallFloat): number {
  const sign = code >> (exponent + mantissa) === 1 ? -1 : 1;
  const power = (code >> mantissa) & (2 ** exponent - 1);
  const fraction = code & (2 ** mantissa - 1);
  if (nanAtMinusZero && sign < 0 && power === 0 && fraction === 0) return NaN;
  if (power === 2 ** exponent - 1) {
    if (top === "ieee") return fraction === 0 ? sign * Infinity : NaN;
    if (top === "nan" && fraction === 2 ** mantissa - 1) return NaN;
  }
  const scale = 2 ** mantissa;
  return power === 0
    ? (sign * fraction * 2 ** (1 - bias)) / scale
    : sign * (1 + fraction / scale) * 2 ** (power - bias);
}

/**
 * Little-endian elements as numbers. Bytes that are float32 already are not copied where they are aligned. Undefined
 * for types that are no real numbers: strings and complex numbers.
 *
 * @param bytes at least as many as `count` elements take; sub-byte elements are packed, low bits first
 */
export function decode(dtype: DataType, bytes: Uint8Array, count: number): Numbers | undefined {
  const table = tableOf(dtype);
  const bits = bitsOf(dtype) ?? 0;
  if (table !== undefined) return byTable(dtype, table, bits, bytes, count);
  switch (dtype) {
    case "float32":
      return new Float32Array(...placed(bytes, 4, count));
    case "float64":
      return new Float64Array(...placed(bytes, 8, count));
    case "int32":
      return Float64Array.from(new Int32Array(...placed(bytes, 4, count)));
    case "uint32":
      return Float64Array.from(new Uint32Array(...placed(bytes, 4, count)));
    case "int64":
      return Float64Array.from(new BigInt64Array(...placed(bytes, 8, count)), Number);
    case "uint64":
      return Float64Array.from(new BigUint64Array(...placed(bytes, 8, count)), Number);
    default:
      return undefined;
  }
}

/** Buffer, offset and length for a view; a copy where the bytes are not aligned (a Buffer's own slice is none). */
function placed(bytes: Uint8Array, width: number, count: number): [ArrayBuffer, number, number] {
  const { buffer, byteOffset } = byteOffsetFits(bytes, width)
    ? bytes
    : new Uint8Array(bytes.subarray(0, count * width));
  return [buffer as ArrayBuffer, byteOffset, count];
}

function byteOffsetFits(bytes: Uint8Array, width: number): boolean {
  return bytes.byteOffset % width === 0;
}

/** From so many numbers on it is quicker to ask the kernel. */
const MANY = 256;

/** The bits of float16 in little-endian bytes; not copied where they are aligned. */
export function halvesIn(bytes: Uint8Array, count: number): Uint16Array {
  return new Uint16Array(...placed(bytes, 2, count));
}

/** The numbers that bits of float16 stand for. */
export function decodeHalves(codes: Uint16Array): Float32Array {
  const fast = codes.length >= MANY ? sharedKernel() : null;
  if (fast === null) return Float32Array.from(codes, numberFromHalf);
  const values = new Float32Array(codes.length);
  fast.widen(codes, values);
  return values;
}

function byTable(
  dtype: DataType,
  table: Float32Array,
  bits: number,
  bytes: Uint8Array,
  count: number,
): Float32Array {
  if (dtype === "float16") return decodeHalves(halvesIn(bytes, count));
  const values = new Float32Array(count);
  if (bits === 16) {
    const codes = new Uint16Array(...placed(bytes, 2, count));
    for (let at = 0; at < count; at++) values[at] = table[codes[at] ?? 0] ?? NaN;
    return values;
  }
  if (bits === 8) {
    for (let at = 0; at < count; at++) values[at] = table[bytes[at] ?? 0] ?? NaN;
    return values;
  }
  const perByte = 8 / bits;
  const mask = 2 ** bits - 1;
  for (let at = 0; at < count; at++) {
    const byte = bytes[Math.floor(at / perByte)] ?? 0;
    values[at] = table[(byte >> ((at % perByte) * bits)) & mask] ?? NaN;
  }
  return values;
}
