import type { DataType } from "../../model/dtype";
import { bytesOf } from "../../model/dtype";
import { normal } from "../../model/integer";
import type { Integer, Location, Tensor } from "../../model/tensor";
import { elementsOf } from "../../model/tensor";
import { dataTypeOf } from "./dtype";
import type { Json, JsonObject } from "./json";
import { listOf, numberOf, textOf } from "./json";
import { bytesOfBase64, dimensionsOf, stringOf } from "./proto";

/** The fields of a TensorProto that hold numbers, one number per element. */
const NUMBER_FIELDS = ["floatVal", "intVal", "int64Val", "boolVal", "doubleVal"] as const;

/** One value may stand for all elements: so many are written out. */
const MOST_REPEATED = 1_024;

/** A TensorProto that stands in the topology itself: shapes, axes, single numbers. */
export function literalTensor(proto: JsonObject): Tensor {
  const dtype = dataTypeOf(proto["dtype"]) ?? "float32";
  const shape = dimensionsOf(proto["tensorShape"])?.map((size) => Math.max(size, 0)) ?? [];
  return { name: "", dtype, shape, ...contentOf(proto, dtype, elementsOf(shape)) };
}

function contentOf(proto: JsonObject, dtype: DataType, count: number): Pick<Tensor, "location"> {
  const content = bytesOfBase64(textOf(proto["tensorContent"]) ?? "");
  if (content !== undefined && content.length > 0 && content.length === bytesOf(dtype, count)) {
    const values = elementsIn(content, dtype);
    return values === undefined
      ? { location: { kind: "absent" } }
      : { location: { kind: "numbers", values } };
  }
  if (Array.isArray(proto["stringVal"])) {
    const values = proto["stringVal"].map((one) => new TextEncoder().encode(stringOf(one)));
    return { location: { kind: "strings", values, count: values.length } };
  }
  const field = NUMBER_FIELDS.find((name) => Array.isArray(proto[name]));
  return { location: field === undefined ? { kind: "absent" } : numbersAt(listOf(proto[field]), count) };
}

/** Little-endian elements of the types that shapes, axes and single numbers have. */
function elementsIn(content: Uint8Array, dtype: DataType): readonly Integer[] | undefined {
  const view = new DataView(content.buffer, content.byteOffset, content.length);
  const every = (width: number, read: (offset: number) => Integer): readonly Integer[] =>
    Array.from({ length: content.length / width }, (_, index) => read(index * width));
  switch (dtype) {
    case "float32":
      return every(4, (offset) => view.getFloat32(offset, true));
    case "float64":
      return every(8, (offset) => view.getFloat64(offset, true));
    case "int32":
      return every(4, (offset) => view.getInt32(offset, true));
    case "int64":
      return every(8, (offset) => normal(view.getBigInt64(offset, true)));
    case "bool":
      return [...content];
    default:
      return undefined;
  }
}

function numbersAt(list: readonly Json[], count: number): Location {
  const values = list.map((one) => (typeof one === "boolean" ? Number(one) : (numberOf(one) ?? NaN)));
  const last = values.at(-1);
  if (last === undefined || values.length > count || (values.length < count && count > MOST_REPEATED)) {
    return { kind: "absent" };
  }
  const rest = new Array<number>(count - values.length).fill(last);
  return { kind: "numbers", values: [...values, ...rest] };
}
