import type { WeightLayout } from "../analysis/weight-use";
import type { Result } from "../bytes/problem";
import type { Tensor } from "../model/tensor";
import type { FeatureMaps } from "./maps";
import { MapPainter } from "./maps";
import type { ReadOptions, TensorReader } from "./reader";

/** Which axes of a stored tensor are what in its pictures. */
export interface PictureAxes {
  /** A map for each index of it; undefined: one map. */
  readonly channel: number | undefined;
  readonly row: number;
  readonly column: number;
  /** The others: one index of each is shown. */
  readonly fixed: readonly number[];
}

/**
 * Windows of convolutions as small pictures, one for each output channel; other tensors as matrices of their last two
 * axes. Undefined for those of less than two axes.
 */
export function pictureAxes(rank: number, layout: WeightLayout | undefined): PictureAxes | undefined {
  if (rank < 2) return undefined;
  const window = layout?.kernelAxes ?? [];
  const [row, column] = window.length >= 2 ? window.slice(-2) : [rank - 2, rank - 1];
  if (row === undefined || column === undefined) return undefined;
  const channel = [layout?.axis, 0].find((axis) => axis !== undefined && axis !== row && axis !== column);
  const fixed = Array.from({ length: rank }, (_, axis) => axis).filter(
    (axis) => axis !== channel && axis !== row && axis !== column,
  );
  return { channel, row, column, fixed };
}

/** Paints a stored tensor; its bytes are read once and not kept. `at` holds an index for each of the fixed axes. */
export async function paint(
  reader: TensorReader,
  tensor: Tensor,
  { channel, row, column, fixed }: PictureAxes,
  at: readonly number[],
  options: ReadOptions,
): Promise<Result<FeatureMaps>> {
  const { shape } = tensor;
  const size = (axis: number | undefined): number => (axis === undefined ? 1 : (shape[axis] ?? 1));
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((all, one) => all * one, 1));
  const indexOn = (axis: number | undefined, element: number): number =>
    axis === undefined ? 0 : Math.floor(element / (strides[axis] ?? 1)) % size(axis);
  const painter = new MapPainter(size(channel), size(row), size(column));
  let element = 0;
  const problem = await reader.read(
    tensor,
    (values) => {
      for (const value of values) {
        if (fixed.every((axis, place) => indexOn(axis, element) === at[place])) {
          painter.add(indexOn(channel, element), indexOn(row, element), indexOn(column, element), value);
        }
        element++;
      }
    },
    options,
  );
  return problem === undefined ? { ok: true, value: painter.result(shape) } : { ok: false, problem };
}
