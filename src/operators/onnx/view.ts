import { isFloat } from "../../model/dtype";
import { exactQuotient, floorDivide } from "../../model/division";
import { multiply } from "../../model/expression";
import type { Dimension, Shape } from "../../model/shape";
import { MOST_AXES } from "../../model/shape";
import { axesOf, axisOf } from "../axis";
import { broadcast, spread } from "../broadcast";
import type { Context } from "../context";
import { dividedBy, product } from "../contraction";
import { elementsBy, offsetOf, smallShape } from "../elements";
import { isReal } from "../folds";
import type { Element, Value } from "../value";
import { tensor, unknownShape } from "../value";
import { shapeFrom } from "./constant";

/** A cast keeps shapes' elements: to whole numbers by cutting the fraction off, to bool as not zero. */
export function cast(node: Context, dtype = node.typeNamed("to")): readonly Value[] {
  const elements = node.elements(0)?.map((one): Element => {
    if (dtype === "bool") return isReal(one ?? NaN) && one !== undefined ? Number(one !== 0) : undefined;
    if (dtype === "string" || dtype === undefined || one === undefined) return undefined;
    if (typeof one !== "number" || Number.isInteger(one)) return one;
    if (isFloat(dtype)) return dtype === "float32" ? Math.fround(one) : one;
    return Number.isFinite(one) ? Math.trunc(one) : undefined;
  });
  return [tensor(dtype, node.shape(0), elements)];
}

export function transposed(node: Context): readonly Value[] {
  const shape = node.shape(0);
  const given = node.ints("perm");
  const order = given ?? shape?.map((_, axis) => shape.length - 1 - axis);
  if (shape === undefined || order === undefined) {
    return [tensor(node.dtype(0), given && new Array<Dimension>(given.length).fill(undefined))];
  }
  const sizes = order.map((axis) => shape[axis]);
  const [from, to, elements] = [smallShape(shape), smallShape(sizes), node.elements(0)];
  const moved =
    elements && from && to
      ? elementsBy(to, (place) => {
          const source = new Array<number>(from.length).fill(0);
          order.forEach((axis, at) => (source[axis] = place[at] ?? 0));
          return elements[offsetOf(source, from)];
        })
      : undefined;
  return [tensor(node.dtype(0), sizes, moved)];
}

/** https://onnx.ai/onnx/operators/onnx__Reshape.html */
export function reshaped(node: Context, target: Shape): readonly Value[] {
  const from = node.shape(0);
  if (target === undefined) return [tensor(node.dtype(0), undefined)];
  const keepsZero = node.flag("allowzero");
  const sizes = target.map((size, axis) => (size === 0 && !keepsZero ? from?.[axis] : size));
  const open = target.findIndex((size) => size === -1);
  if (open >= 0) sizes[open] = remaining(from, sizes, open);
  else fillOnlyGap(from, sizes);
  return [tensor(node.dtype(0), sizes, node.elements(0))];
}

/** What is left for the one size written as -1: equal dimensions on both sides cancel, known or not. */
function remaining(from: Shape, sizes: readonly Dimension[], open: number): Dimension {
  if (from === undefined) return undefined;
  const others = sizes.filter((_, axis) => axis !== open);
  const [all, taken] = [product(from), product(others)];
  if (all === undefined || taken === undefined || taken === 0) return undefined;
  return exactQuotient(all, taken) ?? floorDivide(all, taken);
}

/** Of one size that is not known, the number of elements decides. */
function fillOnlyGap(from: Shape, sizes: Dimension[]): void {
  const gap = sizes.indexOf(undefined);
  if (gap < 0 || gap !== sizes.lastIndexOf(undefined) || from === undefined) return;
  const [all, taken] = [product(from), product(sizes.filter((_, axis) => axis !== gap))];
  if (all !== undefined && taken !== undefined && taken !== 0) sizes[gap] = exactQuotient(all, taken);
}

export function flattened(node: Context): readonly Value[] {
  const shape = node.shape(0);
  const axis = node.int("axis", 1);
  if (shape === undefined) return [tensor(node.dtype(0), [undefined, undefined])];
  const at = axis < 0 ? axis + shape.length : axis;
  const sizes = [product(shape.slice(0, at)), product(shape.slice(at))];
  return [tensor(node.dtype(0), sizes, node.elements(0))];
}

/** Without axes, what *is* 1 goes: a dimension that is not known makes the rank unknown. */
export function squeezed(node: Context, given: readonly number[] | undefined): readonly Value[] {
  const shape = node.shape(0);
  if (shape === undefined) return [tensor(node.dtype(0), undefined)];
  if (given === undefined && node.given(1)) return [tensor(node.dtype(0), otherRank(node, shape.length, -1))];
  const axes = given && axesOf(given, shape.length);
  if (given === undefined && shape.some((size) => typeof size !== "number")) {
    return [tensor(node.dtype(0), undefined)];
  }
  const sizes = shape.filter((size, axis) => (axes === undefined ? size !== 1 : !axes.includes(axis)));
  return [tensor(node.dtype(0), sizes, node.elements(0))];
}

/** The rank less or more as many axes as the second input holds, which are known at run time only. */
function otherRank(node: Context, rank: number, sign: 1 | -1): Shape {
  const count = node.dimension(1, 0);
  if (typeof count !== "number" || count > MOST_AXES || rank + sign * count < 0) return undefined;
  return unknownShape(rank + sign * count);
}

export function unsqueezed(node: Context, axes: readonly number[] | undefined): readonly Value[] {
  const shape = node.shape(0);
  if (shape === undefined) return [tensor(node.dtype(0), undefined)];
  if (axes === undefined) return [tensor(node.dtype(0), otherRank(node, shape.length, 1))];
  const rank = shape.length + axes.length;
  const ones = new Set(axesOf(axes, rank));
  const rest = shape[Symbol.iterator]();
  const sizes = Array.from({ length: rank }, (_, axis): Dimension => {
    if (ones.has(axis)) return 1;
    const next = rest.next();
    return next.done === true ? undefined : next.value;
  });
  return [tensor(node.dtype(0), sizes, node.elements(0))];
}

/** Numpy's broadcast to a shape; a size above 1 survives a target that is not known. */
export function expanded(node: Context): readonly Value[] {
  const [shape, target] = [node.shape(0), shapeFrom(node, 1)];
  const sizes = broadcast(shape, target);
  return [tensor(node.dtype(0), sizes, spread(node.elements(0), shape, sizes))];
}

/** https://onnx.ai/onnx/operators/onnx__Shape.html: from 15 on a part, both ends clamped to the rank. */
export function shapeOfInput(node: Context): readonly Value[] {
  const shape = node.shape(0);
  if (shape === undefined) return [tensor("int64", [undefined])];
  const clamp = (at: number): number => Math.min(Math.max(at < 0 ? at + shape.length : at, 0), shape.length);
  const part = shape.slice(clamp(node.int("start", 0)), clamp(node.int("end", shape.length)));
  return [tensor("int64", [part.length], part)];
}

export function sizeOfInput(node: Context): readonly Value[] {
  return [tensor("int64", [], [product(node.shape(0))])];
}

export function tiled(node: Context, repeats: readonly Element[] | undefined): readonly Value[] {
  const shape = node.shape(0);
  const sizes = shape?.map((size, axis): Dimension => {
    const times = repeats?.[axis];
    return size === undefined || times === undefined ? undefined : multiply(size, times);
  });
  const [from, to, elements] = [smallShape(shape), smallShape(sizes), node.elements(0)];
  const repeated =
    elements && from && to
      ? elementsBy(
          to,
          (place) =>
            elements[
              offsetOf(
                place.map((index, axis) => index % (from[axis] ?? 1)),
                from,
              )
            ],
        )
      : undefined;
  return [tensor(node.dtype(0), sizes, repeated)];
}

/** Tile 1: one axis, repeated `tiles` times. */
export function tiledOnce(node: Context): readonly Value[] {
  const [times, axis] = [node.scalar(1), node.numbers(2)?.[0]];
  const rank = node.rank(0);
  const at = axis === undefined || rank === undefined ? undefined : axisOf(axis, rank);
  return tiled(
    node,
    node.shape(0)?.map((_, index) => (at === undefined ? undefined : index === at ? times : 1)),
  );
}

/** Blocks of `b × b` pixels go between channels and space (https://onnx.ai/onnx/operators/onnx__DepthToSpace.html). */
export function blocks(node: Context, toSpace: boolean): readonly Value[] {
  const shape = node.shape(0);
  const block = node.int("blocksize", 1);
  const into = (size: Dimension, by: number): Dimension =>
    size === undefined || by === 0 ? undefined : (exactQuotient(size, by) ?? floorDivide(size, by));
  const out = (size: Dimension, by: number): Dimension =>
    size === undefined ? undefined : multiply(size, by);
  const [channels, space] = toSpace ? [into, out] : [out, into];
  return [
    tensor(
      node.dtype(0),
      shape?.map((size, axis) =>
        axis === 0 ? size : axis === 1 ? channels(size, block * block) : space(size, block),
      ),
    ),
  ];
}

/** `[N, C/prod(block), image…]` (https://onnx.ai/onnx/operators/onnx__Col2Im.html). */
export function columnsToImage(node: Context): readonly Value[] {
  const [image, block] = [shapeFrom(node, 1), product(node.elements(2))];
  const channels = dividedBy(node.dimension(0, 1), block);
  return [tensor(node.dtype(0), image && [node.dimension(0, 0), channels, ...image])];
}
