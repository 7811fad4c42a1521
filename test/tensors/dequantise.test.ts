import { expect, test } from "vitest";
import { indexModel } from "../../src/analysis/model-index";
import { memorySource } from "../../src/bytes/memory";
import type { Location, Tensor } from "../../src/model/tensor";
import { measure } from "../../src/tensors/measure";
import { TensorReader } from "../../src/tensors/reader";
import { graph, model, node, value } from "../analysis/build";

const numbers = (...values: number[]): Location => ({ kind: "numbers", values });
const ABSENT: Location = { kind: "absent" };
const ELSEWHERE: Location = { kind: "raw", pieces: [{ file: "gone.bin", offset: 0, length: 4 }] };

/** What is measured of the weight `w` = 2, 4, 6 behind a DequantizeLinear whose scale and zero point lie there. */
async function measured(scale: Location, zeroPoint: Location) {
  const stored = (name: string, dtype: Tensor["dtype"], shape: number[], location: Location): Tensor => ({
    name,
    dtype,
    shape,
    location,
  });
  const main = graph({
    inputs: [value("x")],
    nodes: [node("DequantizeLinear", ["w", "s", "z"], ["real"]), node("Mul", ["x", "real"], ["y"])],
    tensors: [
      stored("w", "int8", [3], numbers(2, 4, 6)),
      stored("s", "float32", [], scale),
      stored("z", "int8", [], zeroPoint),
    ],
  });
  const reader = new TensorReader(memorySource("m.onnx", new Uint8Array()));
  return await measure(indexModel(model(main)), "w", undefined, reader);
}

test("a quantised weight is measured as the numbers that it stands for", async () => {
  // (2 − 2) · 0.5, (4 − 2) · 0.5, (6 − 2) · 0.5
  expect(await measured(numbers(0.5), numbers(2))).toMatchObject({ summary: { min: 0, mean: 1, max: 2 } });
});

test.each([
  ["its scale is not in the file", ABSENT, numbers(2), "scale 's'"],
  ["its scale lies in a file that is gone", ELSEWHERE, numbers(2), "scale 's'"],
  ["its zero point is not in the file", numbers(0.5), ABSENT, "zero point 'z'"],
])("a quantised weight is a problem, not the numbers as stored, where %s", async (_, scale, zero, named) => {
  expect(await measured(scale, zero)).toMatchObject({
    severity: "warning",
    code: "unknown-quantisation",
    message: expect.stringContaining(named) as string,
    where: "w",
  });
});
