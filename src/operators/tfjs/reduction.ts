import { axisOf } from "../axis";
import type { Context } from "../context";
import { like } from "../elementwise";
import type { Family } from "../entry";
import { constants, entry } from "../entry";
import type { Fold } from "../folds";
import { FOLDS } from "../folds";
import { flag, label } from "../label";
import { reduced } from "../onnx/reduction";
import type { Operator } from "../operator";
import type { Value } from "../value";
import { tensor } from "../value";
import { asOnnx, typeAt } from "./settings";

/** Without axes in the input, nothing is reduced: an empty list is not all of them, as it is in ONNX. */
function over(node: Context, fold?: Fold): readonly Value[] {
  // Of a scalar there is nothing to reduce.
  if (node.rank(0) === 0) return [{ type: node.type(0) }];
  const keepdims = node.flag("keep_dims") || node.flag("keepDims") ? 1 : 0;
  return reduced(asOnnx(node, { keepdims, noop_with_empty_axes: 1 }), true, fold);
}

const reduce = (fold?: Fold): readonly Operator[] => [
  entry(1, "reduction", "x axis", "y", {
    slots: constants("axis"),
    label: label(flag("keep_dims", "keeps axes")),
    infer: (node) => over(node, fold),
  }),
];

/** The place of the extreme along one axis, which goes. */
function place(node: Context): readonly Value[] {
  const [shape, axis] = [node.shape(0), node.numbers(1)?.[0] ?? (node.given(1) ? undefined : 0)];
  const at = shape === undefined || axis === undefined ? undefined : axisOf(axis, shape.length);
  const dtype = typeAt(node, "output_type") ?? "int64";
  return [tensor(dtype, at === undefined ? undefined : shape?.toSpliced(at, 1))];
}

const argument: readonly Operator[] = [
  entry(1, "reduction", "x axis", "y", { slots: constants("axis"), infer: place }),
];

const running: readonly Operator[] = [
  entry(1, "reduction", "x axis", "y", {
    slots: constants("axis"),
    label: label(flag("exclusive", "exclusive"), flag("reverse", "reverse")),
    infer: like(),
  }),
];

/** How often each number below the size occurs. */
const counts = (infer: (node: Context) => readonly Value[]): readonly Operator[] => [
  entry(1, "reduction", "x size weights", "y", { slots: constants("size"), infer }),
];

export const reductions: Family = {
  All: reduce(FOLDS.And),
  Any: reduce(FOLDS.Or),
  Max: reduce(FOLDS.Max),
  Min: reduce(FOLDS.Min),
  Mean: reduce(),
  Prod: reduce(FOLDS.Mul),
  Sum: reduce(FOLDS.Add),
  EuclideanNorm: reduce(),
  ArgMax: argument,
  ArgMin: argument,
  Cumsum: running,
  Cumprod: running,
  Bincount: counts((node) => [tensor(node.dtype(2) ?? "int32", [node.scalar(1)])]),
  DenseBincount: counts((node) => {
    const rows = node.rank(0) === 2 ? [node.dimension(0, 0)] : [];
    return [tensor(node.dtype(2) ?? "int32", [...rows, node.scalar(1)])];
  }),
};
