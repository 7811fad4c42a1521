import { elementsOf } from "../model/tensor";
import type { Observable } from "./observable";
import type { Values } from "./values";
import { numberAt } from "./values";

/**
 * A value each time that it was computed in one run: once in the main graph; inside of a branch that was not taken
 * never, and in a loop step by step.
 */
export function timesOf(
  { fetched, lifted }: Observable,
  results: ReadonlyMap<string, Values>,
): readonly Values[] {
  const values = results.get(fetched);
  if (values === undefined) return [];
  if (lifted === undefined) return [values];
  if (lifted.shapes === undefined) return values.data.length === 0 ? [] : [values];
  const shapes = results.get(lifted.shapes);
  return shapes === undefined ? [] : stepsIn(values, shapes);
}

/** @param shapes for each step its rank, then its sizes. */
function stepsIn({ dtype, data }: Values, shapes: Values): readonly Values[] {
  const steps: Values[] = [];
  let [from, at] = [0, 0];
  while (at < shapes.data.length) {
    const rank = numberAt(shapes, at++);
    const shape = Array.from({ length: rank }, () => numberAt(shapes, at++));
    const to = from + elementsOf(shape);
    // A step that computed nothing, or took another branch.
    if (to > from) steps.push({ dtype, shape, data: data.slice(from, to) });
    from = to;
  }
  return steps;
}

/** The outputs that are fetched for it. */
export function fetchesOf({ fetched, lifted }: Observable): readonly string[] {
  return lifted?.shapes === undefined ? [fetched] : [fetched, lifted.shapes];
}
