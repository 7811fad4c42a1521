import type { DataType } from "../../model/dtype";
import { parseDimension } from "../../model/dimension-text";
import type { ValueInfo } from "../../model/model";
import type { Dimension, ValueType } from "../../model/shape";
import { MOST_AXES } from "../../model/shape";
import type { Wire } from "./wire";
import { delimited, varint } from "./wire";

/** TensorProto.DataType by number; 0 is undefined. */
const BY_NUMBER: readonly (DataType | undefined)[] = [
  undefined,
  "float32",
  "uint8",
  "int8",
  "uint16",
  "int16",
  "int32",
  "int64",
  "string",
  "bool",
  "float16",
  "float64",
  "uint32",
  "uint64",
  "complex64",
  "complex128",
  "bfloat16",
  "float8e4m3fn",
  "float8e4m3fnuz",
  "float8e5m2",
  "float8e5m2fnuz",
  "uint4",
  "int4",
  "float4e2m1",
  "float8e8m0",
  "uint2",
  "int2",
];

/** The data type that a number stands for; undefined for 0 and for numbers of a later version. */
export function dataType(number: number): DataType | undefined {
  return BY_NUMBER[number];
}

/** TensorProto.DataType's number of a data type; 0 where it is not known. */
export function dataTypeNumber(dtype: DataType | undefined): number {
  return dtype === undefined ? 0 : BY_NUMBER.indexOf(dtype);
}

/** Sequences of optionals of sequences…: nobody writes more than three; protobuf's own readers stop at 100. */
const DEEPEST_TYPE = 32;

const TENSOR = delimited(1);
const SEQUENCE = delimited(4);
const MAP = delimited(5);
const OPAQUE = delimited(7);
const SPARSE = delimited(8);
const OPTIONAL = delimited(9);

const UNKNOWN: ValueType = { kind: "unknown" };

/** TypeProto. Its members exclude each other: the last one counts, and parts of the same one are merged. */
export function readType(wire: Wire, end: number, before: ValueType = UNKNOWN): ValueType {
  if (wire.depth >= DEEPEST_TYPE) {
    wire.problems.error("nesting-too-deep", `types nest deeper than ${DEEPEST_TYPE}`, wire.opened);
    wire.seek(end);
    return UNKNOWN;
  }
  wire.depth++;
  let type = before;
  while (wire.more(end)) {
    const tag = wire.tag(end);
    switch (tag) {
      case TENSOR:
        type = readTensorType(wire, wire.open(end), "tensor", type);
        break;
      case SPARSE:
        type = readTensorType(wire, wire.open(end), "sparse", type);
        break;
      case SEQUENCE:
        type = {
          kind: "sequence",
          element: readElement(wire, wire.open(end), type.kind === "sequence" ? type.element : UNKNOWN),
        };
        break;
      case OPTIONAL:
        type = {
          kind: "optional",
          element: readElement(wire, wire.open(end), type.kind === "optional" ? type.element : UNKNOWN),
        };
        break;
      case MAP:
        type = readMapType(wire, wire.open(end), type);
        break;
      case OPAQUE:
        type = readOpaqueType(wire, wire.open(end));
        break;
      default:
        wire.skip(tag, end);
    }
  }
  wire.depth--;
  return withinAxes(wire, type, end);
}

/** Only of a whole type is it known how many dimensions it has. */
function withinAxes(wire: Wire, type: ValueType, end: number): ValueType {
  if (type.kind !== "tensor" && type.kind !== "sparse") return type;
  const axes = type.shape?.length ?? 0;
  if (axes <= MOST_AXES) return type;
  wire.error("bad-dimension", `a type has ${axes} dimensions: its shape is left out`, end);
  return { ...type, shape: undefined };
}

const ELEMENT_TYPE = varint(1);
const SHAPE = delimited(2);

function readTensorType(wire: Wire, end: number, kind: "tensor" | "sparse", before: ValueType): ValueType {
  const same = before.kind === kind ? before : undefined;
  let dtype = same?.dtype;
  // A part's dimensions follow those of the parts before it, in a list that is nobody else's: copied for each part, many
  // parts would take the square of their number.
  let shape = same?.shape as Dimension[] | undefined;
  while (wire.more(end)) {
    const tag = wire.tag(end);
    if (tag === ELEMENT_TYPE) dtype = dataType(wire.int32());
    else if (tag === SHAPE) readShape(wire, wire.open(end), (shape ??= []));
    else wire.skip(tag, end);
  }
  return { kind, dtype, shape };
}

const DIMENSION = delimited(1);

function readShape(wire: Wire, end: number, shape: Dimension[]): void {
  while (wire.more(end)) {
    const tag = wire.tag(end);
    if (tag === DIMENSION) shape.push(readDimension(wire, wire.open(end)));
    else wire.skip(tag, end);
  }
}

const DIM_VALUE = varint(1);
const DIM_PARAM = delimited(2);

function readDimension(wire: Wire, end: number): Dimension {
  let dimension: Dimension;
  while (wire.more(end)) {
    const tag = wire.tag(end);
    if (tag === DIM_VALUE) {
      const value = wire.integer();
      // Some writers put -1 for a dimension that they do not know.
      dimension = value < 0 ? undefined : value;
    } else if (tag === DIM_PARAM) {
      const text = wire.text(end);
      dimension = text.trim() === "" ? undefined : parseDimension(text);
    } else wire.skip(tag, end);
  }
  return dimension;
}

const INNER = delimited(1);

function readElement(wire: Wire, end: number, before: ValueType): ValueType {
  let element = before;
  while (wire.more(end)) {
    const tag = wire.tag(end);
    if (tag === INNER) element = readType(wire, wire.open(end), element);
    else wire.skip(tag, end);
  }
  return element;
}

const KEY_TYPE = varint(1);
const VALUE_TYPE = delimited(2);

function readMapType(wire: Wire, end: number, before: ValueType): ValueType {
  let key = before.kind === "map" ? before.key : undefined;
  let value = before.kind === "map" ? before.value : UNKNOWN;
  while (wire.more(end)) {
    const tag = wire.tag(end);
    if (tag === KEY_TYPE) key = dataType(wire.int32());
    else if (tag === VALUE_TYPE) value = readType(wire, wire.open(end), value);
    else wire.skip(tag, end);
  }
  return { kind: "map", key, value };
}

const OPAQUE_DOMAIN = delimited(1);
const OPAQUE_NAME = delimited(2);

function readOpaqueType(wire: Wire, end: number): ValueType {
  let domain = "";
  let name = "";
  while (wire.more(end)) {
    const tag = wire.tag(end);
    if (tag === OPAQUE_DOMAIN) domain = wire.text(end);
    else if (tag === OPAQUE_NAME) name = wire.text(end);
    else wire.skip(tag, end);
  }
  return { kind: "opaque", name: domain === "" ? name : `${domain}.${name}` };
}

const INFO_NAME = delimited(1);
const INFO_TYPE = delimited(2);
const INFO_DOC = delimited(3);

/** ValueInfoProto. */
export function readValueInfo(wire: Wire, end: number): ValueInfo {
  let name = "";
  let type = UNKNOWN;
  let docString = "";
  while (wire.more(end)) {
    const tag = wire.tag(end);
    if (tag === INFO_NAME) name = wire.text(end);
    else if (tag === INFO_TYPE) type = readType(wire, wire.open(end), type);
    else if (tag === INFO_DOC) docString = wire.text(end);
    else wire.skip(tag, end);
  }
  return { name, type, docString };
}
