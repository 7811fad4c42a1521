import type { DataType } from "../../model/dtype";
import type { Json } from "./json";
import { numberOf, textOf } from "./json";

/** https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/framework/types.proto */
const BY_NUMBER: Readonly<Record<number, DataType>> = {
  1: "float32",
  2: "float64",
  3: "int32",
  4: "uint8",
  5: "int16",
  6: "int8",
  7: "string",
  8: "complex64",
  9: "int64",
  10: "bool",
  11: "int8",
  12: "uint8",
  13: "int32",
  14: "bfloat16",
  15: "int16",
  16: "uint16",
  17: "uint16",
  18: "complex128",
  19: "float16",
  22: "uint32",
  23: "uint64",
};

const BY_NAME: Readonly<Record<string, DataType>> = {
  DT_FLOAT: "float32",
  DT_DOUBLE: "float64",
  DT_INT32: "int32",
  DT_UINT8: "uint8",
  DT_INT16: "int16",
  DT_INT8: "int8",
  DT_STRING: "string",
  DT_COMPLEX64: "complex64",
  DT_INT64: "int64",
  DT_BOOL: "bool",
  DT_QINT8: "int8",
  DT_QUINT8: "uint8",
  DT_QINT32: "int32",
  DT_BFLOAT16: "bfloat16",
  DT_QINT16: "int16",
  DT_QUINT16: "uint16",
  DT_UINT16: "uint16",
  DT_COMPLEX128: "complex128",
  DT_HALF: "float16",
  DT_UINT32: "uint32",
  DT_UINT64: "uint64",
};

/** A type by the name or number of TensorFlow's DataType; undefined for resources, variants and what is unknown. */
export function dataTypeOf(json: Json): DataType | undefined {
  const name = textOf(json);
  const named = name !== undefined && Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined;
  return named ?? BY_NUMBER[numberOf(json) ?? 0];
}

/** A type as Keras and the weight manifest write it: `float32`. */
const PLAIN: ReadonlySet<string> = new Set(Object.values(BY_NAME));

export function plainTypeOf(json: Json): DataType | undefined {
  const name = textOf(json);
  return name !== undefined && PLAIN.has(name) ? (name as DataType) : undefined;
}
