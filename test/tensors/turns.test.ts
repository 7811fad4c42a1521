import { expect, test } from "vitest";
import { indexModel } from "../../src/analysis/model-index";
import { memorySource } from "../../src/bytes/memory";
import { measureWeights } from "../../src/tensors/weights";
import { scoped } from "../bench/generate";
import { read } from "../bench/models";
import { toBytes } from "../bench/protobuf";

/** Its weights are small enough to be read with the model: nothing is waited for while they are measured. */
async function manySmallWeights() {
  const bytes = toBytes(scoped(10_000));
  const model = await read("many.onnx", bytes);
  return { index: indexModel(model), source: memorySource("many.onnx", bytes) };
}

test("others have their turn while thousands of small weights are measured", async () => {
  const { index, source } = await manySmallWeights();
  let turns = 0;
  const others = setInterval(() => turns++, 0);
  const { measured } = await measureWeights(index, source);
  clearInterval(others);
  expect(measured.size).toBe(index.stored.size);
  expect(turns).toBeGreaterThan(2);
});

test("measuring thousands of small weights can be given up", async () => {
  const { index, source } = await manySmallWeights();
  const given = new AbortController();
  setTimeout(() => {
    given.abort();
  }, 0);
  await expect(measureWeights(index, source, { signal: given.signal })).rejects.toThrow();
});
