import { existsSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { indexModel } from "../../src/analysis/model-index";
import { memorySource } from "../../src/bytes/memory";
import type { ByteSource } from "../../src/bytes/source";
import { openModel } from "../../src/formats/open";
import type { InputRequest } from "../../src/running/inputs/prepare";
import { prepareInputs } from "../../src/running/inputs/prepare";
import type { Engine } from "../../src/running/load";
import { loadEngine } from "../../src/running/load";
import type { Run, RunOptions } from "../../src/running/run";
import { runModel } from "../../src/running/run";
import { encode } from "../formats/onnx/model";
import type { GraphParts, NodeParts } from "../formats/onnx/model";

let engine: Engine;
beforeAll(async () => {
  engine = await loadEngine();
});

type Parts = Partial<InputRequest> &
  Partial<Pick<RunOptions, "budget" | "perChannel" | "signal" | "onProgress">>;

async function tryRun(source: ByteSource, parts: Parts = {}) {
  const { budget = 2 ** 28, perChannel = false, signal, onProgress, ...request } = parts;
  const model = await openModel(source);
  if (!model.ok) throw new Error(model.problem.message);
  const index = indexModel(model.value);
  const inputs = prepareInputs(index, {
    assumptions: { dimensions: new Map(), shapes: new Map() },
    given: new Map(),
    seed: 0,
    samples: 2,
    pixels: undefined,
    ...request,
  });
  if (!inputs.ok) return inputs;
  return await runModel({
    engine,
    source,
    index,
    inputs: inputs.value,
    budget,
    perChannel,
    ...(signal && { signal }),
    ...(onProgress && { onProgress }),
  });
}

async function run(source: ByteSource, parts?: Parts): Promise<Run> {
  const result = await tryRun(source, parts);
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

function fixture(name: string): ByteSource {
  return memorySource("m.onnx", new Uint8Array(readFileSync(`test/fixtures/torch/${name}/model.onnx`)));
}

/** Nodes in a row from a float32 `x` of shape [n, 3] to `y`. */
function inARow(nodes: readonly NodeParts[], more: GraphParts = {}): ByteSource {
  const dim = [
    { value: { case: "dimParam" as const, value: "n" } },
    { value: { case: "dimValue" as const, value: 3n } },
  ];
  const type = { value: { case: "tensorType" as const, value: { elemType: 1, shape: { dim } } } };
  const graph = {
    name: "g",
    node: [...nodes],
    input: [{ name: "x", type }],
    output: [{ name: "y" }],
    ...more,
  };
  return memorySource("m.onnx", encode({ irVersion: 8n, opsetImport: [{ version: 17n }], graph }));
}

const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const givenX = (value: unknown) => new Map([["x", [{ name: "x.json", bytes: json(value) }]]]);

describe("a run", () => {
  test("sees every value of the main graph, over all samples", async () => {
    const { values, runs, samples } = await run(fixture("mlp"), { samples: 5 });
    expect([runs, samples]).toEqual([5, 5]);
    expect(values.map(({ name, shape, statistics }) => [name, shape, statistics?.count])).toEqual([
      ["/0/Gemm_output_0", [1, 12], 60],
      ["/1/Relu_output_0", [1, 12], 60],
      ["7", [1, 4], 20],
    ]);
  });

  test("fills a leading dimension that is fixed before it begins another run", async () => {
    const assumptions = { dimensions: new Map([["n", 4]]), shapes: new Map() };
    const nodes = [{ opType: "Relu", input: ["x"], output: ["y"] }];
    const { runs, samples } = await run(inARow(nodes), { samples: 10, assumptions });
    expect([runs, samples]).toEqual([3, 12]);
  });

  test("is the same again with the same seed, and another with another", async () => {
    const [one, two, other] = await Promise.all(
      [1, 1, 2].map(async (seed) => (await run(fixture("mlp"), { seed })).values),
    );
    expect(one).toEqual(two);
    expect(one?.[0]?.statistics?.mean).not.toBe(other?.[0]?.statistics?.mean);
  });

  test("gives the same whatever the memory that values may take", async () => {
    const source = fixture("if");
    const [all, single] = [await run(source), await run(source, { budget: 1 })];
    // Of the main graph, and of what is inside of its branches.
    expect([all.sessions, single.sessions]).toEqual([2, 6]);
    expect({ ...single, sessions: 2 }).toEqual(all);
  });

  test("takes an array whose leading dimension the model leaves open as one run", async () => {
    const nodes = [{ opType: "Relu", name: "relu", input: ["x"], output: ["y"] }];
    const x = [
      [1, -1, 0],
      [2, -2, 0],
    ];
    const { runs, samples, values, outputs, inputs } = await run(inARow(nodes), { given: givenX(x) });
    expect([runs, samples]).toEqual([1, 2]);
    expect(inputs).toMatchObject([{ name: "x", shape: [2, 3], source: "file x.json" }]);
    expect(Array.from<unknown>(outputs.get("y")?.[0]?.data ?? [])).toEqual([1, 0, 0, 2, 0, 0]);
    expect(values[0]?.units).toMatchObject({ axis: 1, total: 3, samples: 2, dead: [1, 2] });
  });

  test("measures layers channel by channel where that is asked for", async () => {
    const nodes = [{ opType: "Relu", name: "relu", input: ["x"], output: ["y"] }];
    const x = [
      [1, -1, 5],
      [3, -2, 7],
    ];
    const { values } = await run(inARow(nodes), { given: givenX(x), perChannel: true });
    expect(values[0]?.channels).toMatchObject({
      axis: 1,
      mean: [2, 0, 6],
      min: [1, 0, 5],
      max: [3, 0, 7],
      zero: [1],
    });
    const twice = new Map([["x", [0, 1].map(() => ({ name: "x.json", bytes: json(x) }))]]);
    const { values: both } = await run(inARow(nodes), { given: twice, perChannel: true });
    expect(both[0]?.channels).toMatchObject({ mean: [2, 0, 6], l2: [Math.sqrt(20), 0, Math.sqrt(148)] });
  });

  test("tells a softmax that says the same of every sample", async () => {
    const softmaxOf = (bias: number) =>
      inARow(
        [
          { opType: "Add", name: "add", input: ["x", "b"], output: ["a"] },
          { opType: "Softmax", name: "softmax", input: ["a"], output: ["y"] },
        ],
        { initializer: [{ name: "b", dims: [3n], dataType: 1, floatData: [bias, 0, 0] }] },
      );
    const collapsed = async (bias: number) => (await run(softmaxOf(bias))).values.at(-1)?.softmax?.collapsed;
    expect(await collapsed(1000)).toEqual([{ head: 0, element: 0, entropy: 0 }]);
    expect(await collapsed(1)).toEqual([]);
  });

  test("names the first node whose inputs are finite and whose output is not", async () => {
    const nodes = [
      { opType: "Neg", name: "negate", input: ["x"], output: ["a"] },
      { opType: "Log", name: "logarithm", input: ["a"], output: ["b"] },
      { opType: "Exp", name: "after", input: ["b"], output: ["y"] },
    ];
    expect((await run(inARow(nodes), { given: givenX([[1, 2, 3]]) })).firstNonFinite?.name).toBe("logarithm");
    expect((await run(inARow(nodes), { given: givenX([[-1, -2, -3]]) })).firstNonFinite).toBeUndefined();
  });

  test("does not take an infinity that the file means for a fault", async () => {
    const nodes = [
      { opType: "Greater", name: "greater", input: ["x", "x"], output: ["c"] },
      { opType: "Where", name: "where", input: ["c", "x", "low"], output: ["a"] },
      { opType: "Exp", name: "exp", input: ["a"], output: ["y"] },
    ];
    const low = { name: "low", dims: [], dataType: 1, floatData: [-Infinity] };
    const chosen = await run(inARow(nodes, { initializer: [low] }));
    expect(chosen.values.find(({ name }) => name === "a")?.statistics).toMatchObject({ inf: 6 });
    expect(chosen.firstNonFinite).toBeUndefined();
  });

  test("of values that the runtime does not let out says so and goes on", async () => {
    const nodes = [
      { opType: "SequenceConstruct", name: "list", input: ["x", "x"], output: ["l"] },
      {
        opType: "ConcatFromSequence",
        name: "join",
        input: ["l"],
        output: ["y"],
        attribute: [{ name: "axis", type: 2, i: 0n }],
      },
    ];
    const { values, problems } = await run(inARow(nodes));
    expect(values.map(({ name }) => name)).toEqual(["y"]);
    expect(problems).toMatchObject([{ code: "values-not-observed", where: "l" }]);
  });

  test("says how far it is", async () => {
    const steps: [number, number][] = [];
    await run(fixture("mlp"), { samples: 2, onProgress: (...step) => steps.push(step) });
    expect(steps).toEqual([
      [0, 2],
      [1, 2],
      [2, 2],
    ]);
  });

  test("ends where it is cancelled", async () => {
    const controller = new AbortController();
    const cancelled = run(fixture("mlp"), {
      samples: 1000,
      signal: controller.signal,
      onProgress: (done) => {
        if (done === 3) controller.abort(new Error("enough"));
      },
    });
    await expect(cancelled).rejects.toThrow("enough");
  });

  const wrong: [string, Parts, string][] = [
    ["an input that is not there", { given: new Map([["z", []]]) }, "no input 'z'; its inputs are x"],
    [
      "a file of another shape",
      { given: givenX([[1, 2]]) },
      "x.json: has the shape 1×2; the input 'x' wants ?×3",
    ],
    [
      "a file of another kind",
      { given: new Map([["x", [{ name: "x.txt", bytes: json(1) }]]]) },
      "none of the files",
    ],
  ];
  test.each(wrong)("is refused with %s", async (_, parts, message) => {
    const result = await tryRun(inARow([{ opType: "Relu", input: ["x"], output: ["y"] }]), parts);
    expect(result.ok ? "" : result.problem.message).toContain(message);
  });
});

const SAMPLES = "samples";
describe.skipIf(!existsSync(`${SAMPLES}/silero-vad-v5.onnx`))("real models (samples/ is there)", () => {
  test("run with made-up inputs: a detector of speech, all of which is inside of branches", async () => {
    const source = memorySource("m.onnx", new Uint8Array(readFileSync(`${SAMPLES}/silero-vad-v5.onnx`)));
    const { inputs, outputs, values, problems } = await run(source);
    expect(inputs.map(({ name, source: from }) => [name, from])).toEqual([
      ["input", "synthetic: autoregressive noise, deviation 1"],
      ["state", "synthetic: zeros, a state at its start"],
      ["sr", "synthetic: 16000, which the graph compares it with"],
    ]);
    expect(outputs.get("output")?.[0]?.shape).toEqual([1, 1]);
    // At 16,000 a second the then-branch is taken: 104 of the 368 values of the file are computed there.
    const inside = values.filter(({ name }) => name.startsWith("If_0/then_branch/"));
    expect([inside.length, values.length]).toEqual([104, 109]);
    const [probability] = values.filter(({ name }) => name === "output");
    const squeezed = inside.find(({ name }) =>
      name.endsWith("/If/then_branch/If_0_then_branch__Inline_0__/Squeeze_output_0"),
    );
    expect(squeezed?.statistics).toEqual(probability?.statistics);
    expect(problems).toEqual([]);
  });
});
