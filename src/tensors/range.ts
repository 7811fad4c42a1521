import type { Problem, Result } from "../bytes/problem";
import { bitsOf } from "../model/dtype";
import type { Piece, Tensor } from "../model/tensor";
import type { ReadOptions, TensorReader } from "./reader";

/**
 * Some elements of a tensor, in row-major order, as they are stored but for what the tensor's own quantization says.
 * Of a tensor that lies in a file as it is, only these are read.
 *
 * @param from the first element; `count` of them must be within the shape
 */
export async function readRange(
  reader: TensorReader,
  tensor: Tensor,
  from: number,
  count: number,
  options: ReadOptions = {},
): Promise<Result<Float64Array>> {
  const bits = bitsOf(tensor.dtype);
  if (tensor.location.kind !== "raw" || bits === undefined) {
    const all = await reader.readAll(tensor, options);
    return all.ok ? { ok: true, value: all.value.slice(from, from + count) } : all;
  }
  // Elements of less than a byte are read from the beginning of theirs.
  const lead = bits < 8 ? from % (8 / bits) : 0;
  const start = ((from - lead) * bits) / 8;
  const end = start + Math.ceil(((lead + count) * bits) / 8);
  const pieces = cut(tensor.location.pieces, start, end);
  const part = await reader.readAll(
    { ...tensor, shape: [lead + count], location: { kind: "raw", pieces } },
    options,
  );
  return part.ok ? { ok: true, value: part.value.slice(lead) } : part;
}

/** All bytes of a tensor as the file holds them; a problem where they cannot be had. */
export async function readBytes(
  reader: TensorReader,
  { name, location }: Tensor,
  byteLength: number,
  options: ReadOptions = {},
): Promise<Uint8Array | Problem> {
  const bytes = new Uint8Array(byteLength);
  let at = 0;
  const problem = await reader.read(
    { name, location, dtype: "uint8", shape: [byteLength] },
    (values) => {
      bytes.set(values, at);
      at += values.length;
    },
    options,
  );
  return problem ?? bytes;
}

/** What of some pieces lies between two places of the bytes that they are together. */
function cut(pieces: readonly Piece[], start: number, end: number): readonly Piece[] {
  const kept: Piece[] = [];
  let at = 0;
  for (const piece of pieces) {
    const from = Math.max(start, at);
    const to = Math.min(end, at + piece.length);
    if (from < to) kept.push({ ...piece, offset: piece.offset + from - at, length: to - from });
    at += piece.length;
  }
  return kept;
}
