import type { Shape } from "../model/shape";
import type { Element } from "./value";
import { countOf, MOST_ELEMENTS } from "./value";

/** The shape as plain numbers where it is known and small enough for its elements to be followed. */
export function smallShape(shape: Shape): readonly number[] | undefined {
  const count = countOf(shape);
  if (count === undefined || count > MOST_ELEMENTS) return undefined;
  const sizes = shape?.map(Number);
  return sizes?.every((size) => Number.isInteger(size) && size >= 0) === true ? sizes : undefined;
}

/** The elements of a value of this shape, each asked for by its place: one index per axis. */
export function elementsBy(
  shape: readonly number[],
  at: (place: readonly number[]) => Element,
): readonly Element[] {
  const count = shape.reduce((product, size) => product * size, 1);
  const place = new Array<number>(shape.length).fill(0);
  return Array.from({ length: count }, (_, index) => {
    if (index > 0) advance(place, shape);
    return at(place);
  });
}

function advance(place: number[], shape: readonly number[]): void {
  for (let axis = place.length - 1; axis >= 0; axis--) {
    const next = (place[axis] ?? 0) + 1;
    place[axis] = next < (shape[axis] ?? 0) ? next : 0;
    if (next < (shape[axis] ?? 0)) return;
  }
}

/** Where an element stands in row-major order. */
export function offsetOf(place: readonly number[], shape: readonly number[]): number {
  return place.reduce((offset, index, axis) => offset * (shape[axis] ?? 1) + index, 0);
}
