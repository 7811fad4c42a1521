import { maximum } from "../model/order";
import type { Dimension, Shape } from "../model/shape";
import type { Element } from "./value";
import { countOf, MOST_ELEMENTS } from "./value";

/** The shape that numpy's rules give for operands of these shapes; undefined where a rank is unknown. */
export function broadcast(...shapes: readonly Shape[]): Shape {
  return broadcastAll(shapes);
}

/** The same for any number of operands. */
export function broadcastAll(shapes: readonly Shape[]): Shape {
  if (shapes.some((shape) => shape === undefined)) return undefined;
  const rank = shapes.reduce((most, shape) => Math.max(most, shape?.length ?? 0), 0);
  return Array.from({ length: rank }, (_, axis) =>
    shapes
      .map((shape): Dimension => {
        const own = axis - rank + (shape?.length ?? 0);
        return own < 0 ? 1 : shape?.[own];
      })
      .reduce(broadcastDimension),
  );
}

function broadcastDimension(a: Dimension, b: Dimension): Dimension {
  if (a === 1) return b;
  if (b === 1) return a;
  // A number other than 1 decides; of two symbols that could differ, the smaller must be 1 at run time.
  if (typeof a === "number") return a;
  if (typeof b === "number") return b;
  if (a === undefined || b === undefined) return undefined;
  return maximum(a, b);
}

/** Elements of a value laid out as the broadcast shape asks; undefined where they or the shape are not known. */
export function spread(
  elements: readonly Element[] | undefined,
  from: Shape,
  to: Shape,
): readonly Element[] | undefined {
  const count = countOf(to);
  if (elements === undefined || from === undefined || to === undefined || count === undefined)
    return undefined;
  // Sizes that a person assumed may be too small for the windows of a model, and come out negative.
  if (count < 0 || count > MOST_ELEMENTS) return undefined;
  if (elements.length === count) return elements;
  if (elements.length === 1) return new Array<Element>(count).fill(elements[0]);
  const sizes = from.map(Number);
  const padded = [...new Array<number>(to.length - sizes.length).fill(1), ...sizes];
  return Array.from({ length: count }, (_, flat) => {
    let [place, stride, rest] = [0, 1, flat];
    for (let axis = to.length - 1; axis >= 0; axis--) {
      const size = Number(to[axis]);
      if (padded[axis] !== 1) place += (rest % size) * stride;
      stride *= padded[axis] ?? 1;
      rest = Math.floor(rest / size);
    }
    return elements[place];
  });
}
