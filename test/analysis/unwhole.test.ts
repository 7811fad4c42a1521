import { expect, test } from "vitest";
import { analyse } from "../../src/analysis/analyse";
import { NO_ASSUMPTIONS } from "../../src/analysis/assumptions";
import { indexModel } from "../../src/analysis/model-index";
import type { Expression } from "../../src/model/expression";
import { symbol } from "../../src/model/expression";
import type { AttributeValue, Node } from "../../src/model/model";
import type { Tensor } from "../../src/model/tensor";
import { graph, model, node, tensor, value } from "./build";

function reals(name: string, ...values: number[]): Tensor {
  return {
    ...tensor(name, "float32", [values.length]),
    inline: new Uint8Array(Float32Array.from(values).buffer),
  };
}

const ints = (...value: number[]): AttributeValue => ({ kind: "ints", value });
const HUGE = 2n ** 60n;
const pooled = node("MaxPool", ["t"], ["y"], { attributes: { kernel_shape: ints(3), strides: ints(2) } });

/** What stands where the specification has whole numbers is a fraction, or no number: files say so, and nothing breaks. */
test.each<[what: string, size: Expression, nodes: readonly Node[]]>([
  ["half of a dimension beyond doubles", HUGE, [node("Tile", ["x", "half"], ["t"]), pooled]],
  ["an infinity of a dimension beyond doubles", HUGE, [node("Tile", ["x", "infinite"], ["t"]), pooled]],
  ["half of a symbol", symbol("n"), [node("Tile", ["x", "half"], ["t"]), pooled]],
  ["no number of a symbol", symbol("n"), [node("Tile", ["x", "nan"], ["t"]), pooled]],
  ["an infinity of a symbol", symbol("n"), [node("Tile", ["x", "infinite"], ["t"]), pooled]],
  ["half a pad", symbol("n"), [node("Pad", ["x", "pads"], ["t"]), pooled]],
  ["half a pad of a dimension beyond doubles", HUGE, [node("Pad", ["x", "pads"], ["t"]), pooled]],
  ["half a shape", HUGE, [node("Reshape", ["x", "shape"], ["t"]), pooled]],
  ["half a block", HUGE, [node("Col2Im", ["x", "image", "block"], ["t"]), pooled]],
])("%s", (_, size, nodes) => {
  const main = graph({
    inputs: [value("x", { kind: "tensor", dtype: "float32", shape: [1, size, size] })],
    tensors: [
      reals("half", 1, 0.5, 0.5),
      reals("nan", 1, NaN, NaN),
      reals("infinite", 1, Infinity, Infinity),
      reals("pads", 0, 0, 0.5, 0, 0, 0.5),
      reals("shape", 0.5, 1, -1),
      reals("image", 0.5),
      reals("block", 0.5),
    ],
    nodes,
    outputs: ["y"],
  });
  expect(analyse(indexModel(model(main)), NO_ASSUMPTIONS).problems).toEqual([]);
});
