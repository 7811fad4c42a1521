import type { AttributeValue, Graph } from "../../model/model";
import type { ValueType } from "../../model/shape";
import type { Integer, Tensor } from "../../model/tensor";
import type { GraphDraft } from "./graph";
import { graphDraft, readGraph } from "./graph";
import { shortName } from "./problems";
import type { SparseDraft } from "./sparse";
import { finishSparse, readSparse, sparseDraft } from "./sparse";
import type { TensorDraft } from "./tensor";
import { finishTensor, readTensor, tensorDraft } from "./tensor";
import { readType } from "./types";
import type { Wire } from "./wire";
import { delimited, fixed32, varint } from "./wire";

const NAME = delimited(1);
const FLOAT = fixed32(2);
const INT = varint(3);
const STRING = delimited(4);
const TENSOR = delimited(5);
const GRAPH = delimited(6);
const FLOAT_ITEM = fixed32(7);
const FLOATS = delimited(7);
const INT_ITEM = varint(8);
const INTS = delimited(8);
const STRINGS = delimited(9);
const TENSORS = delimited(10);
const GRAPHS = delimited(11);
const TYPE_PROTO = delimited(14);
const TYPE_PROTOS = delimited(15);
const KIND = varint(20);
const REFERENCE = delimited(21);
const SPARSE = delimited(22);
const SPARSES = delimited(23);

/** What an AttributeProto holds, by what of it is set. */
interface Draft {
  kind: number;
  float?: number;
  int?: Integer;
  string?: string;
  tensor?: TensorDraft;
  graph?: GraphDraft;
  sparse?: SparseDraft;
  type?: ValueType;
  floats?: number[];
  ints?: Integer[];
  strings?: string[];
  tensors?: (Tensor | undefined)[];
  graphs?: Graph[];
  types?: ValueType[];
}

/** AttributeProto, put under its name. */
export function readAttribute(wire: Wire, end: number, into: Map<string, AttributeValue>): void {
  const offset = wire.opened;
  const draft: Draft = { kind: 0 };
  let name = "";
  let reference = "";
  while (wire.more(end)) {
    const tag = wire.tag(end);
    if (tag === NAME) name = wire.text(end);
    else if (tag === KIND) draft.kind = wire.int32();
    else if (tag === INT) draft.int = wire.integer();
    else if (tag === REFERENCE) reference = wire.text(end);
    else readValue(wire, end, tag, draft);
  }
  const value: AttributeValue | undefined =
    reference === "" ? finish(wire, draft) : { kind: "reference", name: reference };
  if (value !== undefined && into.has(name)) {
    wire.error(
      "duplicate-name",
      `the attribute '${shortName(name)}' is there twice; the first one counts`,
      offset,
    );
  } else if (value !== undefined) into.set(name, value);
  else if (draft.kind !== 0 || Object.keys(draft).length > 1) {
    wire.error(
      "unreadable-attribute",
      `attribute '${shortName(name)}' of type ${draft.kind} holds no value`,
      offset,
    );
  }
}

function readValue(wire: Wire, end: number, tag: number, draft: Draft): void {
  switch (tag) {
    case FLOAT:
      draft.float = wire.float();
      return;
    case STRING:
      draft.string = wire.text(end);
      return;
    case INT_ITEM:
      (draft.ints ??= []).push(wire.integer());
      return;
    case INTS: {
      const ints = (draft.ints ??= []);
      const stop = wire.openList(end);
      while (wire.more(stop)) ints.push(wire.integer());
      return;
    }
    case FLOAT_ITEM:
      (draft.floats ??= []).push(wire.float());
      return;
    case FLOATS: {
      const floats = (draft.floats ??= []);
      const stop = wire.openList(end);
      while (wire.more(stop)) floats.push(wire.float());
      return;
    }
    case STRINGS:
      (draft.strings ??= []).push(wire.text(end));
      return;
    case TENSOR:
      draft.tensor = readTensor(wire, wire.open(end), draft.tensor ?? tensorDraft(wire));
      return;
    case GRAPH:
      draft.graph = readGraph(wire, wire.open(end), draft.graph ?? graphDraft());
      return;
    case TENSORS:
      (draft.tensors ??= []).push(finishTensor(wire, readTensor(wire, wire.open(end), tensorDraft(wire))));
      return;
    case GRAPHS:
      (draft.graphs ??= []).push(readGraph(wire, wire.open(end), graphDraft()));
      return;
    case TYPE_PROTO:
      draft.type = readType(wire, wire.open(end), draft.type);
      return;
    case TYPE_PROTOS:
      (draft.types ??= []).push(readType(wire, wire.open(end)));
      return;
    case SPARSE:
      draft.sparse = readSparse(wire, wire.open(end), draft.sparse ?? sparseDraft(wire));
      return;
    case SPARSES:
      (draft.tensors ??= []).push(finishSparse(wire, readSparse(wire, wire.open(end), sparseDraft(wire))));
      return;
    default:
      wire.skip(tag, end);
  }
}

/** The value of the declared type. Type 0 or none (IR 1, some writers): what is set says which. */
function finish(wire: Wire, draft: Draft): AttributeValue | undefined {
  switch (draft.kind === 0 ? inferKind(draft) : draft.kind) {
    case 1:
      return { kind: "float", value: draft.float ?? 0 };
    case 2:
      return { kind: "int", value: draft.int ?? 0 };
    case 3:
      return { kind: "string", value: draft.string ?? "" };
    case 4:
      return tensorValue(draft.tensor && finishTensor(wire, draft.tensor));
    case 5:
      return draft.graph && { kind: "graph", value: draft.graph };
    case 6:
      return { kind: "floats", value: draft.floats?.slice() ?? [] };
    case 7:
      return { kind: "ints", value: draft.ints?.slice() ?? [] };
    case 8:
      return { kind: "strings", value: draft.strings ?? [] };
    case 9:
    case 12:
      return { kind: "tensors", value: (draft.tensors ?? []).filter((tensor) => tensor !== undefined) };
    case 10:
      return { kind: "graphs", value: draft.graphs ?? [] };
    case 11:
      return tensorValue(draft.sparse && finishSparse(wire, draft.sparse));
    case 13:
      return draft.type && { kind: "type", value: draft.type };
    case 14:
      return { kind: "types", value: draft.types ?? [] };
    default:
      return undefined;
  }
}

function tensorValue(value: Tensor | undefined): AttributeValue | undefined {
  return value && { kind: "tensor", value };
}

function inferKind(draft: Draft): number {
  if (draft.ints !== undefined) return 7;
  if (draft.floats !== undefined) return 6;
  if (draft.strings !== undefined) return 8;
  if (draft.tensors !== undefined) return 9;
  if (draft.graphs !== undefined) return 10;
  if (draft.types !== undefined) return 14;
  if (draft.tensor !== undefined) return 4;
  if (draft.graph !== undefined) return 5;
  if (draft.sparse !== undefined) return 11;
  if (draft.type !== undefined) return 13;
  if (draft.string !== undefined) return 3;
  if (draft.int !== undefined) return 2;
  return draft.float === undefined ? 0 : 1;
}
