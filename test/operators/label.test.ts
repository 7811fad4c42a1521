import { describe, expect, test } from "vitest";
import type { AttributeValue } from "../../src/model/model";
import { operatorOf } from "../../src/operators/registry";
import { node } from "../analysis/build";

const int = (value: number): AttributeValue => ({ kind: "int", value });
const ints = (...value: number[]): AttributeValue => ({ kind: "ints", value });
const string = (value: string): AttributeValue => ({ kind: "string", value });
const float = (value: number): AttributeValue => ({ kind: "float", value });

describe("the label of a node", () => {
  const cases: [string, string, Record<string, AttributeValue>, string][] = [
    [
      "of a convolution is kernel, stride and groups",
      "Conv",
      { kernel_shape: ints(3, 3), strides: ints(2, 2), dilations: ints(1, 1), group: int(32) },
      "3×3, stride 2, group 32",
    ],
    [
      "names strides that differ",
      "MaxPool",
      { kernel_shape: ints(2, 1), strides: ints(2, 1) },
      "2×1, stride 2×1",
    ],
    [
      "of a convolution of defaults is its kernel",
      "Conv",
      { kernel_shape: ints(1, 1), group: int(1) },
      "1×1",
    ],
    [
      "says that a pool rounds up",
      "AveragePool",
      { kernel_shape: ints(2, 2), ceil_mode: int(1) },
      "2×2, ceil",
    ],
    [
      "of a recurrent layer is size and direction",
      "LSTM",
      { hidden_size: int(128), direction: string("bidirectional") },
      "hidden 128, bidirectional",
    ],
    [
      "leaves out the usual direction",
      "GRU",
      { hidden_size: int(8), direction: string("forward") },
      "hidden 8",
    ],
    ["of Concat is its axis", "Concat", { axis: int(1) }, "axis 1"],
    ["writes a true minus", "Concat", { axis: int(-1) }, "axis −1"],
    ["of Softmax leaves out the last axis", "Softmax", { axis: int(-1) }, ""],
    ["of Softmax names another axis", "Softmax", { axis: int(1) }, "axis 1"],
    ["of Transpose is the permutation", "Transpose", { perm: ints(0, 2, 1, 3) }, "0 2 1 3"],
    ["of Cast is the type", "Cast", { to: int(10) }, "to float16"],
    ["of Cast is empty for a number that is no type", "Cast", { to: int(99) }, ""],
    ["rounds a slope that a float32 blurs", "LeakyRelu", { alpha: float(0.10000000149011612) }, "α 0.1"],
    ["ignores an attribute of the wrong kind", "Concat", { axis: string("1") }, ""],
    ["says which triangle stays", "Trilu", { upper: int(0) }, "lower"],
  ];
  test.each(cases)("%s", (_title, operator, attributes, expected) => {
    const made = { ...node(operator, [], []), attributes: new Map(Object.entries(attributes)) };
    expect(operatorOf(made, new Map([["ai.onnx", 21]]))?.label?.(made)).toBe(expected);
  });
});
