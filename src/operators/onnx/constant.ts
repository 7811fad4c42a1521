import type { DataType } from "../../model/dtype";
import { isFloat } from "../../model/dtype";
import type { Expression } from "../../model/expression";
import { ceilDivide, floorDivide } from "../../model/division";
import { add, isInteger, multiply, negate, subtract } from "../../model/expression";
import { maximum } from "../../model/order";
import type { Dimension, Shape } from "../../model/shape";
import { blocked } from "../blocked";
import type { Context } from "../context";
import { smallShape } from "../elements";
import type { Family } from "../entry";
import { constants, entry } from "../entry";
import { isReal, isWhole } from "../folds";
import { int, ints, label } from "../label";
import { literalElements } from "../literals";
import type { Operator } from "../operator";
import type { Element, Value } from "../value";
import { countOf, MOST_ELEMENTS, tensor, UNKNOWN, unknownShape } from "../value";
import { constantValue } from "./constant-value";
import { rangeGradient } from "./shape-gradient";

/** The shape that a vector of sizes describes; of known rank where only its length is known. */
export function shapeFrom(node: Context, index: number): Shape {
  const elements = node.elements(index);
  if (elements !== undefined) return elements;
  const rank = node.dimension(index, 0);
  return typeof rank === "number" && rank <= MOST_ELEMENTS ? unknownShape(rank) : undefined;
}

const drawn = (since: number): readonly Operator[] => [
  entry(since, "constant", "", "output", {
    label: label(ints("shape")),
    infer: (node) => [tensor(node.typeNamed("dtype") ?? "float32", node.ints("shape"))],
  }),
];

const drawnLike = (since: number): readonly Operator[] => [
  entry(since, "constant", "input", "output", {
    infer: (node) => [tensor(node.typeNamed("dtype") ?? node.dtype(0), node.shape(0))],
    gradient: blocked,
  }),
];

const window: readonly Operator[] = [
  entry(17, "constant", "size", "output", {
    slots: constants("size"),
    infer: (node) => [tensor(node.typeNamed("output_datatype") ?? "float32", [node.scalar(0)])],
  }),
];

const BANDS = "num_mel_bins dft_length sample_rate lower_edge_hertz upper_edge_hertz";

function melWeights(node: Context): readonly Value[] {
  const [bands, length] = [node.scalar(0), node.scalar(1)];
  const bins = length === undefined ? undefined : add(floorDivide(length, 2), 1);
  return [tensor(node.typeNamed("output_datatype") ?? "float32", [bins, bands])];
}

function filled(node: Context): readonly Value[] {
  const shape = shapeFrom(node, 0);
  const value = node.tensor("value");
  const element: Element = value === undefined ? 0 : literalElements(value)?.[0];
  const count = smallShape(shape) === undefined ? undefined : countOf(shape);
  const elements = count === undefined ? undefined : new Array<Element>(count).fill(element);
  return [tensor(value?.dtype ?? "float32", shape, elements)];
}

/** https://onnx.ai/onnx/operators/onnx__Range.html: `max(0, ceil((limit - start)/delta))` elements. */
function counted(node: Context): readonly Value[] {
  const [start, limit, delta] = [node.scalar(0), node.scalar(1), node.scalar(2)];
  const dtype = node.dtype(0);
  if (start === undefined || limit === undefined || delta === undefined || delta === 0) {
    return [tensor(dtype, [node.fresh("range")])];
  }
  const length = rangeLength(start, limit, delta, dtype);
  const known = typeof length === "number" && length <= MOST_ELEMENTS && isWhole(start) && isWhole(delta);
  const elements = known
    ? Array.from({ length }, (_, index) => add(start, multiply(delta, index)))
    : undefined;
  return [tensor(dtype, [length], elements)];
}

function rangeLength(
  start: Expression,
  limit: Expression,
  delta: Expression,
  dtype: DataType | undefined,
): Dimension {
  if (isReal(start) && isReal(limit) && isReal(delta)) {
    return Math.max(0, Math.ceil((limit - start) / delta));
  }
  const whole = isWhole(start) && isWhole(limit) && isWhole(delta);
  if (!whole || !isInteger(delta) || (dtype !== undefined && isFloat(dtype) && delta !== 1)) return undefined;
  const span = subtract(limit, start);
  return maximum(delta > 0 ? ceilDivide(span, delta) : ceilDivide(negate(span), negate(delta)), 0);
}

export const constant: Family = {
  Constant: [
    entry(1, "constant", "", "output", {
      infer: ({ node }) => {
        const value = constantValue(node);
        return [value === undefined ? UNKNOWN : tensor(value.dtype, value.shape, literalElements(value))];
      },
    }),
  ],
  ConstantOfShape: [
    entry(9, "constant", "input", "output", { slots: constants("input"), infer: filled, gradient: blocked }),
  ],
  Range: [
    entry(11, "constant", "start limit delta", "output", {
      slots: constants("start limit delta"),
      infer: counted,
      gradient: rangeGradient,
    }),
  ],
  EyeLike: [
    entry(9, "constant", "input", "output", {
      label: label(int("k", "k", 0)),
      infer: (node) => [tensor(node.typeNamed("dtype") ?? node.dtype(0), node.shape(0))],
      gradient: blocked,
    }),
  ],
  RandomNormal: drawn(1),
  RandomUniform: drawn(1),
  RandomNormalLike: drawnLike(1),
  RandomUniformLike: drawnLike(1),
  Bernoulli: [
    entry(15, "other", "input", "output", {
      infer: (node) => [tensor(node.typeNamed("dtype") ?? node.dtype(0), node.shape(0))],
      gradient: blocked,
    }),
  ],
  Multinomial: [
    entry(7, "other", "input", "output", {
      label: label(int("sample_size", "samples", 1)),
      infer: (node) => [
        tensor(node.typeNamed("dtype") ?? "int32", [node.dimension(0, 0), node.int("sample_size", 1)]),
      ],
      gradient: blocked,
    }),
  ],
  HannWindow: window,
  HammingWindow: window,
  BlackmanWindow: window,
  MelWeightMatrix: [entry(17, "constant", BANDS, "output", { slots: constants(BANDS), infer: melWeights })],
};
