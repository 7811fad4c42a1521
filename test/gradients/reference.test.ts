import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { indexModel } from "../../src/analysis/model-index";
import { memorySource } from "../../src/bytes/memory";
import { openModel } from "../../src/formats/open";
import type { Gradients } from "../../src/gradients/flow";
import { gradientsOf } from "../../src/gradients/gradients";
import type { Loss } from "../../src/gradients/loss";
import { gradientsReport } from "../../src/reports/gradients";
import { prepareInputs } from "../../src/running/inputs/prepare";
import { loadEngine } from "../../src/running/load";

async function flowOf(
  name: string,
  loss: Loss,
): Promise<{ gradients: Gradients; report: ReturnType<typeof gradientsReport> }> {
  const folder = new URL(`../fixtures/torch/${name}/`, import.meta.url);
  const source = memorySource("model.onnx", new Uint8Array(readFileSync(new URL("model.onnx", folder))));
  const model = await openModel(source);
  if (!model.ok) throw new Error(model.problem.message);
  const index = indexModel(model.value);
  const assumptions = { dimensions: new Map<string, number>(), shapes: new Map<string, readonly number[]>() };
  const inputs = prepareInputs(index, {
    assumptions,
    given: new Map(),
    seed: 0,
    samples: 8,
    pixels: undefined,
  });
  if (!inputs.ok) throw new Error(inputs.problem.message);
  const engine = await loadEngine(1);
  const flow = await gradientsOf({
    engine,
    source,
    index,
    inputs: inputs.value,
    loss,
    seed: 0,
    budget: 2 ** 28,
  });
  if (!flow.ok) throw new Error(flow.problem.message);
  return { gradients: flow.value, report: gradientsReport(index, flow.value, () => 1, 0) };
}

describe("the walk back through a file", () => {
  test.each(["mlp", "residual", "loop"])("reaches every parameter of %s", async (name) => {
    const { report } = await flowOf(name, { kind: "probe" });
    expect(report.coverage).toEqual({ parameters: 1, unknown: [] });
    for (const { state, l2 } of report.parameters) {
      expect(["ok", "zero"]).toContain(state);
      expect(l2).not.toBe("NaN");
    }
  });

  test("finds that gradients vanish in a deep chain of sigmoids", async () => {
    const { gradients } = await flowOf("saturating-stack", { kind: "probe" });
    const { kind, message, gradient } = gradients.verdict;
    expect(kind).toBe("vanishing");
    expect(message).toMatch(/shrink by a factor of/);
    expect(gradient?.perLayer).toBeGreaterThan(0.1);
  });

  test("gives nothing but a sentence for a label that is no class", async () => {
    await expect(flowOf("mlp", { kind: "cross-entropy", label: 1e6 })).rejects.toThrow(/is none of the/);
  });

  test("the gradient of a sum by the last bias is the number of samples", async () => {
    const { gradients } = await flowOf("mlp", { kind: "sum" });
    const biases = [...gradients.parameters].filter(([name]) => name.endsWith("bias"));
    const last = biases.at(-1)?.[1].gradient;
    expect(last?.max).toBeGreaterThan(0);
    expect(last?.sum).toBeCloseTo((last?.max ?? 0) * (last?.count ?? 0), 3);
  });
});
