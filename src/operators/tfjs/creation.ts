import type { DataType } from "../../model/dtype";
import type { Context } from "../context";
import { smallShape } from "../elements";
import { like } from "../elementwise";
import type { Family } from "../entry";
import { constants, entry, rulesOf } from "../entry";
import { constant as onnxConstant, shapeFrom } from "../onnx/constant";
import { oneHot } from "../onnx/choose";
import { int, label } from "../label";
import type { Operator } from "../operator";
import type { Element, Value } from "../value";
import { countOf, tensor, UNKNOWN } from "../value";
import { asOnnx, typeAt } from "./settings";

/** A tensor of one value, of the shape in the first input. */
function filled(node: Context, dtype: DataType | undefined, element: Element): readonly Value[] {
  const shape = shapeFrom(node, 0);
  const small = smallShape(shape)?.every((size) => size >= 0) === true;
  const count = small ? countOf(shape) : undefined;
  return [tensor(dtype, shape, count === undefined ? undefined : new Array<Element>(count).fill(element))];
}

/** Random numbers, of the shape in the first input. */
const drawn = (inputs = "shape"): readonly Operator[] => [
  entry(1, "constant", inputs, "y", {
    slots: constants(inputs),
    infer: (node) => [tensor(typeAt(node, "dtype") ?? typeAt(node, "Tout") ?? "float32", shapeFrom(node, 0))],
  }),
];

const filler = (element: Element): readonly Operator[] => [
  entry(1, "constant", "shape", "y", {
    slots: constants("shape"),
    infer: (node) => filled(node, typeAt(node, "T") ?? "float32", element),
  }),
];

const likeness: readonly Operator[] = [entry(1, "constant", "x", "y", { infer: like() })];

export const creation: Family = {
  Const: [
    entry(1, "constant", "", "y", {
      infer: (node) => {
        const value = node.tensor("value");
        return [value === undefined ? UNKNOWN : node.stored(value)];
      },
    }),
  ],
  // What comes in has its type where the graph's inputs stand.
  Placeholder: [entry(1, "constant", "", "", { infer: () => [] })],
  NoOp: [entry(1, "other", "", "", { infer: () => [] })],
  FakeQuantWithMinMaxVars: [
    entry(1, "quantization", "x min max", "y", { slots: constants("min max"), infer: like() }),
  ],
  Fill: [
    entry(1, "constant", "shape value", "y", {
      slots: constants("shape value"),
      infer: (node) => filled(node, node.dtype(1), node.scalar(1)),
    }),
  ],
  Zeros: filler(0),
  Ones: filler(1),
  ZerosLike: likeness,
  OnesLike: likeness,
  Range: [
    entry(1, "constant", "start stop step", "y", {
      slots: constants("start stop step"),
      infer: rulesOf(onnxConstant, "Range").infer ?? (() => []),
    }),
  ],
  LinSpace: [
    entry(1, "constant", "start stop num", "y", {
      slots: constants("start stop num"),
      infer: (node) => [tensor(node.dtype(0), [node.scalar(2)])],
    }),
  ],
  OneHot: [
    entry(1, "shape", "indices depth onValue offValue", "y", {
      slots: constants("depth onValue offValue"),
      label: label(int("axis", "axis", -1)),
      infer: (node) => oneHot(asOnnx(node, { axis: node.int("axis", -1) })),
    }),
  ],
  Multinomial: [
    entry(1, "constant", "logits numSamples", "y", {
      slots: constants("numSamples"),
      infer: (node) => [
        tensor(typeAt(node, "output_dtype") ?? "int64", [node.dimension(0, 0), node.scalar(1)]),
      ],
    }),
  ],
  RandomStandardNormal: drawn(),
  RandomUniform: drawn(),
  RandomUniformInt: drawn("shape minval maxval"),
  TruncatedNormal: drawn(),
};
