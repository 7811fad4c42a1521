import type { Result } from "../bytes/problem";
import type { Tensor } from "../model/tensor";
import { elementsOf } from "../model/tensor";
import type { ReadOptions, TensorReader } from "./reader";

/** Larger ones are measured by the values that they hold, without channels: 128 MB of doubles. */
const DENSE_ELEMENTS = 2 ** 24;

/**
 * All elements of a sparse tensor, zeros too, in row-major order; undefined for one that is not sparse, or too large.
 * Indices are `[nnz]`, into the flat order, or `[nnz, rank]` (https://onnx.ai/onnx/repo-docs/IR.html, SparseTensorProto).
 */
export async function densify(
  { shape, location }: Tensor,
  reader: TensorReader,
  options: ReadOptions,
): Promise<Result<Float64Array> | undefined> {
  if (location.kind !== "sparse" || elementsOf(shape) > DENSE_ELEMENTS) return undefined;
  const values = await reader.readAll(location.values, options);
  if (!values.ok) return values;
  const indices = await reader.readAll(location.indices, options);
  if (!indices.ok) return indices;
  const width = location.indices.shape.length === 2 ? shape.length : 1;
  const dense = new Float64Array(elementsOf(shape));
  values.value.forEach((value, at) => {
    const own = indices.value.subarray(at * width, (at + 1) * width);
    const place = width === 1 ? own[0] : own.reduce((flat, one, axis) => flat * (shape[axis] ?? 1) + one, 0);
    if (place !== undefined) dense[place] = value;
  });
  return { ok: true, value: dense };
}
