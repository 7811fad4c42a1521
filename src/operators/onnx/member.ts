import { ceilDivide } from "../../model/division";
import { multiply, subtract } from "../../model/expression";
import type { Dimension, ValueType } from "../../model/shape";
import { axisOf } from "../axis";
import { Context } from "../context";
import type { Value } from "../value";
import { joinTypes, sequence, tensor, UNKNOWN, unknownShape } from "../value";
import { concatenated } from "./piece";

/** The type of a sequence's members. */
function elementOf(type: ValueType): ValueType {
  return type.kind === "sequence" ? type.element : UNKNOWN.type;
}

/** A position from 0; `otherwise` where there is no such input, undefined where it is known at run time only. */
function positionOf(node: Context, index: number, count: number, otherwise: number): number | undefined {
  if (!node.given(index)) return otherwise;
  const position = node.numbers(index)?.[0];
  return position === undefined ? undefined : position < 0 ? position + count : position;
}

export function memberAt(node: Context): readonly Value[] {
  const { items, type } = node.input(0);
  const position = items && positionOf(node, 1, items.length, 0);
  return [(position === undefined ? undefined : items?.[position]) ?? { type: elementOf(type) }];
}

export function without(node: Context): readonly Value[] {
  const { items, type } = node.input(0);
  const position = items && positionOf(node, 1, items.length, items.length - 1);
  const left = position === undefined ? undefined : items?.filter((_, index) => index !== position);
  return [sequence(left, elementOf(type))];
}

export function inserted(node: Context): readonly Value[] {
  const { items, type } = node.input(0);
  const position = items && positionOf(node, 2, items.length, items.length);
  const element = items?.length === 0 ? node.type(1) : joinTypes(elementOf(type), node.type(1));
  const all = position === undefined ? undefined : items?.toSpliced(position, 0, node.input(1));
  return [sequence(all, element)];
}

/** Parts as `split` says: pieces of one size, pieces of given sizes, or single slices without it. */
export function splitToMembers(node: Context): readonly Value[] {
  const shape = node.shape(0);
  const axis = shape && axisOf(node.int("axis", 0), shape.length);
  const whole: ValueType = { kind: "tensor", dtype: node.dtype(0), shape: undefined };
  if (shape === undefined || axis === undefined) return [sequence(undefined, whole)];
  const size = shape[axis];
  const drops = !node.given(1) && !node.flag("keepdims", true);
  const part = (length: Dimension): Value =>
    tensor(node.dtype(0), drops ? shape.filter((_, at) => at !== axis) : shape.with(axis, length));
  const parts = partSizes(node, size);
  return [
    parts === undefined
      ? sequence(undefined, part(node.given(1) ? undefined : 1).type)
      : sequence(parts.map(part)),
  ];
}

function partSizes(node: Context, size: Dimension): readonly Dimension[] | undefined {
  if (!node.given(1))
    return typeof size === "number" && size <= 1_024 ? new Array<number>(size).fill(1) : undefined;
  if (node.rank(1) === 1) {
    const count = node.dimension(1, 0);
    return (
      node.elements(1) ?? (typeof count === "number" && count <= 1_024 ? unknownShape(count) : undefined)
    );
  }
  const chunk = node.scalar(1);
  if (typeof chunk !== "number" || chunk <= 0 || typeof size !== "number") return undefined;
  const count = Number(ceilDivide(size, chunk));
  if (count > 1_024) return undefined;
  return Array.from({ length: count }, (_, index) =>
    index < count - 1 ? chunk : subtract(size, multiply(chunk, count - 1)),
  );
}

/** Concat of the members, or their stack along a new axis. */
export function joinedMembers(node: Context): readonly Value[] {
  const { items, type } = node.input(0);
  const element = elementOf(type);
  const stacks = node.flag("new_axis");
  const axis = node.int("axis", 0);
  if (items === undefined || items.length === 0) {
    const shape = element.kind === "tensor" ? element.shape : undefined;
    const dtype = element.kind === "tensor" ? element.dtype : undefined;
    return [tensor(dtype, joinedShape(shape, axis, stacks))];
  }
  const members = new Context(node.node, node.opset, items);
  if (!stacks) return concatenated(members, axis);
  const shape = members.shape(0);
  return [tensor(members.dtype(0), joinedShape(shape, axis, true, items.length))];
}

function joinedShape(
  shape: readonly Dimension[] | undefined,
  axis: number,
  stacks: boolean,
  count?: number,
): readonly Dimension[] | undefined {
  const at = shape && axisOf(axis, shape.length + (stacks ? 1 : 0));
  if (shape === undefined || at === undefined) return undefined;
  return stacks ? shape.toSpliced(at, 0, count) : shape.with(at, undefined);
}

/** The value, marked as one that could be missing. */
export function optional(node: Context): readonly Value[] {
  const declared = node.attribute("type");
  const element = node.given(0) ? node.type(0) : declared?.kind === "type" ? declared.value : UNKNOWN.type;
  return [{ ...node.input(0), type: { kind: "optional", element } }];
}

export function presentElement(node: Context): readonly Value[] {
  const value = node.input(0);
  return [value.type.kind === "optional" ? { ...value, type: value.type.element } : value];
}
