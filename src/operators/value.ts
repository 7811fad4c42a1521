import type { DataType } from "../model/dtype";
import type { Expression } from "../model/expression";
import type { Dimension, Shape, ValueType } from "../model/shape";

/**
 * One element of a value as far as it is known: an expression, for floating types also any real number; booleans are
 * 0 and 1.
 */
export type Element = Expression | undefined;

/** What inference knows of a value: its type, and its elements (row-major) where they are few and known in part. */
export interface Value {
  readonly type: ValueType;
  readonly elements?: readonly Element[];
}

/** Values of more elements are not followed: shapes, axes and masks of shapes are far smaller. */
export const MOST_ELEMENTS = 1_024;

export const UNKNOWN: Value = { type: { kind: "unknown" } };

/** A tensor value; elements are dropped where none is known, where they are too many or do not fit the shape. */
export function tensor(dtype: DataType | undefined, shape: Shape, elements?: readonly Element[]): Value {
  const type: ValueType = { kind: "tensor", dtype, shape };
  if (elements === undefined || elements.length > MOST_ELEMENTS) return { type };
  if (elements.every((one) => one === undefined) && elements.length > 0) return { type };
  return countOf(shape) === elements.length ? { type, elements } : { type };
}

/** Number of elements of a shape of plain numbers; undefined for any other. */
export function countOf(shape: Shape): number | undefined {
  let count = 1;
  for (const one of shape ?? [undefined]) {
    if (typeof one !== "number") return undefined;
    count *= one;
  }
  return count;
}

/** A shape of known rank of which nothing else is known. */
export function unknownShape(rank: number): readonly Dimension[] {
  return new Array<Dimension>(rank).fill(undefined);
}
