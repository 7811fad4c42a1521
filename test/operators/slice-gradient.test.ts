import { expect, test } from "vitest";
import { Context } from "../../src/operators/context";
import { Emitter } from "../../src/operators/emit";
import { viewGradients } from "../../src/operators/onnx/gradient/view";
import { tensor } from "../../src/operators/value";
import { node } from "../analysis/build";

/** What is emitted for the cotangent of a vector of which a slice is taken. */
function emitted(size: number, start: number, end: number, step: number) {
  const emit = new Emitter(17, "made/");
  const inputNames = ["x", "starts", "ends", "axes", "steps"];
  const numbers = [start, end, 0, step].map((one) => tensor("int64", [1], [one]));
  const context = new Context(node("Slice", inputNames, ["y"]), 17, [tensor("float32", [size]), ...numbers]);
  const recipe = { node: context, emit, inputNames, outputNames: ["y"], outputs: [], cotangents: ["g"] };
  const made = viewGradients["Slice"]?.({ ...recipe, wants: () => true });
  return { made, emit };
}

test("each place of a long axis finds its cotangent without a search", () => {
  const size = 600_000;
  const { emit } = emitted(size, 0, size, 2);
  const rows = [...emit.tensors.values()].find(({ shape }) => shape[0] === size)?.inline;
  // Every other one is taken; the rest have the row of zeros behind the cotangent.
  const taken = new BigInt64Array(rows?.slice().buffer ?? new ArrayBuffer(0));
  expect([...taken.subarray(0, 4), taken.at(-1)]).toEqual([0n, 300_000n, 1n, 300_000n, 300_000n]);
});

test("steps of no length have no gradient, and no end either", () => {
  expect(emitted(4, 0, 4, 0).made).toBeUndefined();
});
