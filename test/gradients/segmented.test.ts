import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { indexModel } from "../../src/analysis/model-index";
import { memorySource } from "../../src/bytes/memory";
import { openModel } from "../../src/formats/open";
import type { Flow, Gradients } from "../../src/gradients/flow";
import { gradientsOf } from "../../src/gradients/gradients";
import type { Loss } from "../../src/gradients/loss";
import { prepareInputs } from "../../src/running/inputs/prepare";
import { loadEngine } from "../../src/running/load";

async function gradientsOfFixture(name: string, loss: Loss, budget: number): Promise<Gradients> {
  const folder = new URL(`../fixtures/torch/${name}/`, import.meta.url);
  const source = memorySource("model.onnx", new Uint8Array(readFileSync(new URL("model.onnx", folder))));
  const model = await openModel(source);
  if (!model.ok) throw new Error(model.problem.message);
  const index = indexModel(model.value);
  const assumptions = { dimensions: new Map<string, number>(), shapes: new Map<string, readonly number[]>() };
  const given = new Map<string, never>();
  const inputs = prepareInputs(index, { assumptions, given, seed: 0, samples: 2, pixels: undefined });
  if (!inputs.ok) throw new Error(inputs.problem.message);
  const engine = await loadEngine(1);
  const gradients = await gradientsOf({
    engine,
    source,
    index,
    inputs: inputs.value,
    loss,
    seed: 0,
    budget,
    probes: 2,
  });
  if (!gradients.ok) throw new Error(gradients.problem.message);
  return gradients.value;
}

function norms(flows: ReadonlyMap<string, Flow>): ReadonlyMap<string, readonly [Flow["state"], number]> {
  return new Map(
    Array.from(flows, ([name, { state, gradient }]) => [
      name,
      [state, Math.sqrt(gradient?.squares ?? 0)] as const,
    ]),
  );
}

describe("a pass in segments finds what a pass over the whole finds", () => {
  const cases: readonly (readonly [string, Loss["kind"], Loss, number])[] = [
    ["residual", "probe", { kind: "probe" }, 4096],
    ["loop", "sum", { kind: "sum" }, 24],
    ["function", "probe", { kind: "probe" }, 24],
    ["saturating-stack", "probe", { kind: "probe" }, 512],
    ["mlp", "cross-entropy", { kind: "cross-entropy", label: 1 }, 24],
    ["qdq", "probe", { kind: "probe" }, 24],
  ];
  test.each(cases)("%s, %s", async (name, _, loss, budget) => {
    const whole = await gradientsOfFixture(name, loss, 2 ** 30);
    const pieces = await gradientsOfFixture(name, loss, budget);
    expect(whole.segments).toBe(1);
    expect(pieces.segments).toBeGreaterThan(1);
    expect(pieces.coverage).toBe(whole.coverage);
    expect(pieces.loss).toEqual(whole.loss);
    for (const part of ["parameters", "values"] as const) {
      const [expected, found] = [norms(whole[part]), norms(pieces[part])];
      const known = [...expected].filter(([, [state]]) => state !== "blocked");
      for (const [value, [state, norm]] of known) {
        const [seen, size] = found.get(value) ?? [];
        expect([value, seen]).toEqual([value, state]);
        expect(Math.abs((size ?? NaN) - norm), value).toBeLessThanOrEqual(1e-5 * norm + 1e-7);
      }
    }
  });
});
