import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { indexModel } from "../../src/analysis/model-index";
import { memorySource } from "../../src/bytes/memory";
import { openModel } from "../../src/formats/open";
import { gradientsOf } from "../../src/gradients/gradients";
import { prepareInputs } from "../../src/running/inputs/prepare";
import { loadEngine } from "../../src/running/load";

test("a gradient has the shape of what it is the gradient of, though it is fetched before it is reshaped", async () => {
  const source = memorySource(
    "model.onnx",
    new Uint8Array(readFileSync("test/fixtures/torch/residual/model.onnx")),
  );
  const model = await openModel(source);
  if (!model.ok) throw new Error(model.problem.message);
  const index = indexModel(model.value);
  const assumptions = { dimensions: new Map(), shapes: new Map() };
  const request = { assumptions, given: new Map(), seed: 0, samples: 1, pixels: undefined };
  const inputs = prepareInputs(index, request);
  if (!inputs.ok) throw new Error(inputs.problem.message);
  const wrong: string[] = [];
  let seen = 0;
  const gradients = await gradientsOf({
    engine: await loadEngine(1),
    source,
    index,
    inputs: inputs.value,
    loss: { kind: "probe" },
    seed: 0,
    probes: 1,
    budget: 2 ** 28,
    look: (first) => {
      for (const [name, { shape }] of first.gradients) {
        seen++;
        const own = index.stored.get(name)?.tensor.shape ?? first.values.get(name)?.shape;
        if (own?.join() !== shape.join()) wrong.push(`${name}: ${String(own?.join())}, not ${shape.join()}`);
      }
      return Promise.resolve(undefined);
    },
  });
  expect(gradients.ok).toBe(true);
  expect(seen).toBeGreaterThan(10);
  expect(wrong).toEqual([]);
});
