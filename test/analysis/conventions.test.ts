import { describe, expect, test } from "vitest";
import { analyse } from "../../src/analysis/analyse";
import { NO_ASSUMPTIONS } from "../../src/analysis/assumptions";
import { CONVENTIONS, countBy } from "../../src/analysis/conventions";
import { indexModel } from "../../src/analysis/model-index";
import { print } from "../../src/model/expression";
import type { AttributeValue } from "../../src/model/model";
import type { ValueType } from "../../src/model/shape";
import type { Tensor } from "../../src/model/tensor";
import { graph, model, node } from "./build";

const ints = (...value: number[]): AttributeValue => ({ kind: "ints", value });
const image: ValueType = { kind: "tensor", dtype: "float32", shape: [1, 8, 16, 16] };
const stored = (name: string, ...shape: number[]): Tensor => ({
  name,
  dtype: "float32",
  shape,
  location: { kind: "raw", pieces: [] },
});

/** Conv (8 → 4 channels, 3×3), BatchNormalization, Relu, GlobalAveragePool, Sigmoid. */
const network = model(
  graph({
    inputs: [{ name: "x", type: image, docString: "" }],
    outputs: ["y"],
    tensors: [stored("w", 4, 8, 3, 3), ...["s", "b", "m", "v"].map((name) => stored(name, 4))],
    nodes: [
      node("Conv", ["x", "w"], ["c"], { attributes: { pads: ints(1, 1, 1, 1) } }),
      node("BatchNormalization", ["c", "s", "b", "m", "v"], ["n"]),
      node("Relu", ["n"], ["r"]),
      node("GlobalAveragePool", ["r"], ["g"]),
      node("Sigmoid", ["g"], ["y"]),
    ],
  }),
);

describe("other tools' counts of one small network", () => {
  const conv = 4 * 16 * 16 * 8 * 9;
  const elements = 4 * 16 * 16;
  test.each([
    // jit_handles.py: batch_norm 2 per element, adaptive_avg_pool2d 1 per input element, the rest nothing.
    ["fvcore", conv + 2 * elements + elements],
    ["flop-counter", 2 * conv],
    // node.py: a bias per output of Conv, Relu 1, the pool 1 per input and 2 per output, Sigmoid 16.
    ["onnx-tool", conv + elements + elements + (elements + 2 * 4) + 16 * 4],
  ])("%s", (id, expected) => {
    const index = indexModel(network);
    const convention = CONVENTIONS.find((one) => one.id === id);
    const counted = convention && countBy(convention, index, analyse(index, NO_ASSUMPTIONS));
    expect(counted === undefined ? undefined : print(counted)).toBe(String(expected));
  });
});
