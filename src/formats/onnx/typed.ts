import type { DataType } from "../../model/dtype";
import { bitsOf } from "../../model/dtype";
import type { Integer } from "../../model/tensor";
import { INLINE_BYTES } from "../../model/tensor";

/** The fields of TensorProto that hold elements one by one. */
export type TypedField = "float_data" | "int32_data" | "int64_data" | "double_data" | "uint64_data";

/** Which field holds elements of a type (comments at the fields of TensorProto in onnx.proto). */
export const TYPED_FIELD: Readonly<Record<Exclude<DataType, "string">, TypedField>> = {
  float32: "float_data",
  complex64: "float_data",
  float64: "double_data",
  complex128: "double_data",
  int64: "int64_data",
  uint64: "uint64_data",
  uint32: "uint64_data",
  int8: "int32_data",
  int16: "int32_data",
  int32: "int32_data",
  uint8: "int32_data",
  uint16: "int32_data",
  bool: "int32_data",
  float16: "int32_data",
  bfloat16: "int32_data",
  float8e4m3fn: "int32_data",
  float8e4m3fnuz: "int32_data",
  float8e5m2: "int32_data",
  float8e5m2fnuz: "int32_data",
  float8e8m0: "int32_data",
  float4e2m1: "int32_data",
  int4: "int32_data",
  uint4: "int32_data",
  int2: "int32_data",
  uint2: "int32_data",
};

/** How many entries of its typed field hold so many elements: complex numbers have two, sub-byte ones share one. */
export function entriesOf(dtype: Exclude<DataType, "string">, elements: number): number {
  if (dtype === "complex64" || dtype === "complex128") return 2 * elements;
  return Math.ceil(elements / Math.max(1, 8 / (bitsOf(dtype) ?? 8)));
}

/** The little-endian bytes of a few elements, as raw_data would hold them; undefined where they are many. */
export function inlineNumbers(
  dtype: DataType,
  field: TypedField,
  values: readonly Integer[],
): Uint8Array | undefined {
  const width = widthOf(dtype, field);
  if (width * values.length > INLINE_BYTES) return undefined;
  const view = new DataView(new ArrayBuffer(width * values.length));
  values.forEach((value, index) => {
    const at = index * width;
    if (field === "float_data") view.setFloat32(at, Number(value), true);
    else if (field === "double_data") view.setFloat64(at, Number(value), true);
    else if (width === 8) view.setBigUint64(at, BigInt.asUintN(64, BigInt(value)), true);
    // Narrower elements may be sign-extended: their low bytes are what counts.
    else if (width === 4) view.setUint32(at, Number(value), true);
    else if (width === 2) view.setUint16(at, Number(value), true);
    else view.setUint8(at, Number(value));
  });
  return new Uint8Array(view.buffer);
}

/** Bytes of one entry: two or four sub-byte elements share one, complex numbers have two entries. */
function widthOf(dtype: DataType, field: TypedField): number {
  if (field === "float_data") return 4;
  if (field === "double_data") return 8;
  return Math.max(1, (bitsOf(dtype) ?? 8) / 8);
}
