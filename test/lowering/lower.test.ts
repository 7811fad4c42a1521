import { beforeAll, describe, expect, test } from "vitest";
import { analyse } from "../../src/analysis/analyse";
import { NO_ASSUMPTIONS } from "../../src/analysis/assumptions";
import { indexModel } from "../../src/analysis/model-index";
import { memorySource } from "../../src/bytes/memory";
import { openModel } from "../../src/formats/open";
import { lower } from "../../src/lowering/lower";
import type { Engine } from "../../src/running/load";
import { loadEngine } from "../../src/running/load";
import { runModel } from "../../src/running/run";
import { makeValues, numberAt } from "../../src/running/values";

let engine: Engine;
beforeAll(async () => {
  engine = await loadEngine();
});

type Json = Readonly<Record<string, unknown>>;

const DT_FLOAT = { type: "DT_FLOAT" };
const DT_INT32 = { type: "DT_INT32" };

const node = (name: string, op: string, inputs: readonly string[], attr: Json = {}): Json => ({
  name,
  op,
  input: inputs,
  attr,
});
const placeholder = (name: string, ...shape: readonly number[]): Json =>
  node(name, "Placeholder", [], {
    dtype: DT_FLOAT,
    shape: { shape: { dim: shape.map((size) => ({ size: String(size) })) } },
  });
const int = (name: string, value: number): Json =>
  node(name, "Const", [], {
    dtype: DT_INT32,
    value: { tensor: { dtype: "DT_INT32", tensorShape: {}, intVal: [value] } },
  });
const float = (name: string, value: number): Json =>
  node(name, "Const", [], {
    dtype: DT_FLOAT,
    value: { tensor: { dtype: "DT_FLOAT", tensorShape: {}, floatVal: [value] } },
  });
const argument = (name: string, type: string): Json => ({ name, type });

interface Parts {
  readonly nodes: readonly Json[];
  readonly functions?: readonly Json[];
  readonly weights?: readonly Json[];
  readonly bytes?: Uint8Array;
  readonly outputs: readonly string[];
}

function sourceOf({ nodes, functions = [], weights = [], bytes = new Uint8Array(0), outputs }: Parts) {
  const json = {
    format: "graph-model",
    modelTopology: { node: nodes, library: { function: functions } },
    signature: { outputs: Object.fromEntries(outputs.map((name) => [name, { name }])) },
    weightsManifest: weights.length === 0 ? [] : [{ paths: ["w.bin"], weights }],
  };
  const text = new TextEncoder().encode(JSON.stringify(json));
  return memorySource("model.json", text, new Map([["w.bin", bytes]]));
}

async function indexOf(parts: Parts) {
  const model = await openModel(sourceOf(parts));
  if (!model.ok) throw new Error(model.problem.message);
  return indexModel(model.value);
}

async function run(parts: Parts, x: readonly number[]) {
  const feeds = new Map([["x", makeValues("float32", [x.length], (at) => x[at] ?? NaN)]]);
  return await runModel({
    engine,
    source: sourceOf(parts),
    index: await indexOf(parts),
    budget: 2 ** 28,
    inputs: {
      assumptions: NO_ASSUMPTIONS,
      inputs: [],
      runs: 1,
      sideBySide: 1,
      feeds: () => ({ ok: true, value: feeds }),
    },
  });
}

async function outputOf(parts: Parts, x: readonly number[]): Promise<readonly number[]> {
  const result = await run(parts, x);
  if (!result.ok) throw new Error(result.problem.message);
  const values = result.value.outputs.get(parts.outputs[0] ?? "")?.[0];
  return Array.from({ length: values?.data.length ?? 0 }, (_, at) => (values ? numberAt(values, at) : NaN));
}

/** `f(a) = 2·a`, `g(a) = f(a) + 1` */
const FUNCTIONS: readonly Json[] = [
  {
    signature: {
      name: "twice",
      inputArg: [argument("a", "DT_FLOAT")],
      outputArg: [argument("r", "DT_FLOAT")],
    },
    nodeDef: [node("s", "AddV2", ["a", "a"])],
    ret: { r: "s:z:0" },
  },
  {
    signature: {
      name: "twiceAndOne",
      inputArg: [argument("a", "DT_FLOAT")],
      outputArg: [argument("r", "DT_FLOAT")],
    },
    nodeDef: [
      node("t", "PartitionedCall", ["a"], { f: { func: { name: "twice" } } }),
      float("one", 1),
      node("s", "AddV2", ["t:output:0", "one:output:0"]),
    ],
    ret: { r: "s:z:0" },
  },
  {
    signature: {
      name: "below",
      inputArg: [argument("n", "DT_INT32"), argument("v", "DT_FLOAT")],
      outputArg: [argument("r", "DT_BOOL")],
    },
    nodeDef: [int("end", 3), node("less", "Less", ["n", "end:output:0"])],
    ret: { r: "less:z:0" },
  },
  {
    signature: {
      name: "step",
      inputArg: [argument("n", "DT_INT32"), argument("v", "DT_FLOAT")],
      outputArg: [argument("m", "DT_INT32"), argument("w", "DT_FLOAT")],
    },
    nodeDef: [
      int("one", 1),
      node("next", "AddV2", ["n", "one:output:0"]),
      node("double", "PartitionedCall", ["v"], { f: { func: { name: "twiceAndOne" } } }),
    ],
    ret: { m: "next:z:0", w: "double:output:0" },
  },
];

describe("functions of a graph", () => {
  test("a call is its function's body", async () => {
    const nodes = [
      placeholder("x", 2),
      node("y", "StatefulPartitionedCall", ["x"], { f: { func: { name: "twiceAndOne" } } }),
    ];
    expect(await outputOf({ nodes, functions: FUNCTIONS, outputs: ["y"] }, [1, -3])).toEqual([3, -5]);
  });

  test.each([
    [
      [1, 2],
      [3, 5],
    ],
    [
      [-1, -2],
      [-2, -4],
    ],
  ])("of two branches the one is taken that the condition says: %j", async (x, y) => {
    const branches = {
      then_branch: { func: { name: "twiceAndOne" } },
      else_branch: { func: { name: "twice" } },
    };
    const nodes = [
      placeholder("x", 2),
      int("axes", 0),
      node("sum", "Sum", ["x", "axes"]),
      float("zero", 0),
      node("cond", "Greater", ["sum", "zero"]),
      node("y", "StatelessIf", ["cond", "x"], branches),
    ];
    expect(await outputOf({ nodes, functions: FUNCTIONS, outputs: ["y"] }, x)).toEqual(y);
  });

  test("a loop goes on as long as its condition holds", async () => {
    const loop = { cond: { func: { name: "below" } }, body: { func: { name: "step" } } };
    const nodes = [
      placeholder("x", 2),
      int("start", 0),
      node("loop", "StatelessWhile", ["start", "x"], loop),
      node("y", "Identity", ["loop:1"]),
    ];
    expect(await outputOf({ nodes, functions: FUNCTIONS, outputs: ["y"] }, [1, 0])).toEqual([15, 7]);
  });

  test("a function that calls itself is left out", async () => {
    const again = { f: { func: { name: "again" } } };
    const signature = {
      name: "again",
      inputArg: [argument("a", "DT_FLOAT")],
      outputArg: [argument("r", "DT_FLOAT")],
    };
    const functions = [
      { signature, nodeDef: [node("s", "PartitionedCall", ["a"], again)], ret: { r: "s:output:0" } },
    ];
    const nodes = [placeholder("x", 2), node("y", "PartitionedCall", ["x"], again)];
    const index = await indexOf({ nodes, functions, outputs: ["y"] });
    const { refused } = lower(index, analyse(index, NO_ASSUMPTIONS));
    expect(refused.map((one) => one.node.name)).toEqual(["s", "y"]);
  });
});

describe("what has no counterpart in ONNX", () => {
  const nodes = [
    placeholder("x", 2),
    node("before", "Neg", ["x"]),
    node("strange", "Mystery", ["before"]),
    node("behind", "Neg", ["strange"]),
  ];

  test("is left out with all that takes its values, and the rest is run", async () => {
    const result = await run({ nodes, outputs: ["behind"] }, [1, 2]);
    if (!result.ok) throw new Error(result.problem.message);
    expect(result.value.values.map(({ name }) => name)).toEqual(["before"]);
    expect(result.value.problems).toMatchObject([
      { severity: "warning", code: "not-lowered", where: "strange" },
    ]);
    expect(result.value.problems[0]?.message).toContain("'strange' (Mystery)");
  });

  test("is an error where nothing is left to run", async () => {
    const alone = [placeholder("x", 2), node("strange", "Mystery", ["x"])];
    const result = await run({ nodes: alone, outputs: ["strange"] }, [1, 2]);
    expect(result).toMatchObject({ ok: false, problem: { severity: "error", code: "not-lowered" } });
  });
});

describe("a lowered model", () => {
  test("tells of each node which node of the file it is a part of", async () => {
    const nodes = [placeholder("x", 2), node("a", "Rsqrt", ["x"]), node("y", "Identity", ["a"])];
    const index = await indexOf({ nodes, outputs: ["y"] });
    const { model, provenance } = lower(index, analyse(index, NO_ASSUMPTIONS));
    expect(model.graph.nodes.map(({ operator, name }) => [operator, provenance.get(name)?.name])).toEqual([
      ["Sqrt", "a"],
      ["Reciprocal", "a"],
      ["Identity", "y"],
    ]);
    expect(model.graph.nodes.flatMap(({ outputs }) => outputs).slice(1)).toEqual(["a", "y"]);
  });

  test("takes no name that the file has", async () => {
    const nodes = [placeholder("x", 2), node("lowered/Sqrt_0", "Rsqrt", ["x"])];
    expect(await outputOf({ nodes, outputs: ["lowered/Sqrt_0"] }, [4, 0.25])).toEqual([0.5, 2]);
  });

  test("has the numbers that quantised weights stand for", async () => {
    const weights = [
      { name: "w", shape: [2], dtype: "float32", quantization: { dtype: "uint8", scale: 0.5, min: -1 } },
    ];
    const nodes = [
      placeholder("x", 2),
      node("w", "Const", [], { dtype: DT_FLOAT }),
      node("y", "Mul", ["x", "w"]),
    ];
    const parts = { nodes, weights, bytes: Uint8Array.of(0, 200), outputs: ["y"] };
    expect(await outputOf(parts, [1, 10])).toEqual([-1, 990]);
  });
});
