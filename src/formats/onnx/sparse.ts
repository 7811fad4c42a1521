import type { Integer, Tensor } from "../../model/tensor";
import type { TensorDraft } from "./tensor";
import { finishShape, finishTensor, readTensor, tensorDraft } from "./tensor";
import type { Wire } from "./wire";
import { delimited, varint } from "./wire";

const VALUES = delimited(1);
const INDICES = delimited(2);
const DIM = varint(3);
const DIMS = delimited(3);

export interface SparseDraft {
  readonly values: TensorDraft;
  readonly indices: TensorDraft;
  readonly dims: Integer[];
}

export function sparseDraft(wire: Wire): SparseDraft {
  return { values: tensorDraft(wire), indices: tensorDraft(wire), dims: [] };
}

/** SparseTensorProto: its name is that of its values. */
export function readSparse(wire: Wire, end: number, draft: SparseDraft): SparseDraft {
  while (wire.more(end)) {
    const tag = wire.tag(end);
    if (tag === VALUES) readTensor(wire, wire.open(end), draft.values);
    else if (tag === INDICES) readTensor(wire, wire.open(end), draft.indices);
    else if (tag === DIM) draft.dims.push(wire.integer());
    else if (tag === DIMS) {
      const stop = wire.openList(end);
      while (wire.more(stop)) draft.dims.push(wire.integer());
    } else wire.skip(tag, end);
  }
  return draft;
}

export function finishSparse(wire: Wire, draft: SparseDraft): Tensor | undefined {
  const values = finishTensor(wire, draft.values);
  const indices = finishTensor(wire, draft.indices);
  const shape = finishShape(wire, draft.values.name, draft.dims, draft.values.offset);
  if (values === undefined || indices === undefined || shape === undefined) return undefined;
  return { name: values.name, dtype: values.dtype, shape, location: { kind: "sparse", values, indices } };
}
