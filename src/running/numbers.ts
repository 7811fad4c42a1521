import { numberFromHalf } from "./half";
import type { Values } from "./values";

/** An array of numbers that statistics go over; typed, so that it is gone over fast. */
export type Numbers =
  Float32Array | Float64Array | Int8Array | Int16Array | Int32Array | Uint8Array | Uint16Array | Uint32Array;

let halves: Float32Array | undefined;

/** The elements as numbers; undefined for texts. 64-bit integers become the nearest doubles. */
export function numbersOf({ dtype, data }: Values): Numbers | undefined {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return Float64Array.from(data, Number);
  if (dtype === "float16" && data instanceof Uint16Array) {
    const table = (halves ??= Float32Array.from({ length: 1 << 16 }, (_, bits) => numberFromHalf(bits)));
    const numbers = new Float32Array(data.length);
    for (let index = 0; index < data.length; index++) numbers[index] = table[data[index] ?? 0] ?? NaN;
    return numbers;
  }
  return ArrayBuffer.isView(data) ? data : undefined;
}
