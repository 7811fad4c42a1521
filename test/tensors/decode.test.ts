import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DataType } from "../../src/model/dtype";
import { decode, tableOf } from "../../src/tensors/decode";

const valueAt = (dtype: DataType, code: number): number | undefined => tableOf(dtype)?.[code];

describe("small floats", () => {
  // OCP 8-bit floating point (2023), table 1, and microscaling formats (2023), table 5; IEEE 754 for float16.
  test.each<[dtype: DataType, code: number, value: number]>([
    ["float8e4m3fn", 0b0_1111_110, 448],
    ["float8e4m3fn", 0b0_0000_001, 2 ** -9],
    ["float8e4m3fn", 0b0_0001_000, 2 ** -6],
    ["float8e4m3fn", 0b1_1111_111, NaN],
    ["float8e4m3fn", 0b1_0000_000, -0],
    ["float8e5m2", 0b0_11110_11, 57344],
    ["float8e5m2", 0b0_11111_00, Infinity],
    ["float8e5m2", 0b0_11111_01, NaN],
    ["float8e5m2", 0b0_00000_01, 2 ** -16],
    ["float8e4m3fnuz", 0b1_0000_000, NaN],
    ["float8e4m3fnuz", 0b0_1111_111, 240],
    ["float8e5m2fnuz", 0b1_00000_00, NaN],
    ["float8e5m2fnuz", 0b0_11111_11, 57344],
    ["float8e8m0", 127, 1],
    ["float8e8m0", 0, 2 ** -127],
    ["float8e8m0", 255, NaN],
    ["float4e2m1", 0b0111, 6],
    ["float4e2m1", 0b0001, 0.5],
    ["float4e2m1", 0b1010, -1],
    ["float16", 0x7bff, 65504],
    ["float16", 0x0001, 2 ** -24],
    ["float16", 0xfc00, -Infinity],
    ["float16", 0x3555, 0.333251953125],
    ["bfloat16", 0x3f80, 1],
    ["bfloat16", 0x7f80, Infinity],
    ["int4", 0b1000, -8],
    ["uint4", 0b1000, 8],
    ["int2", 0b11, -1],
    ["int8", 0x80, -128],
    ["int16", 0x8000, -32768],
  ])("%s %i is %d", (dtype, code, value) => {
    expect(valueAt(dtype, code)).toBe(value);
  });
});

describe("decoding", () => {
  const bytesOf = (array: ArrayBufferView): Uint8Array =>
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

  test("gives back what typed arrays hold, wherever in a buffer it lies", () => {
    fc.assert(
      fc.property(fc.array(fc.float()), fc.integer({ min: 0, max: 7 }), (numbers, offset) => {
        const stored = Float32Array.from(numbers);
        const shifted = new Uint8Array(stored.byteLength + offset);
        shifted.set(bytesOf(stored), offset);
        expect(decode("float32", shifted.subarray(offset), numbers.length)).toEqual(stored);
        expect(decode("float32", Buffer.from(shifted.buffer, offset), numbers.length)).toEqual(stored);
      }),
    );
  });

  test.each<[dtype: DataType, stored: ArrayBufferView, values: number[]]>([
    ["float64", Float64Array.of(1.5, -2), [1.5, -2]],
    ["int32", Int32Array.of(-1, 2 ** 31 - 1), [-1, 2 ** 31 - 1]],
    ["uint32", Uint32Array.of(2 ** 32 - 1), [2 ** 32 - 1]],
    ["int64", BigInt64Array.of(-(2n ** 53n)), [-(2 ** 53)]],
    ["uint64", BigUint64Array.of(2n ** 63n), [2 ** 63]],
    ["uint8", Uint8Array.of(0, 255), [0, 255]],
    ["bool", Uint8Array.of(0, 1), [0, 1]],
    ["int4", Uint8Array.of(0x8f, 0x07), [-1, -8, 7]],
    ["uint2", Uint8Array.of(0b11_10_01_00), [0, 1, 2, 3]],
  ])("%s", (dtype, stored, values) => {
    expect(Array.from(decode(dtype, bytesOf(stored), values.length) ?? [])).toEqual(values);
  });

  test.each<DataType>(["string", "complex64"])("%s are no real numbers", (dtype) => {
    expect(decode(dtype, new Uint8Array(16), 2)).toBeUndefined();
  });
});
