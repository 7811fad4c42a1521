import fc from "fast-check";
import type { RandomNode } from "./node";
import { fed, int, scalar, stored } from "./node";
import { axisOf, between, oneOf, shape } from "./sizes";

/** A shape that broadcasts to the given one: leading axes may be missing, any axis may be 1. */
function narrowed(whole: readonly number[]): fc.Arbitrary<number[]> {
  return fc
    .tuple(between(0, whole.length), fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }))
    .map(([skipped, ones]) => whole.slice(skipped).map((size, axis) => (ones[axis] === true ? 1 : size)));
}

/** Now and then an axis without elements. */
const size = fc.oneof({ weight: 9, arbitrary: between(1, 5) }, { weight: 1, arbitrary: fc.constant(0) });

const BINARY: readonly (readonly [string, opset: number])[] = [
  ["Add", 14],
  ["Sub", 7],
  ["Mul", 14],
  ["Pow", 15],
  ["PRelu", 16],
  ["Equal", 13],
  ["Greater", 13],
  ["LessOrEqual", 16],
];
const OF_MANY: readonly (readonly [string, opset: number])[] = [
  ["Max", 13],
  ["Min", 13],
  ["Sum", 13],
  ["Mean", 13],
];

export const broadcasting: fc.Arbitrary<RandomNode> = shape(0, 4, size).chain((whole) =>
  fc.oneof(
    fc
      .tuple(oneOf(...BINARY), narrowed(whole), narrowed(whole))
      .map(([[operator, opset], a, b]): RandomNode => ({
        operator,
        opset,
        // The slope of PRelu broadcasts to the data, not the other way round.
        operands: operator === "PRelu" ? [fed(whole), fed(b)] : [fed(a), fed(b)],
      })),
    fc
      .tuple(oneOf(...OF_MANY), fc.array(narrowed(whole), { minLength: 1, maxLength: 4 }))
      .map(([[operator, opset], shapes]): RandomNode => ({
        operator,
        opset,
        operands: shapes.map((one) => fed(one)),
      })),
    fc.tuple(narrowed(whole), narrowed(whole), narrowed(whole)).map(([condition, a, b]): RandomNode => ({
      operator: "Where",
      opset: 16,
      operands: [fed(condition, "bool"), fed(a), fed(b)],
    })),
    fc.tuple(narrowed(whole), narrowed(whole)).map(([from, to]): RandomNode => ({
      operator: "Expand",
      opset: 13,
      operands: [fed(from), stored(to)],
    })),
  ),
);

const SAME = ["Relu", "Softmax", "LogSoftmax", "Hardmax", "Erf", "IsNaN", "Identity", "Softplus"] as const;

/** Operators that keep the shape, and those with a statistic beside it. */
export const shapeKeeping: fc.Arbitrary<RandomNode> = shape(1, 4).chain((sizes) =>
  fc.oneof(
    oneOf(...SAME).map((operator): RandomNode => ({ operator, opset: 13, operands: [fed(sizes)] })),
    axisOf(sizes.length).map((axis): RandomNode => {
      const normalized = sizes.slice(axis < 0 ? axis + sizes.length : axis);
      return {
        operator: "LayerNormalization",
        opset: 17,
        operands: [fed(sizes), fed(normalized)],
        attributes: { axis: int(axis) },
        outputs: 3,
      };
    }),
    fc.constant<RandomNode>({
      operator: "Dropout",
      opset: 13,
      operands: [fed(sizes), scalar(0.5, "float32")],
      outputs: 2,
    }),
    fc.tuple(axisOf(sizes.length), fc.boolean()).map(([axis, exclusive]): RandomNode => ({
      operator: "CumSum",
      opset: 14,
      operands: [fed(sizes), scalar(axis)],
      attributes: { exclusive: int(exclusive ? 1 : 0) },
    })),
  ),
);
