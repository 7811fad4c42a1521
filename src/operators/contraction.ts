import type { Expression } from "../model/expression";
import { exactQuotient, floorDivide } from "../model/division";
import { add, isInteger, multiply } from "../model/expression";
import type { Dimension, Shape } from "../model/shape";
import { broadcast } from "./broadcast";
import type { Value } from "./value";

/**
 * A count as a sum of products, not multiplied out, so that a person sees how it comes about: `64·112·112·3·7·7`. No
 * products: 0.
 */
export type Products = readonly (readonly Expression[])[];

/** One product of sizes, in the order in which a person would say them; undefined where one is unknown. */
export function oneProduct(...sizes: readonly (Dimension | Shape)[]): Products | undefined {
  const factors: Expression[] = [];
  for (const size of sizes) {
    for (const one of Array.isArray(size) ? (size as readonly Dimension[]) : [size as Dimension]) {
      if (one === undefined) return undefined;
      factors.push(one);
    }
  }
  return [factors];
}

/** All products of several counts; undefined where one is unknown. */
export function allProducts(...counts: readonly (Products | undefined)[]): Products | undefined {
  const known = counts.filter((one) => one !== undefined);
  return known.length === counts.length ? known.flat() : undefined;
}

/** What a sum of products comes to. */
export function total(products: Products): Expression {
  return products.reduce<Expression>((sum, factors) => add(sum, multiply(...factors)), 0);
}

/** The product of dimensions; undefined where one is unknown. */
export function product(dimensions: readonly Dimension[] | undefined): Expression | undefined {
  if (dimensions === undefined) return undefined;
  const known = dimensions.filter((one) => one !== undefined);
  return known.length === dimensions.length
    ? known.reduce<Expression>((all, one) => multiply(all, one), 1)
    : undefined;
}

/** Multiplies what may be unknown: then the product is, too. */
export function times(...factors: readonly (Expression | undefined)[]): Expression | undefined {
  return product(factors);
}

/**
 * `a/b` of what divides in every valid model, as heads do the width: of symbols the floor stands for it. undefined
 * where it is unknown, or where numbers do not divide.
 */
export function dividedBy(a: Dimension, b: Dimension): Dimension {
  if (a === undefined || b === undefined || b === 0) return undefined;
  return exactQuotient(a, b) ?? (isInteger(a) && isInteger(b) ? undefined : floorDivide(a, b));
}

/** The dimensions of a tensor value; undefined for any other. */
export function shapeOf(value: Value | undefined): Shape {
  return value?.type.kind === "tensor" ? value.type.shape : undefined;
}

/** Numpy's rules of matrix products, vectors included. */
export function matrixProduct(a: Shape, b: Shape): Shape {
  if (a === undefined || b === undefined || a.length === 0 || b.length === 0) return undefined;
  const batch = broadcast(a.slice(0, -2), b.slice(0, -2));
  if (batch === undefined) return undefined;
  return [
    ...batch,
    ...(a.length === 1 ? [] : [a[a.length - 2]]),
    ...(b.length === 1 ? [] : [b[b.length - 1]]),
  ];
}
