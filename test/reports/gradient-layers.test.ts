import { describe, expect, test } from "vitest";
import { indexModel } from "../../src/analysis/model-index";
import { weightUses } from "../../src/analysis/weight-use";
import type { Flow } from "../../src/gradients/flow";
import { sumsOf, Tally } from "../../src/gradients/tally";
import { gradientLayers } from "../../src/reports/gradient-layers";
import { graph, model, node, tensor, value } from "../analysis/build";

function flow(numbers: readonly number[], state: Flow["state"] = "ok"): Flow {
  const tally = new Tally();
  tally.add(sumsOf({ dtype: "float32", shape: [numbers.length], data: Float32Array.from(numbers) }));
  const gradient = state === "blocked" ? undefined : tally.result();
  return { state, incomplete: false, gradient, activation: undefined };
}

/** Two layers, stored the other way round than they run; the second takes the first one's matrix, too. */
const INDEX = indexModel(
  model(
    graph({
      inputs: [value("x", { kind: "tensor", dtype: "float32", shape: [1, 2] })],
      outputs: ["z"],
      nodes: [
        node("Gemm", ["x", "first", "bias"], ["y"], { name: "one" }),
        node("Relu", ["y"], ["r"]),
        node("Gemm", ["r", "second", "other"], ["s"], { name: "two" }),
        node("MatMul", ["s", "first"], ["z"], { name: "tied" }),
      ],
      tensors: [
        tensor("second", "float32", [2, 2]),
        tensor("other", "float32", [2]),
        tensor("first", "float32", [2, 2]),
        tensor("bias", "float32", [2]),
      ],
    }),
  ),
);

const layersOf = (parameters: Readonly<Record<string, Flow>>) =>
  gradientLayers(INDEX, weightUses(INDEX), { parameters: new Map(Object.entries(parameters)) });

describe("gradients by layer", () => {
  test("stand in the order of running, a tied parameter where it is used first", () => {
    const layers = layersOf({
      second: flow([1, 1, 1, 1]),
      other: flow([1, 1]),
      first: flow([1, 1, 1, 1]),
      bias: flow([1, 1]),
    });
    expect(layers.map(({ node: name, parameters }) => [name, parameters])).toEqual([
      ["one", ["first", "bias"]],
      ["two", ["second", "other"]],
    ]);
  });

  test("are means over all elements and the largest of all, whatever their signs", () => {
    const [one, two] = layersOf({
      first: flow([-4, 1, 0, 1]),
      bias: flow([3, -3]),
      second: flow([0, 0, 0, 0], "zero"),
      other: flow([], "blocked"),
    });
    expect(one).toMatchObject({ state: "ok", mean: 12 / 6, max: 4 });
    expect(two).toMatchObject({ state: "zero", mean: 0, max: 0 });
  });

  test("are unknown where no parameter has one", () => {
    const [one] = layersOf({ first: flow([], "blocked"), bias: flow([], "blocked") });
    expect(one).toMatchObject({ state: "blocked", mean: null, max: null });
  });

  test("leave out what is not finite", () => {
    expect(layersOf({ first: flow([1, NaN, Infinity, 3]) })).toMatchObject([{ mean: 2, max: 3 }]);
  });
});
