import { expect, test } from "vitest";
import { analyse } from "../../src/analysis/analyse";
import { NO_ASSUMPTIONS } from "../../src/analysis/assumptions";
import { indexModel } from "../../src/analysis/model-index";
import { lower } from "../../src/lowering/lower";
import type { AttributeValue } from "../../src/model/model";
import type { Tensor } from "../../src/model/tensor";
import { graph, model, node, tensor, value } from "../analysis/build";

function ints(name: string, shape: readonly number[], ...values: number[]): Tensor {
  return { ...tensor(name, "int32", shape), inline: new Uint8Array(Int32Array.from(values).buffer) };
}

function reals(name: string, shape: readonly number[], ...values: number[]): Tensor {
  return { ...tensor(name, "float32", shape), inline: new Uint8Array(Float32Array.from(values).buffer) };
}

const int = (value: number): AttributeValue => ({ kind: "int", value });
const MOST = 2 ** 31 - 1;

test.each<[what: string, operator: string, inputs: readonly string[], more: Record<string, AttributeValue>]>([
  ["OneHot as deep as no memory", "OneHot", ["i", "most", "on", "off"], {}],
  ["OneHot of less than no depth", "OneHot", ["i", "minus", "on", "off"], {}],
  ["OneHot behind all axes", "OneHot", ["i", "two", "on", "off"], { axis: int(99) }],
  ["LinSpace of more steps than any memory holds", "LinSpace", ["on", "off", "most"], {}],
  [
    "MirrorPad as wide as no memory",
    "MirrorPad",
    ["x", "wide"],
    { mode: { kind: "string", value: "SYMMETRIC" } },
  ],
  [
    "MirrorPad by less than nothing",
    "MirrorPad",
    ["x", "narrow"],
    { mode: { kind: "string", value: "SYMMETRIC" } },
  ],
  ["Sum over half an axis", "Sum", ["x", "half"], {}],
])("%s is refused", (_, operator, inputs, attributes) => {
  const main = graph({
    inputs: [
      value("i", { kind: "tensor", dtype: "int32", shape: [3] }),
      value("x", { kind: "tensor", dtype: "float32", shape: [3] }),
    ],
    tensors: [
      ints("most", [], MOST),
      ints("minus", [], -5),
      ints("two", [], 2),
      ints("wide", [1, 2], MOST, MOST),
      ints("narrow", [1, 2], -3, -2),
      reals("on", [], 1),
      reals("off", [], 0),
      reals("half", [1], 0.5),
    ],
    nodes: [node(operator, inputs, ["y"], { domain: "tf", attributes })],
    outputs: ["y"],
  });
  const index = indexModel(model(main));
  const { refused } = lower(index, analyse(index, NO_ASSUMPTIONS));
  expect(refused.map((one) => one.node.operator)).toEqual([operator]);
});

test("an LSTM of more units than any memory holds is refused", () => {
  const names = ["x", "kernel", "recurrent", "bias"];
  const main = graph({
    inputs: [value("x", { kind: "tensor", dtype: "float32", shape: [1, 2, 1] })],
    tensors: names.slice(1).map((name) => reals(name, [1, 4], 0, 0, 0, 0)),
    nodes: [node("LSTM", names, ["y"], { domain: "keras", attributes: { units: int(MOST) } })],
    outputs: ["y"],
  });
  const index = indexModel(model(main));
  const { refused } = lower(index, analyse(index, NO_ASSUMPTIONS));
  expect(refused.map((one) => one.node.operator)).toEqual(["LSTM"]);
});
