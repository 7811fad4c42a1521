import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { indexModel } from "../../src/analysis/model-index";
import { memorySource } from "../../src/bytes/memory";
import type { Result } from "../../src/bytes/problem";
import type { ByteSource } from "../../src/bytes/source";
import { openModel } from "../../src/formats/open";
import type { Gradients } from "../../src/gradients/flow";
import { gradientsOf } from "../../src/gradients/gradients";
import { prepareInputs } from "../../src/running/inputs/prepare";
import { loadEngine } from "../../src/running/load";

async function gradientsIn(source: ByteSource): Promise<Gradients> {
  const gradients = await tryGradients(source);
  if (!gradients.ok) throw new Error(gradients.problem.message);
  return gradients.value;
}

async function tryGradients(source: ByteSource): Promise<Result<Gradients>> {
  const model = await openModel(source);
  if (!model.ok) throw new Error(model.problem.message);
  const index = indexModel(model.value);
  const assumptions = { dimensions: new Map(), shapes: new Map() };
  const request = { assumptions, given: new Map(), seed: 0, samples: 2, pixels: undefined };
  const inputs = prepareInputs(index, request);
  if (!inputs.ok) throw new Error(inputs.problem.message);
  return await gradientsOf({
    engine: await loadEngine(1),
    source,
    index,
    inputs: inputs.value,
    loss: { kind: "probe" },
    seed: 0,
    budget: 2 ** 28,
  });
}

/** x → MatMul a → y → an operator → MatMul b → z; the outputs are those that are named. */
function between(operator: string, ...outputs: readonly string[]): ByteSource {
  const float = { type: "DT_FLOAT" };
  const shape = { shape: { dim: [{ size: "2" }, { size: "2" }] } };
  const node = (name: string, op: string, input: readonly string[] = [], attr = {}) => ({
    name,
    op,
    input,
    attr,
  });
  const stored = { dtype: float, shape };
  const nodes = [
    node("x", "Placeholder", [], stored),
    node("a", "Const", [], stored),
    node("b", "Const", [], stored),
    node("y", "MatMul", ["x", "a"], { T: float }),
    node("riddle", operator, ["y"], { T: float }),
    node("z", "MatMul", ["riddle", "b"], { T: float }),
  ];
  const weights = ["a", "b"].map((name) => ({ name, shape: [2, 2], dtype: "float32" }));
  const json = {
    format: "graph-model",
    modelTopology: { node: nodes, versions: { producer: 1 } },
    signature: { outputs: Object.fromEntries(outputs.map((name) => [name, { name: `${name}:0` }])) },
    weightsManifest: [{ paths: ["w.bin"], weights }],
  };
  const bytes = new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8).buffer);
  const text = new TextEncoder().encode(JSON.stringify(json));
  return memorySource("model.json", text, new Map([["w.bin", bytes]]));
}

describe("parameters that no pass has seen", () => {
  test("are unknown where what they lead to cannot be run", async () => {
    const { parameters, coverage, unknown } = await gradientsIn(between("Riddle", "y", "z"));
    expect(parameters.get("a")).toMatchObject({ state: "ok", incomplete: true });
    expect(parameters.get("b")).toMatchObject({ state: "unknown" });
    expect(coverage).toBe(0.5);
    expect(unknown).toEqual(["Riddle"]);
  });

  test("are not asked for where no output can be computed, and the operator that is to blame is named", async () => {
    const gradients = await tryGradients(between("Riddle", "z"));
    expect(gradients).toMatchObject({ ok: false, problem: { code: "outputs-not-computed" } });
    expect(gradients).toMatchObject({ problem: { message: expect.stringContaining("Riddle 'riddle'") } });
  });

  test("are blocked behind StopGradient, though values pass", async () => {
    const { parameters, unknown } = await gradientsIn(between("StopGradient", "z"));
    expect(parameters.get("a")?.state).toBe("blocked");
    expect(parameters.get("b")?.state).toBe("ok");
    expect(unknown).toEqual([]);
  });

  test("are told, and count for nothing, where the input takes another branch", async () => {
    const bytes = new Uint8Array(readFileSync("test/fixtures/torch/if/model.onnx"));
    const { parameters, untaken, coverage, problems } = await gradientsIn(memorySource("model.onnx", bytes));
    expect(untaken.size).toBeGreaterThan(0);
    for (const name of untaken) expect(parameters.get(name)?.state).toBe("blocked");
    expect(coverage).toBe(1);
    expect(problems.map(({ code }) => code)).toContain("branch-not-taken");
  });
});
