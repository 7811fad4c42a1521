import type { Expression } from "../../model/expression";
import type { Shape } from "../../model/shape";
import { axesOf, axisOf } from "../axis";
import { blocked } from "../blocked";
import type { Context } from "../context";
import { smallShape, elementsBy, offsetOf } from "../elements";
import type { Family } from "../entry";
import { constants, entry } from "../entry";
import type { Fold } from "../folds";
import { FOLDS } from "../folds";
import { int, ints, label } from "../label";
import type { Operator } from "../operator";
import type { Element, Value } from "../value";
import { tensor, unknownShape } from "../value";

const ownAxes = label(ints("axes", "axes"));

/** The axes as attribute or input; empty means all, undefined: they are known at run time only. */
function axesAt(node: Context, asInput: boolean): readonly number[] | undefined {
  if (!asInput) return node.ints("axes") ?? [];
  if (!node.given(1) || node.dimension(1, 0) === 0) return [];
  return node.numbers(1);
}

/** https://onnx.ai/onnx/operators/onnx__ReduceSum.html */
export function reduced(node: Context, asInput: boolean, fold?: Fold): readonly Value[] {
  const shape = node.shape(0);
  const given = axesAt(node, asInput);
  const keeps = node.flag("keepdims", true);
  if (shape === undefined) return [tensor(node.dtype(0), allGone(given, keeps) ? [] : undefined)];
  if (given?.length === 0 && node.flag("noop_with_empty_axes")) return [node.input(0)];
  const axes = given?.length === 0 ? shape.map((_, axis) => axis) : given && axesOf(given, shape.length);
  if (axes === undefined) {
    // One axis takes one dimension away; of several, two could name the same.
    const single = asInput && node.dimension(1, 0) === 1;
    const rank = keeps ? shape.length : single ? shape.length - 1 : undefined;
    return [tensor(node.dtype(0), rank === undefined ? undefined : unknownShape(rank))];
  }
  const gone = new Set(axes);
  const sizes = keeps
    ? shape.map((size, axis) => (gone.has(axis) ? 1 : size))
    : shape.filter((_, axis) => !gone.has(axis));
  return [tensor(node.dtype(0), sizes, fold && foldedOver(node, shape, gone, fold))];
}

const allGone = (axes: readonly number[] | undefined, keeps: boolean): boolean =>
  axes?.length === 0 && !keeps;

/** The elements of each cell of the result, folded together. */
function foldedOver(
  node: Context,
  shape: Shape,
  gone: ReadonlySet<number>,
  fold: Fold,
): readonly Element[] | undefined {
  const [elements, sizes] = [node.elements(0), smallShape(shape)];
  if (elements === undefined || sizes === undefined || elements.length === 0) return undefined;
  const target = sizes.map((size, axis) => (gone.has(axis) ? 1 : size));
  const cells = new Map<number, Element>();
  elementsBy(sizes, (place) => {
    const cell = offsetOf(
      place.map((index, axis) => (gone.has(axis) ? 0 : index)),
      target,
    );
    const [one, sum] = [elements[offsetOf(place, sizes)], cells.get(cell)];
    if (!cells.has(cell)) cells.set(cell, one);
    else cells.set(cell, one === undefined || sum === undefined ? undefined : fold(sum, one, node));
    return undefined;
  });
  return Array.from(cells.values(), (one: Expression | undefined) => one);
}

/** The axes are an attribute until they become an input at `movedAt`. */
const reduce = (movedAt: number, fold?: Fold): readonly Operator[] => [
  entry(1, "reduction", "data", "reduced", {
    label: ownAxes,
    infer: (node) => reduced(node, false, fold),
  }),
  entry(movedAt, "reduction", "data axes", "reduced", {
    slots: constants("axes"),
    infer: (node) => reduced(node, true, fold),
  }),
];

/** https://onnx.ai/onnx/operators/onnx__ArgMax.html */
function place(node: Context): readonly Value[] {
  const shape = node.shape(0);
  const axis = shape && axisOf(node.int("axis", 0), shape.length);
  if (shape === undefined || axis === undefined) return [tensor("int64", undefined)];
  const sizes = node.flag("keepdims", true)
    ? shape.map((size, at) => (at === axis ? 1 : size))
    : shape.filter((_, at) => at !== axis);
  return [tensor("int64", sizes)];
}

const argument = [
  entry(1, "reduction", "data", "reduced", {
    label: label(int("axis", "axis", 0)),
    infer: place,
    gradient: blocked,
  }),
];

export const reductions: Family = {
  ReduceSum: reduce(13, FOLDS.Add),
  ReduceMean: reduce(18),
  ReduceMax: reduce(18, FOLDS.Max),
  ReduceMin: reduce(18, FOLDS.Min),
  ReduceProd: reduce(18, FOLDS.Mul),
  ReduceL1: reduce(18),
  ReduceL2: reduce(18),
  ReduceLogSum: reduce(18),
  ReduceLogSumExp: reduce(18),
  ReduceSumSquare: reduce(18),
  ArgMax: argument,
  ArgMin: argument,
};
