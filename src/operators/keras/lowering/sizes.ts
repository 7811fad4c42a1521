import { isInteger } from "../../../model/expression";
import type { Dimension, Shape } from "../../../model/shape";

/** A size that is a plain number. */
export function sizeOf(dimension: Dimension): number | undefined {
  return dimension !== undefined && isInteger(dimension) ? Number(dimension) : undefined;
}

/** A shape whose sizes all are. */
export function sizesOf(shape: Shape): readonly number[] | undefined {
  const sizes = shape?.map(sizeOf).filter((size) => size !== undefined);
  return sizes?.length === shape?.length ? sizes : undefined;
}
