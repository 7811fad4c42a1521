import type { DataType } from "../model/dtype";
import type { Expression } from "../model/expression";
import { equal } from "../model/expression";
import type { Dimension, Shape, ValueType } from "../model/shape";
import { MOST_AXES } from "../model/shape";

/**
 * One element of a value as far as it is known: an expression, for floating types also any real number; booleans are
 * 0 and 1.
 */
export type Element = Expression | undefined;

/** What inference knows of a value. */
export interface Value {
  readonly type: ValueType;
  /** The elements of a tensor, row-major, where they are few and known in part. */
  readonly elements?: readonly Element[] | undefined;
  /** The members of a sequence, where its length is known. */
  readonly items?: readonly Value[];
}

/** Values of more elements are not followed: shapes, axes and masks of shapes are far smaller. */
export const MOST_ELEMENTS = 1_024;

export const UNKNOWN: Value = { type: { kind: "unknown" } };

/** A number that no size can be, as broken files give them, says nothing. */
const isSize = (one: Dimension): boolean =>
  typeof one !== "number" || (one >= 0 && Number.isSafeInteger(one));
const sizeOrUnknown = (one: Dimension): Dimension => (isSize(one) ? one : undefined);

/** A tensor value; elements are dropped where none is known, where they are too many or do not fit the shape. */
export function tensor(dtype: DataType | undefined, shape: Shape, elements?: readonly Element[]): Value {
  if (shape !== undefined && shape.length > MOST_AXES) return tensor(dtype, undefined);
  const type: ValueType = {
    kind: "tensor",
    dtype,
    shape: shape?.every(isSize) === false ? shape.map(sizeOrUnknown) : shape,
  };
  if (elements === undefined || elements.length > MOST_ELEMENTS) return { type };
  if (elements.every((one) => one === undefined) && elements.length > 0) return { type };
  return countOf(shape) === elements.length ? { type, elements } : { type };
}

/** A sequence of these members; where they are not known one by one, of this element type. */
export function sequence(items: readonly Value[] | undefined, element?: ValueType): Value {
  if (items === undefined || items.length > MOST_ELEMENTS) {
    return { type: { kind: "sequence", element: element ?? UNKNOWN.type } };
  }
  const joined = items.map(({ type }) => type).reduce<ValueType | undefined>(joinTypes, undefined);
  return { type: { kind: "sequence", element: joined ?? element ?? UNKNOWN.type }, items };
}

/** What two types have in common: where they differ, it is unknown. */
export function joinTypes(a: ValueType | undefined, b: ValueType): ValueType {
  if (a === undefined) return b;
  if ((a.kind === "tensor" && b.kind === "tensor") || (a.kind === "sparse" && b.kind === "sparse")) {
    return {
      kind: a.kind,
      dtype: a.dtype === b.dtype ? a.dtype : undefined,
      shape: joinShapes(a.shape, b.shape),
    };
  }
  if ((a.kind === "sequence" && b.kind === "sequence") || (a.kind === "optional" && b.kind === "optional")) {
    return { kind: a.kind, element: joinTypes(a.element, b.element) };
  }
  if (a.kind === "map" && b.kind === "map" && a.key === b.key) {
    return { kind: "map", key: a.key, value: joinTypes(a.value, b.value) };
  }
  return a.kind === "opaque" && b.kind === "opaque" && a.name === b.name ? a : UNKNOWN.type;
}

function joinShapes(a: Shape, b: Shape): Shape {
  if (a?.length !== b?.length) return undefined;
  return a?.map((one, axis) => (same(one, b?.[axis]) ? one : undefined));
}

/** What two values have in common. */
export function joinValues(a: Value, b: Value): Value {
  const type = joinTypes(a.type, b.type);
  if (a.items !== undefined && a.items.length === b.items?.length) {
    return sequence(a.items.map((item, index) => joinValues(item, b.items?.[index] ?? UNKNOWN)));
  }
  if (a.elements === undefined || a.elements.length !== b.elements?.length) return { type };
  const elements = a.elements.map((one, index) => (same(one, b.elements?.[index]) ? one : undefined));
  return type.kind === "tensor" ? tensor(type.dtype, type.shape, elements) : { type };
}

/** Whether both are known, and the same. */
function same(a: Element, b: Element): boolean {
  return a !== undefined && b !== undefined && equal(a, b);
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
  return new Array<Dimension>(Math.max(rank, 0)).fill(undefined);
}
