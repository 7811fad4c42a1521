import * as ort from "onnxruntime-web";
import { describe, expect, test } from "vitest";
import { Context } from "../../src/operators/context";
import { Emitter } from "../../src/operators/emit";
import { operatorOf } from "../../src/operators/registry";
import type { Value } from "../../src/operators/value";
import { tensor } from "../../src/operators/value";
import { node } from "../analysis/build";
import { testCases } from "./cases";
import { fixed, normal, run } from "./one-node";

describe("Dequantising", () => {
  testCases([
    {
      operator: "DequantizeLinear",
      kind: "linear",
      inputs: [fixed([3, 250, 7, 128], [2, 2], "uint8"), normal()],
    },
    {
      operator: "DequantizeLinear",
      kind: "linear",
      inputs: [fixed([3, -5, 7, 12, 0, 1], [2, 3], "int8"), normal(3), fixed([1, -2, 3], [3], "int8")],
    },
    {
      operator: "DequantizeLinear",
      kind: "linear",
      inputs: [fixed([3, -5, 7, 12, 0, 1], [3, 2, 1], "int8"), normal(3)],
      attributes: { axis: 0 },
    },
  ]);
});

/** The cotangent of the first input of a node whose values are given. */
async function first(
  operator: string,
  inputs: readonly Value[],
  outputs: readonly Value[],
  feeds: Readonly<Record<string, ort.Tensor>>,
): Promise<readonly number[]> {
  const emit = new Emitter(17, "grad/");
  const inputNames = inputs.map((_, index) => `x${String(index)}`);
  const outputNames = outputs.map((_, index) => `y${String(index)}`);
  const [made] =
    operatorOf({ operator, domain: "" }, new Map([["ai.onnx", 17]]))?.gradient?.({
      node: new Context(node(operator, inputNames, outputNames), 17, inputs),
      outputs,
      emit,
      inputNames,
      outputNames,
      cotangents: ["g"],
      wants: (index) => index === 0,
    }) ?? [];
  if (typeof made !== "string") throw new Error(`${operator} passes nothing on.`);
  const results = await run(emit, new Map(Object.entries(feeds)), [made]);
  return [...(results[made]?.data as Float32Array)];
}

const floats = (values: readonly number[], dims = [values.length]): ort.Tensor =>
  new ort.Tensor("float32", values, dims);

describe("Quantising, straight through", () => {
  const x = [-20, -12.9, -12.4, 0.3, 12.5, 12.7, 12.9, 40];
  // In steps of 0.1 from -128 to 127.
  const inside = [0, 0, 1, 1, 1, 1, 0, 0];

  test("passes on, per step, what is not clipped", async () => {
    const shape = [x.length];
    const feeds = { x0: floats(x), x1: floats([0.1], []), g: floats(inside.map(() => 0.2)) };
    const made = await first(
      "QuantizeLinear",
      [tensor("float32", shape), tensor("float32", []), tensor("int8", [])],
      [tensor("int8", shape)],
      { ...feeds, x2: new ort.Tensor("int8", [0], []) },
    );
    expect(made.map((one) => Math.round(one * 1000) / 1000)).toEqual(inside.map((one) => 2 * one));
  });

  test("shifts the range by the zero point", async () => {
    const made = await first(
      "QuantizeLinear",
      [tensor("float32", [2, 2]), tensor("float32", [2]), tensor("uint8", [2])],
      [tensor("uint8", [2, 2])],
      {
        x0: floats([-3, -3, 252, 252], [2, 2]),
        x1: floats([1, 1]),
        x2: new ort.Tensor("uint8", [2, 4], [2]),
        g: floats([1, 2, 3, 4], [2, 2]),
      },
    );
    expect(made).toEqual([0, 2, 3, 0]);
  });

  test("takes the scale that was found for the data", async () => {
    const made = await first(
      "DynamicQuantizeLinear",
      [tensor("float32", [2])],
      [tensor("uint8", [2]), tensor("float32", []), tensor("uint8", [])],
      { y1: floats([0.5], []), g: floats([1, 2]) },
    );
    expect(made).toEqual([2, 4]);
  });
});
