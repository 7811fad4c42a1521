/** Element types, by ONNX's names in lower case. */
export const DATA_TYPES = [
  "float32",
  "float16",
  "bfloat16",
  "float64",
  "int8",
  "int16",
  "int32",
  "int64",
  "uint8",
  "uint16",
  "uint32",
  "uint64",
  "bool",
  "string",
  "complex64",
  "complex128",
  "float8e4m3fn",
  "float8e4m3fnuz",
  "float8e5m2",
  "float8e5m2fnuz",
  "float8e8m0",
  "float4e2m1",
  "int4",
  "uint4",
  "int2",
  "uint2",
] as const;

export type DataType = (typeof DATA_TYPES)[number];

const BITS: Readonly<Record<DataType, number | undefined>> = {
  float32: 32,
  float16: 16,
  bfloat16: 16,
  float64: 64,
  int8: 8,
  int16: 16,
  int32: 32,
  int64: 64,
  uint8: 8,
  uint16: 16,
  uint32: 32,
  uint64: 64,
  bool: 8,
  string: undefined,
  complex64: 64,
  complex128: 128,
  float8e4m3fn: 8,
  float8e4m3fnuz: 8,
  float8e5m2: 8,
  float8e5m2fnuz: 8,
  float8e8m0: 8,
  float4e2m1: 4,
  int4: 4,
  uint4: 4,
  int2: 2,
  uint2: 2,
};

/** Bits of one stored element; undefined for strings, whose length varies. */
export function bitsOf(dtype: DataType): number | undefined {
  return BITS[dtype];
}

/** Bytes of a dense tensor of `elements` elements; sub-byte types are packed over the flat tensor. */
export function bytesOf(dtype: DataType, elements: number): number | undefined {
  const bits = BITS[dtype];
  return bits === undefined ? undefined : Math.ceil((elements * bits) / 8);
}

export function isFloat(dtype: DataType): boolean {
  return dtype.startsWith("float") || dtype === "bfloat16";
}
