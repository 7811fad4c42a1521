import type { Dimension, Shape } from "../model/shape";

/** A position from 0 for an axis that may count from the end; undefined where the rank has no such axis. */
export function axisOf(axis: number, rank: number): number | undefined {
  const position = axis < 0 ? axis + rank : axis;
  return position >= 0 && position < rank ? position : undefined;
}

/** The same for several axes; undefined where one of them does not exist. */
export function axesOf(axes: readonly number[], rank: number): readonly number[] | undefined {
  const positions = axes.map((axis) => axisOf(axis, rank));
  return positions.every((one) => one !== undefined) ? positions : undefined;
}

/** The shape with another size along its last axis; undefined where it has none. */
export function withLast(shape: Shape, size: Dimension): Shape {
  return shape === undefined || shape.length === 0 ? undefined : shape.with(-1, size);
}
