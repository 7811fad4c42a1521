import type { DataType } from "../../model/dtype";
import { bytesOf } from "../../model/dtype";
import { MOST_AXES } from "../../model/shape";
import type { Integer, Location, Piece, Tensor } from "../../model/tensor";
import { elementsOf, INLINE_BYTES } from "../../model/tensor";
import { externalPiece } from "./external";
import { NO_METADATA, readPair } from "./pairs";
import { shortName } from "./problems";
import { entriesOf, inlineNumbers, TYPED_FIELD } from "./typed";
import { dataType } from "./types";
import type { TypedField } from "./typed";
import type { Wire } from "./wire";
import { delimited, fixed32, fixed64, varint } from "./wire";

/** Elements in a typed field: packed runs that lie in the file, or single ones that a writer did not pack. */
interface Typed {
  readonly runs: Piece[];
  /** In the file's order. */
  readonly values: Integer[];
  singles: number;
  /** Whether the runs are so small that `values` holds their elements too. */
  small: boolean;
}

/** A TensorProto as far as it is read: one message may come in several parts. */
export interface TensorDraft {
  readonly offset: number;
  name: string;
  dtype: number;
  readonly dims: Integer[];
  raw: Piece | undefined;
  rawBytes: Uint8Array | undefined;
  typed: Map<TypedField, Typed> | undefined;
  readonly strings: Uint8Array[];
  stringCount: number;
  external: boolean;
  where: ReadonlyMap<string, string>;
  docString: string;
}

export function tensorDraft(wire: Wire): TensorDraft {
  return {
    offset: wire.opened,
    name: "",
    dtype: 0,
    dims: [],
    raw: undefined,
    rawBytes: undefined,
    typed: undefined,
    strings: [],
    stringCount: 0,
    external: false,
    where: NO_METADATA,
    docString: "",
  };
}

/** String tensors keep this many elements: a page shows no more, and a vocabulary has a hundred thousand. */
const STRINGS_KEPT = 1000;

const DIM = varint(1);
const DIMS = delimited(1);
const DATA_TYPE = varint(2);
const STRING_DATA = delimited(6);
const NAME = delimited(8);
const RAW_DATA = delimited(9);
const DOC_STRING = delimited(12);
const EXTERNAL_DATA = delimited(13);
const DATA_LOCATION = varint(14);

const PACKED = new Map<number, TypedField>([
  [delimited(4), "float_data"],
  [delimited(5), "int32_data"],
  [delimited(7), "int64_data"],
  [delimited(10), "double_data"],
  [delimited(11), "uint64_data"],
]);
const SINGLE = new Map<number, TypedField>([
  [fixed32(4), "float_data"],
  [varint(5), "int32_data"],
  [varint(7), "int64_data"],
  [fixed64(10), "double_data"],
  [varint(11), "uint64_data"],
]);

export function readTensor(wire: Wire, end: number, draft: TensorDraft): TensorDraft {
  while (wire.more(end)) {
    const tag = wire.tag(end);
    switch (tag) {
      case DIM:
        draft.dims.push(wire.integer());
        break;
      case DIMS: {
        const stop = wire.openList(end);
        while (wire.more(stop)) draft.dims.push(wire.integer());
        break;
      }
      case DATA_TYPE:
        draft.dtype = wire.int32();
        break;
      case STRING_DATA: {
        const bytes = wire.content(end);
        draft.stringCount++;
        if (bytes !== undefined && draft.strings.length < STRINGS_KEPT) draft.strings.push(bytes.slice());
        break;
      }
      case NAME:
        draft.name = wire.text(end);
        break;
      case RAW_DATA: {
        const run = readRun(wire, end);
        draft.raw = run.piece;
        draft.rawBytes = run.bytes;
        break;
      }
      case DOC_STRING:
        draft.docString = wire.text(end);
        break;
      case EXTERNAL_DATA:
        draft.where = readPair(wire, wire.open(end), draft.where);
        break;
      case DATA_LOCATION:
        draft.external = wire.int32() === 1;
        break;
      default:
        readTyped(wire, end, tag, draft);
    }
  }
  return draft;
}

function readTyped(wire: Wire, end: number, tag: number, draft: TensorDraft): void {
  const packed = PACKED.get(tag);
  const field = packed ?? SINGLE.get(tag);
  if (field === undefined) {
    wire.skip(tag, end);
    return;
  }
  draft.typed ??= new Map();
  let typed = draft.typed.get(field);
  if (typed === undefined) {
    typed = { runs: [], values: [], singles: 0, small: true };
    draft.typed.set(field, typed);
  }
  if (packed === undefined) {
    typed.values.push(readElement(wire, field));
    typed.singles++;
    return;
  }
  const stop = wire.open(end);
  const run = { file: "", offset: wire.position, length: Math.max(0, stop - wire.position) };
  if (run.length > 0) typed.runs.push(run);
  if (run.length > INLINE_BYTES) {
    typed.small = false;
    wire.seek(stop);
  } else while (wire.more(stop)) typed.values.push(readElement(wire, field));
}

/** A run of elements: where it is and, if it is small, what it holds. */
function readRun(wire: Wire, end: number): { readonly piece: Piece; readonly bytes: Uint8Array | undefined } {
  const stop = wire.open(end);
  const offset = wire.position;
  const length = Math.max(0, stop - offset);
  const bytes = length > INLINE_BYTES ? undefined : wire.bytesUntil(stop);
  wire.seek(stop);
  return { piece: { file: "", offset, length }, bytes };
}

function readElement(wire: Wire, field: TypedField): Integer {
  switch (field) {
    case "float_data":
      return wire.float();
    case "double_data":
      return wire.double();
    case "int32_data":
      return wire.int32();
    case "int64_data":
      return wire.integer();
    case "uint64_data":
      return wire.unsignedInteger();
  }
}

/** The tensor, once all of its message is read; undefined, with a problem, where its type or shape is none. */
export function finishTensor(wire: Wire, draft: TensorDraft): Tensor | undefined {
  const { name, offset } = draft;
  const dtype = dataType(draft.dtype);
  if (dtype === undefined) {
    const message = `tensor '${shortName(name)}' has the unknown data type ${draft.dtype} and is left out`;
    wire.error("unknown-data-type", message, offset);
    return undefined;
  }
  const shape = finishShape(wire, name, draft.dims, offset);
  if (shape === undefined) return undefined;
  const [location, inline] = locate(wire, draft, dtype, shape);
  return {
    name,
    dtype,
    shape,
    location,
    ...(inline === undefined ? {} : { inline }),
    ...(draft.docString === "" ? {} : { docString: draft.docString }),
  };
}

/** Dimensions of what is stored are known, not negative, and of a countable product; else a problem. */
export function finishShape(
  wire: Wire,
  name: string,
  dims: readonly Integer[],
  offset: number,
): readonly number[] | undefined {
  const shape = dims.map(Number);
  const wrong = dims.find((dim) => typeof dim === "bigint" || dim < 0);
  const tooMany = shape.length > MOST_AXES;
  if (wrong === undefined && !tooMany && Number.isSafeInteger(elementsOf(shape))) return shape;
  const has = tooMany
    ? `${shape.length} dimensions`
    : wrong === undefined
      ? "more elements than any file holds"
      : `the dimension ${wrong}`;
  wire.error("bad-dimension", `tensor '${shortName(name)}' has ${has} and is left out`, offset);
  return undefined;
}

const ABSENT: Location = { kind: "absent" };

function locate(
  wire: Wire,
  draft: TensorDraft,
  dtype: DataType,
  shape: readonly number[],
): [Location, Uint8Array | undefined] {
  const elements = elementsOf(shape);
  const bytes = bytesOf(dtype, elements);
  const missing = (has: string): [Location, undefined] => {
    const message = `tensor '${shortName(draft.name)}' needs ${elements} elements of ${dtype}, its message has ${has}`;
    wire.error("tensor-data-too-short", message, draft.offset);
    return [ABSENT, undefined];
  };
  if (draft.external) {
    const piece = externalPiece(wire, draft.name, draft.where, bytes, draft.offset);
    return [piece === undefined ? ABSENT : { kind: "raw", pieces: [piece] }, undefined];
  }
  if (dtype === "string") {
    if (draft.stringCount < elements) return missing(`${draft.stringCount}`);
    return [{ kind: "strings", values: draft.strings, count: draft.stringCount }, undefined];
  }
  if (draft.raw !== undefined && (draft.raw.length > 0 || draft.typed === undefined)) {
    if (bytes !== undefined && draft.raw.length < bytes) return missing(`${draft.raw.length} bytes`);
    return [{ kind: "raw", pieces: [draft.raw] }, draft.rawBytes && wire.kept.copy(draft.rawBytes)];
  }
  const field = TYPED_FIELD[dtype];
  const typed = draft.typed?.get(field);
  if (typed === undefined) return elements === 0 ? [{ kind: "raw", pieces: [] }, undefined] : missing("none");
  const entries = entriesAtMost(typed, field);
  if (entries < entriesOf(dtype, elements)) return missing(`${entries} entries of ${field}`);
  return locateTyped(typed, field, dtype) ?? missing("large packed runs and single ones mixed");
}

/** How many entries a typed field has; of long runs of varints only how many they are at most: a byte for each. */
function entriesAtMost({ runs, values, singles, small }: Typed, field: TypedField): number {
  if (small) return values.length;
  const width = field === "float_data" ? 4 : field === "double_data" ? 8 : 1;
  return singles + runs.reduce((sum, { length }) => sum + Math.floor(length / width), 0);
}

function locateTyped(
  typed: Typed,
  field: TypedField,
  dtype: DataType,
): [Location, Uint8Array | undefined] | undefined {
  const { runs, values, singles, small } = typed;
  const fixed = field === "float_data" || field === "double_data";
  const inline = small ? inlineNumbers(dtype, field, values) : undefined;
  if (singles === 0) return [{ kind: fixed ? "raw" : "varint", pieces: runs }, inline];
  return small ? [{ kind: "numbers", values }, inline] : undefined;
}
