import fc from "fast-check";
import type { RandomNode } from "./node";
import { fed, int, ints, scalar, stored } from "./node";
import { axesOf, axisOf, between, maybe, oneOf, shape } from "./sizes";

const flag = fc.boolean().map((on) => int(on ? 1 : 0));

const REDUCTIONS = [
  "ReduceSum",
  "ReduceMean",
  "ReduceMax",
  "ReduceL2",
  "ReduceProd",
  "ReduceLogSumExp",
] as const;

const reducing: fc.Arbitrary<RandomNode> = shape(0, 4).chain((sizes) =>
  fc
    .tuple(
      oneOf(...REDUCTIONS),
      axesOf(sizes.length),
      maybe(flag),
      maybe(flag),
      oneOf(11, 18),
      oneOf("given", "empty", "none"),
    )
    .map(([operator, axes, keepdims, noop, opset, way]): RandomNode => {
      const operands = [fed(sizes)];
      const given = way === "given" && axes.length > 0 ? axes : undefined;
      if (opset === 11) {
        return { operator, opset, operands, attributes: { keepdims, axes: given && ints(given) } };
      }
      return {
        operator,
        opset,
        operands: way === "none" ? operands : [...operands, stored(way === "empty" ? [] : axes)],
        attributes: { keepdims, noop_with_empty_axes: noop },
      };
    }),
);

const placing: fc.Arbitrary<RandomNode> = shape(1, 4).chain((sizes) =>
  fc
    .tuple(axisOf(sizes.length), maybe(flag), oneOf("ArgMax", "ArgMin"))
    .map(([axis, keepdims, operator]) => ({
      operator,
      opset: 13,
      operands: [fed(sizes)],
      attributes: { axis: int(axis), keepdims },
    })),
);

export const reduction = fc.oneof(reducing, placing);

const top: fc.Arbitrary<RandomNode> = shape(1, 4).chain((sizes) =>
  axisOf(sizes.length).chain((axis) =>
    fc.tuple(between(0, sizes.at(axis) ?? 1), oneOf(1, 10, 11)).map(([count, opset]) => ({
      operator: "TopK",
      opset,
      operands: opset === 1 ? [fed(sizes)] : [fed(sizes), stored([count])],
      attributes: { axis: int(axis), k: opset === 1 ? int(Math.max(count, 1)) : undefined },
      outputs: 2,
    })),
  ),
);

const hot: fc.Arbitrary<RandomNode> = shape(0, 3).chain((sizes) =>
  fc.tuple(axisOf(sizes.length + 1), between(1, 6), fc.boolean()).map(([axis, depth, asVector]) => ({
    operator: "OneHot",
    opset: 11,
    operands: [fed(sizes, "int64"), asVector ? stored([depth]) : scalar(depth), stored([0, 1], "float32")],
    attributes: { axis: int(axis) },
  })),
);

/** Up and down, by whole numbers and by halves, sometimes empty. */
const counting: fc.Arbitrary<RandomNode> = fc
  .tuple(between(-10, 10), between(-10, 10), oneOf(1, 2, 3, 5, -1, -2, -3), fc.boolean())
  .map(([start, limit, step, whole]) => ({
    operator: "Range",
    opset: 11,
    operands: [start, limit, step].map((one) => (whole ? scalar(one) : scalar(one / 2, "float32"))),
  }));

const compressing: fc.Arbitrary<RandomNode> = shape(1, 3).chain((sizes) =>
  axisOf(sizes.length).chain((axis) =>
    fc.array(between(0, 1), { minLength: 1, maxLength: sizes.at(axis) ?? 1 }).map((condition) => ({
      operator: "Compress",
      opset: 11,
      operands: [fed(sizes), stored(condition, "bool")],
      attributes: { axis: int(axis) },
    })),
  ),
);

export const choosing = fc.oneof(top, hot, counting, compressing);
