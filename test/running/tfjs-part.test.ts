import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { indexModel } from "../../src/analysis/model-index";
import { memorySource } from "../../src/bytes/memory";
import { openModel } from "../../src/formats/open";
import { fetchValue } from "../../src/running/fetch";
import { prepareInputs } from "../../src/running/inputs/prepare";
import type { Engine } from "../../src/running/load";
import { loadEngine } from "../../src/running/load";
import type { Run, RunOptions } from "../../src/running/run";
import { runModel } from "../../src/running/run";
import { manifest } from "../formats/tfjs/model";

let engine: Engine;
beforeAll(async () => {
  engine = await loadEngine();
});
afterEach(() => {
  vi.unstubAllGlobals();
});

type Attributes = Readonly<Record<string, unknown>>;
const FLOAT: Attributes = { T: { type: "DT_FLOAT" } };

const node = (name: string, op: string, input: readonly string[], attr: Attributes = FLOAT) => ({
  name,
  op,
  input,
  attr,
});
const placeholder = (name: string, ...sizes: number[]) =>
  node(name, "Placeholder", [], {
    dtype: { type: "DT_FLOAT" },
    shape: { shape: { dim: sizes.map((size) => ({ size: String(size) })) } },
  });
/** A weight of the manifest. */
const constant = (name: string, type = "DT_FLOAT") => node(name, "Const", [], { dtype: { type } });

interface Parts {
  readonly nodes: readonly unknown[];
  readonly outputs: readonly string[];
  readonly weights?: Readonly<Record<string, readonly number[]>>;
  readonly x: readonly number[];
}

async function optionsFor({ nodes, outputs, weights = {}, x }: Parts): Promise<RunOptions> {
  const names = Object.keys(weights);
  const json = {
    format: "graph-model",
    modelTopology: { node: nodes },
    userDefinedMetadata: {
      signature: { outputs: Object.fromEntries(outputs.map((name) => [name, { name }])) },
    },
    weightsManifest: manifest(
      ["a.bin", "b.bin"],
      names.map((name) => ({ name, shape: [weights[name]?.length ?? 0] })),
    ),
  };
  const bytes = new Uint8Array(Float32Array.from(Object.values(weights).flat()).buffer);
  // A shard ends within an element.
  const shards = new Map([
    ["a.bin", bytes.slice(0, 6)],
    ["b.bin", bytes.slice(6)],
  ]);
  const source = memorySource("model.json", new TextEncoder().encode(JSON.stringify(json)), shards);
  const model = await openModel(source);
  if (!model.ok) throw new Error(model.problem.message);
  const index = indexModel(model.value);
  const given = new Map([["x", [{ name: "x.json", bytes: new TextEncoder().encode(JSON.stringify(x)) }]]]);
  const request = { assumptions: { dimensions: new Map(), shapes: new Map() }, given, seed: 0, samples: 1 };
  const inputs = prepareInputs(index, { ...request, pixels: undefined });
  if (!inputs.ok) throw new Error(inputs.problem.message);
  return { engine, source, index, inputs: inputs.value, budget: 2 ** 28 };
}

async function run(parts: Parts): Promise<Run> {
  const result = await runModel(await optionsFor(parts));
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

const seen = ({ values }: Run) =>
  Object.fromEntries(values.map(({ name, shape, statistics }) => [name, [shape, statistics?.mean]]));
const numbers = ({ outputs }: Run, name: string) => Array.from<unknown>(outputs.get(name)?.[0]?.data ?? []);

/** How many elements are different is not known before: 3, 1 and 2 of 3, 1, 3 and 2, each times two and plus one. */
const unique: Parts = {
  x: [3, 1, 3, 2],
  weights: { two: [2], ones: [1, 1, 1] },
  outputs: ["end"],
  nodes: [
    placeholder("x", 4),
    constant("two"),
    constant("ones"),
    node("unique", "Unique", ["x"], { T: { type: "DT_FLOAT" }, out_idx: { type: "DT_INT32" } }),
    node("places", "Neg", ["unique:1"], { T: { type: "DT_INT32" } }),
    node("twice", "Mul", ["unique", "two"]),
    node("end", "AddV2", ["twice", "ones"]),
  ],
};

describe("a graph model with an operator that ONNX has no counterpart for", () => {
  test("is run by TensorFlow.js, which the run and a warning say", async () => {
    const one = await run(unique);
    expect(one.engine).toBe("TensorFlow.js 4.22.0 (cpu)");
    expect(one.problems).toMatchObject([{ severity: "warning", code: "run-by-tfjs" }]);
    expect(one.problems[0]?.message).toContain("'unique' (Unique)");
    expect(numbers(one, "end")).toEqual([7, 3, 5]);
  });

  test("shows every value, further outputs too", async () => {
    expect(seen(await run(unique))).toEqual({
      unique: [[3], 2],
      // Which of the different elements each is: 0, 1, 0 and 2.
      "unique:1": [[4], 0.75],
      places: [[4], -0.75],
      twice: [[3], 4],
      end: [[3], 5],
    });
  });

  test("asks nothing of the network", async () => {
    vi.stubGlobal("fetch", () => {
      throw new Error("nothing may be fetched");
    });
    expect(numbers(await run(unique), "end")).toEqual([7, 3, 5]);
  });

  test("has values to be looked at whole", async () => {
    const value = await fetchValue(await optionsFor(unique), "twice", 0);
    expect(value.ok && Array.from<unknown>(value.value.data)).toEqual([6, 2, 4]);
  });

  test("shows no handles of lists, but what comes out of them", async () => {
    const element = { element_dtype: { type: "DT_FLOAT" } };
    const one = await run({
      x: [1, 2, 6],
      weights: { shape: [] },
      outputs: ["back"],
      nodes: [
        placeholder("x", 3),
        node("shape", "Const", [], {
          dtype: { type: "DT_INT32" },
          value: { tensor: { dtype: "DT_INT32", tensorShape: { dim: [{ size: "0" }] } } },
        }),
        node("list", "TensorListFromTensor", ["x", "shape"], {
          ...element,
          shape_type: { type: "DT_INT32" },
        }),
        node("stack", "TensorListStack", ["list", "shape"], { ...element, num_elements: { i: "3" } }),
        node("back", "Neg", ["stack"]),
      ],
    });
    expect(one.engine).toContain("TensorFlow.js");
    expect(seen(one)).toEqual({ stack: [[3], 3], back: [[3], -3] });
  });
});

describe("TensorFlow.js is not asked", () => {
  test("for a model that has a counterpart in ONNX", async () => {
    const tfjs = vi.spyOn(engine, "tfjs");
    const one = await run({ x: [1], outputs: ["y"], nodes: [placeholder("x", 1), node("y", "Neg", ["x"])] });
    expect(one.engine).toBe(engine.name);
    expect(tfjs).not.toHaveBeenCalled();
    tfjs.mockRestore();
  });
});

describe("what TensorFlow.js does not know either", () => {
  const nodes = [
    placeholder("x", 2),
    node("double", "AddV2", ["x", "x"]),
    node("odd", "NobodyKnowsThis", ["double"]),
  ];

  test("is left out with all that takes it, and the rest is run", async () => {
    const one = await run({ x: [1, 3], outputs: ["odd"], nodes });
    expect(one.engine).toBe(engine.name);
    expect(seen(one)).toEqual({ double: [[2], 4] });
    expect(one.problems).toMatchObject([{ code: "not-lowered", severity: "warning", where: "odd" }]);
    expect(one.problems[0]?.message).toMatch(/'odd' \(NobodyKnowsThis\).* by TensorFlow\.js/);
  });

  test("is why nothing is run, where all hangs on it", async () => {
    const only = [placeholder("x", 2), node("odd", "NobodyKnowsThis", ["x"])];
    const result = await runModel(await optionsFor({ x: [1, 3], outputs: ["odd"], nodes: only }));
    expect(result.ok ? "" : result.problem.message).toContain("NobodyKnowsThis");
  });
});
