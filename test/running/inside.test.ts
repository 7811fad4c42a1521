import { beforeAll, describe, expect, test } from "vitest";
import type { ModelIndex } from "../../src/analysis/model-index";
import { indexModel } from "../../src/analysis/model-index";
import { memorySource } from "../../src/bytes/memory";
import { openModel } from "../../src/formats/open";
import { writeModel } from "../../src/formats/onnx/write";
import type { Graph } from "../../src/model/model";
import { fetchValue } from "../../src/running/fetch";
import { prepareInputs } from "../../src/running/inputs/prepare";
import type { Engine } from "../../src/running/load";
import { loadEngine } from "../../src/running/load";
import type { Run, RunOptions } from "../../src/running/run";
import { runModel } from "../../src/running/run";
import { graph, model, node, subgraph } from "../analysis/build";
import { int, typed, X, held, whole, real, yes, branch, choice, loop } from "./nested-models";

let engine: Engine;
beforeAll(async () => {
  engine = await loadEngine();
});

interface Parts extends Partial<Pick<RunOptions, "budget" | "sessionWeights">> {
  readonly opset?: number;
  /** Of `x`, a sample each. */
  readonly samples?: readonly (readonly number[])[];
}

const read = async (
  main: Graph,
  opset = 17,
): Promise<{ options: Omit<RunOptions, "inputs">; index: ModelIndex }> => {
  const parts = { ...model(main), opsets: new Map([["ai.onnx", opset]]) };
  const source = memorySource(
    "m.onnx",
    writeModel(parts, () => undefined),
  );
  const opened = await openModel(source);
  if (!opened.ok) throw new Error(opened.problem.message);
  const index = indexModel(opened.value);
  return { index, options: { engine, source, index, budget: 2 ** 28 } };
};

async function optionsFor(
  main: Graph,
  { opset, samples = [[1, 2, 3]], ...more }: Parts,
): Promise<RunOptions> {
  const { index, options } = await read(main, opset);
  const given = samples.map((sample) => ({
    name: "x.json",
    bytes: new TextEncoder().encode(JSON.stringify([sample])),
  }));
  const inputs = prepareInputs(index, {
    assumptions: { dimensions: new Map(), shapes: new Map() },
    given: new Map([["x", given]]),
    seed: 0,
    samples: samples.length,
    pixels: undefined,
  });
  if (!inputs.ok) throw new Error(inputs.problem.message);
  return { ...options, ...more, inputs: inputs.value };
}

async function run(main: Graph, parts: Parts = {}): Promise<Run> {
  const result = await runModel(await optionsFor(main, parts));
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

/** Of values inside of graphs: shape, elements seen over all samples and steps, and their mean. */
function inside({ values }: Run): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    values
      .filter(({ name }) => name.includes("/"))
      .map(({ name, shape, statistics }) => [name, [shape, statistics?.count, statistics?.mean]]),
  );
}

describe("a run sees inside", () => {
  test.each([9, 11, 13, 17])("of the branch that a sample takes, in opset %i", async (opset) => {
    const samples = [
      [1, 2, 3],
      [-1, -2, -6],
      [2, 3, 4],
    ];
    expect(inside(await run(choice, { samples, opset }))).toEqual({
      "choose/then_branch/d": [[1, 3], 6, 5],
      "choose/else_branch/m": [[1, 3], 3, 3],
      "choose/else_branch/n": [[1, 3], 3, 3],
    });
  });

  test("of no branch that no sample took", async () => {
    const { values } = await run(choice);
    expect(values.map(({ name }) => name)).toEqual(["s", "c", "y", "choose/then_branch/d"]);
  });

  // Of sizes 6, 12 and 24: every step repeats what it was given.
  test.each([11, 13, 17])("of loops, step by step, whatever the sizes, in opset %i", async (opset) => {
    const twice = node("Concat", ["v", "v"], ["w"], { attributes: { axis: int(0) } });
    const seen = inside(
      await run(loop(3, [twice]), {
        opset,
        samples: [
          [1, 2, 3],
          [1, 2, 3],
        ],
      }),
    );
    expect(seen).toEqual({ "loop/body/goes": [[], 6, 1], "loop/body/w": [[undefined, 1], 2 * 42, 2] });
  });

  test("of a loop that takes no step sees nothing, and says nothing", async () => {
    const { values, problems } = await run(loop(0, [node("Neg", ["v"], ["w"])]));
    expect(values.map(({ name }) => name)).toEqual(["start", "y"]);
    expect(problems).toEqual([]);
  });

  test("of a scan, backwards too", async () => {
    const scan = graph({
      inputs: [X],
      outputs: ["last", "sums"],
      tensors: [real("zero", 0)],
      nodes: [
        node("Scan", ["zero", "x"], ["last", "sums"], {
          name: "scan",
          attributes: {
            num_scan_inputs: int(1),
            scan_input_axes: { kind: "ints", value: [1] },
            scan_input_directions: { kind: "ints", value: [1] },
            scan_output_directions: { kind: "ints", value: [1] },
            body: subgraph(
              graph({
                inputs: [typed("sum", "float32", []), typed("part", "float32", [1])],
                outputs: ["next", "own"],
                tensors: [whole("scalar", 1)],
                nodes: [
                  node("ReduceSum", ["part"], ["p"], { attributes: { keepdims: int(0) } }),
                  node("Add", ["sum", "p"], ["next"]),
                  node("Neg", ["next"], ["own"]),
                ],
              }),
            ),
          },
        }),
      ],
    });
    const seen = await run(scan, { samples: [[1, 2, 6]] });
    expect(seen.problems).toEqual([]);
    // 6, 6 + 2, 6 + 2 + 1.
    expect(inside(seen)).toEqual({
      "scan/body/p": [[], 3, 3],
      "scan/body/next": [[], 3, 23 / 3],
      "scan/body/own": [[], 3, -23 / 3],
    });
  });

  test("of a branch in a loop in a branch", async () => {
    const inner = [
      node("Less", ["i", "two"], ["early"]),
      node("If", ["early"], ["w"], {
        name: "pick",
        attributes: {
          then_branch: branch("t", [node("Add", ["v", "one"], ["t"])]),
          else_branch: branch("e", [node("Concat", ["v", "v"], ["e"], { attributes: { axis: int(0) } })]),
        },
      }),
    ];
    const { nodes, tensors } = loop(4, inner, [whole("two", 2), real("one", 1)]);
    const main = graph({
      inputs: [X],
      outputs: ["z"],
      tensors: [...tensors.values()],
      nodes: [
        node("If", ["yes"], ["z"], {
          name: "outer",
          attributes: {
            then_branch: branch("y", nodes),
            else_branch: branch("n", [node("Neg", ["x"], ["n"])]),
          },
        }),
      ],
    });
    const seen = await run(main, { samples: [[0, 0, 0]] });
    expect(seen.problems).toEqual([]);
    const body = "outer/then_branch/loop/body";
    // The steps have 3, 3, 6 and 12 elements: all 1, then all 2.
    expect(inside(seen)).toEqual({
      "outer/then_branch/start": [[3, 1], 3, 0],
      "outer/then_branch/y": [[12, 1], 12, 2],
      [`${body}/goes`]: [[], 4, 1],
      [`${body}/early`]: [[], 4, 0.5],
      [`${body}/w`]: [[undefined, 1], 24, (3 * 1 + 21 * 2) / 24],
      [`${body}/pick/then_branch/t`]: [[3, 1], 6, 1.5],
      [`${body}/pick/else_branch/e`]: [[undefined, 1], 18, 2],
    });
  });

  test("of activations counts samples and not steps", async () => {
    const { values } = await run(loop(5, [node("Relu", ["v"], ["w"])]), { samples: [[-1, 0, 2]] });
    const relu = values.find(({ name }) => name === "loop/body/w");
    expect(relu?.units).toMatchObject({ total: 1, samples: 3, positions: 15 });
  });

  test("the same, whatever the memory that values may take", async () => {
    const samples = [
      [1, 2, 3],
      [-1, -2, -6],
    ];
    const [all, single] = [await run(choice, { samples }), await run(choice, { samples, budget: 1 })];
    expect(single.sessions).toBeGreaterThan(all.sessions);
    expect(inside(single)).toEqual(inside(all));
  });

  test("the same in segments", async () => {
    const weight = (name: string) => held(name, "float32", [3, 3], new Float32Array(9).fill(1));
    const first = node("MatMul", ["x", "a"], ["h"]);
    const last = node("MatMul", ["y", "b"], ["z"]);
    const middle = choice.nodes.map((one) => ({
      ...one,
      inputs: one.inputs.map((name) => (name === "x" ? "h" : name)),
    }));
    const tensors = [...choice.tensors.values(), weight("a"), weight("b")];
    const main = graph({ inputs: [X], outputs: ["z"], tensors, nodes: [first, ...middle, last] });
    const [whole, cut] = [await run(main), await run(main, { sessionWeights: 40 })];
    expect(cut.problems).toEqual([]);
    expect(cut.sessions).toBeGreaterThan(whole.sessions);
    expect(inside(cut)).toEqual(inside(whole));
    expect(Object.keys(inside(whole))).toEqual(["choose/then_branch/d"]);
  });

  test("of what computes in bfloat16, in float32", async () => {
    const to = (type: number) => ({ attributes: { to: int(type) } });
    const main = graph({
      inputs: [X],
      outputs: ["y"],
      tensors: [yes],
      nodes: [
        node("If", ["yes"], ["y"], {
          name: "choose",
          attributes: {
            then_branch: branch("d", [
              node("Cast", ["x"], ["h"], to(16)),
              node("Add", ["h", "h"], ["s"]),
              node("Cast", ["s"], ["d"], to(1)),
            ]),
            else_branch: branch("n", [node("Neg", ["x"], ["n"])]),
          },
        }),
      ],
    });
    const seen = await run(main);
    expect(seen.problems.map(({ code }) => code)).toEqual(["computed-in-float32"]);
    expect(inside(seen)).toMatchObject({ "choose/then_branch/s": [[1, 3], 3, 4] });
  });
});

test("the node where numbers stop being finite is found in the branch that was taken", async () => {
  const withLog = choice.nodes.map((one) =>
    one.operator === "If"
      ? {
          ...one,
          attributes: new Map(one.attributes).set(
            "then_branch",
            branch("d", [
              node("Relu", ["x"], ["r"]),
              node("Log", ["r"], ["l"], { name: "log" }),
              node("Neg", ["l"], ["d"]),
            ]),
          ),
        }
      : one,
  );
  const main = { ...choice, nodes: withLog };
  expect((await run(main, { samples: [[1, -0.5, 3]] })).firstNonFinite?.name).toBe("log");
  expect((await run(main, { samples: [[1, 2, 3]] })).firstNonFinite).toBeUndefined();
  expect((await run(main, { samples: [[-1, 0, -3]] })).firstNonFinite).toBeUndefined();
});

describe("what is not seen inside is said", () => {
  test("of sequences", async () => {
    const main = graph({
      inputs: [X],
      outputs: ["y"],
      tensors: [yes],
      nodes: [
        node("If", ["yes"], ["y"], {
          name: "choose",
          attributes: {
            then_branch: branch("d", [
              node("SequenceConstruct", ["x", "x"], ["q"]),
              node("ConcatFromSequence", ["q"], ["d"], { attributes: { axis: int(0) } }),
            ]),
            else_branch: branch("n", [node("Neg", ["x"], ["n"])]),
          },
        }),
      ],
    });
    const { problems, values } = await run(main);
    expect(values.map(({ name }) => name)).toEqual(["y", "choose/then_branch/d"]);
    expect(problems).toMatchObject([
      { code: "values-not-observed", where: "choose/then_branch/q", severity: "warning" },
    ]);
  });

  test("of a scan whose steps give different sizes, and the main graph is seen all the same", async () => {
    const scan = graph({
      inputs: [X],
      outputs: ["counts"],
      nodes: [
        node("Scan", ["x"], ["counts"], {
          name: "scan",
          attributes: {
            num_scan_inputs: int(1),
            scan_input_axes: { kind: "ints", value: [1] },
            body: subgraph(
              graph({
                inputs: [typed("part", "float32", [1])],
                outputs: ["count"],
                nodes: [node("NonZero", ["part"], ["at"]), node("Size", ["at"], ["count"])],
              }),
            ),
          },
        }),
      ],
    });
    const { values, problems } = await run(scan, { samples: [[1, 0, 2]] });
    expect(values.map(({ name }) => name)).toEqual(["counts"]);
    expect(problems).toMatchObject([{ severity: "warning", code: "run-failed" }]);
    expect(problems[0]?.message).toContain("2 values inside of branches and loops are not observed");
  });
});

describe("a value inside is fetched", () => {
  test("where its branch was taken, and said not to be computed where it was not", async () => {
    const options = await optionsFor(choice, { samples: [[1, 2, 3]] });
    const taken = await fetchValue(options, "choose/then_branch/d", 0);
    expect(taken.ok && Array.from<unknown>(taken.value.data)).toEqual([2, 4, 6]);
    const other = await fetchValue(options, "choose/else_branch/n", 0);
    expect(other.ok ? "" : other.problem.message).toContain("it was not computed in this run");
  });

  test("of a loop's first step", async () => {
    const options = await optionsFor(loop(3, [node("Add", ["v", "v"], ["w"])]), {});
    const first = await fetchValue(options, "loop/body/w", 0);
    expect(first.ok && Array.from<unknown>(first.value.data)).toEqual([2, 4, 6]);
  });
});
