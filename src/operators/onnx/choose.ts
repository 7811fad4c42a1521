import { isInteger, multiply } from "../../model/expression";
import type { Dimension } from "../../model/shape";
import { axisOf } from "../axis";
import type { Context } from "../context";
import { elementsBy, offsetOf, smallShape } from "../elements";
import type { Element, Value } from "../value";
import { tensor } from "../value";

/** `data[:axis] + indices + data[axis + 1:]` (https://onnx.ai/onnx/operators/onnx__Gather.html). */
export function gathered(node: Context): readonly Value[] {
  const [data, indices] = [node.shape(0), node.shape(1)];
  const axis = data && axisOf(node.int("axis", 0), data.length);
  if (data === undefined || indices === undefined || axis === undefined) {
    return [tensor(node.dtype(0), undefined)];
  }
  const sizes = [...data.slice(0, axis), ...indices, ...data.slice(axis + 1)];
  return [tensor(node.dtype(0), sizes, elementsAt(node, sizes, axis))];
}

function elementsAt(
  node: Context,
  sizes: readonly Dimension[],
  axis: number,
): readonly Element[] | undefined {
  const [from, at, to] = [smallShape(node.shape(0)), smallShape(node.shape(1)), smallShape(sizes)];
  const [elements, indices] = [node.elements(0), node.elements(1)];
  if (from === undefined || at === undefined || to === undefined) return undefined;
  if (elements === undefined || indices === undefined) return undefined;
  return elementsBy(to, (place) => {
    const index = indices[offsetOf(place.slice(axis, axis + at.length), at)];
    const size = from[axis] ?? 0;
    if (typeof index !== "number" || index < -size || index >= size) return undefined;
    const positive = index < 0 ? index + size : index;
    return elements[offsetOf([...place.slice(0, axis), positive, ...place.slice(axis + at.length)], from)];
  });
}

/** `indices[:-1] + data[batch_dims + indices[-1]:]` (https://onnx.ai/onnx/operators/onnx__GatherND.html). */
export function gatheredByPlace(node: Context): readonly Value[] {
  const [data, indices] = [node.shape(0), node.shape(1)];
  const depth = indices?.at(-1);
  if (data === undefined || indices === undefined || typeof depth !== "number") {
    return [tensor(node.dtype(0), undefined)];
  }
  const rest = data.slice(node.int("batch_dims", 0) + depth);
  return [tensor(node.dtype(0), [...indices.slice(0, -1), ...rest])];
}

/** The k largest or smallest along an axis, and their places. */
export function topped(node: Context, k: Element): readonly Value[] {
  const shape = node.shape(0);
  const axis = shape && axisOf(node.int("axis", -1), shape.length);
  const sizes = shape === undefined || axis === undefined ? undefined : shape.with(axis, k);
  return [tensor(node.dtype(0), sizes), tensor("int64", sizes)];
}

/** A new axis as long as `depth` (https://onnx.ai/onnx/operators/onnx__OneHot.html). */
export function oneHot(node: Context): readonly Value[] {
  const shape = node.shape(0);
  const axis = shape && axisOf(node.int("axis", -1), shape.length + 1);
  const depth = node.scalar(1);
  const whole = isInteger(depth) && typeof depth === "number" ? Math.trunc(depth) : depth;
  const sizes =
    shape === undefined || axis === undefined
      ? undefined
      : [...shape.slice(0, axis), whole, ...shape.slice(axis)];
  return [tensor(node.dtype(2), sizes)];
}

/** What a condition lets through, along an axis or over all elements. */
export function chosen(node: Context): readonly Value[] {
  const shape = node.shape(0);
  const given = node.int("axis");
  const kept = node.numbers(1)?.filter((one) => one !== 0).length ?? node.fresh("selected");
  if (given === undefined) return [tensor(node.dtype(0), [kept])];
  const axis = shape && axisOf(given, shape.length);
  return [tensor(node.dtype(0), axis === undefined ? undefined : shape?.with(axis, kept))];
}

/** https://onnx.ai/onnx/operators/onnx__Unique.html */
export function uniqueOnes(node: Context): readonly Value[] {
  const shape = node.shape(0);
  const given = node.int("axis");
  const axis = given === undefined || shape === undefined ? undefined : axisOf(given, shape.length);
  const found = node.fresh("unique");
  const all = shape?.every((size) => size !== undefined) === true ? multiply(...shape) : undefined;
  const values = given === undefined ? [found] : axis === undefined ? undefined : shape?.with(axis, found);
  const positions = axis === undefined ? all : shape?.[axis];
  return [
    tensor(node.dtype(0), values),
    tensor("int64", [found]),
    tensor("int64", [positions]),
    tensor("int64", [found]),
  ];
}
