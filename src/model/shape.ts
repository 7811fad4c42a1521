import type { Expression } from "./expression";
import type { DataType } from "./dtype";

/** One dimension; undefined where nothing is known of it. */
export type Dimension = Expression | undefined;

/** No tensor has more: numpy's arrays have 64 at most. What claims more was made to keep a reader busy. */
export const MOST_AXES = 64;

/** Dimensions, outermost first; `[]` is a scalar; undefined where not even the rank is known. */
export type Shape = readonly Dimension[] | undefined;

/** The type of a value on an edge. */
export type ValueType =
  | { readonly kind: "tensor"; readonly dtype: DataType | undefined; readonly shape: Shape }
  | { readonly kind: "sparse"; readonly dtype: DataType | undefined; readonly shape: Shape }
  | { readonly kind: "sequence"; readonly element: ValueType }
  | { readonly kind: "optional"; readonly element: ValueType }
  | { readonly kind: "map"; readonly key: DataType | undefined; readonly value: ValueType }
  | { readonly kind: "opaque"; readonly name: string }
  | { readonly kind: "unknown" };
