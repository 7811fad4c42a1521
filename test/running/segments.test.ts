import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { analyse } from "../../src/analysis/analyse";
import { NO_ASSUMPTIONS } from "../../src/analysis/assumptions";
import { indexModel } from "../../src/analysis/model-index";
import { openFile } from "../../src/bytes/file";
import { memorySource } from "../../src/bytes/memory";
import type { ByteSource } from "../../src/bytes/source";
import type { DataType } from "../../src/model/dtype";
import type { Graph } from "../../src/model/model";
import { openModel } from "../../src/formats/open";
import { prepareInputs } from "../../src/running/inputs/prepare";
import type { Engine } from "../../src/running/load";
import { loadEngine } from "../../src/running/load";
import type { Run } from "../../src/running/run";
import { runModel } from "../../src/running/run";
import { segmentsOf } from "../../src/running/segments";
import { graph, model, node, tensor, value } from "../analysis/build";
import { encode } from "../formats/onnx/model";
import type { GraphParts } from "../formats/onnx/model";

let engine: Engine;
beforeAll(async () => {
  engine = await loadEngine();
});

async function run(source: ByteSource, sessionWeights?: number): Promise<Run> {
  const read = await openModel(source);
  if (!read.ok) throw new Error(read.problem.message);
  const index = indexModel(read.value);
  const inputs = prepareInputs(index, {
    assumptions: NO_ASSUMPTIONS,
    given: new Map(),
    seed: 0,
    samples: 2,
    pixels: undefined,
  });
  if (!inputs.ok) throw new Error(inputs.problem.message);
  const options = { engine, source, index, inputs: inputs.value, budget: 2 ** 28 };
  const result = await runModel({ ...options, ...(sessionWeights !== undefined && { sessionWeights }) });
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

describe("a graph is cut", () => {
  const type = (shape: readonly number[], dtype: DataType = "float32") =>
    ({ kind: "tensor", dtype, shape }) as const;
  /** Four products, each with a weight of 400 bytes; the value in their middle is narrow. */
  function chain(): Graph {
    const sizes = [10, 10, 10, 10];
    return graph({
      inputs: [value("x", type([1, 10]))],
      outputs: ["y3"],
      nodes: sizes.map((_, at) => node("MatMul", [at === 0 ? "x" : `y${at - 1}`, `w${at}`], [`y${at}`])),
      tensors: sizes.map((size, at) => tensor(`w${at}`, "float32", [10, size])),
    });
  }
  const cut = (one: Graph, limit: number) => {
    const index = indexModel(model(one));
    return segmentsOf(index, analyse(index, NO_ASSUMPTIONS), { weights: limit, values: Infinity }).map(
      ({ nodes, takes, keeps }) => [nodes.map(({ name }) => name.replace("MatMul_", "")), takes, keeps],
    );
  };

  test("nowhere where all weights fit", () => {
    expect(cut(chain(), 1600)).toEqual([[["y0", "y1", "y2", "y3"], ["x"], []]]);
  });

  test("where the weights are too many, with what has to be handed on", () => {
    expect(cut(chain(), 800)).toEqual([
      [["y0", "y1"], ["x"], ["y1"]],
      [["y2", "y3"], ["y1"], []],
    ]);
  });

  test("into single nodes at the least, however large they are", () => {
    expect(cut(chain(), 1)).toHaveLength(4);
  });

  test("where what is kept is smallest", () => {
    const wide = graph({
      inputs: [value("x", type([1, 10]))],
      outputs: ["c"],
      nodes: [
        node("MatMul", ["x", "w0"], ["a"], { name: "first" }),
        node("Expand", ["a", "s"], ["b"], { name: "widens" }),
        node("MatMul", ["b", "w1"], ["c"], { name: "second" }),
      ],
      tensors: [
        tensor("w0", "float32", [10, 10]),
        tensor("w1", "float32", [10, 10]),
        { ...tensor("s", "int64", [2]), inline: new Uint8Array(BigInt64Array.of(1000n, 10n).buffer) },
      ],
    });
    expect(cut(wide, 700).map(([names]) => names)).toEqual([["first"], ["widens", "second"]]);
  });
});

const FIXTURES = "test/fixtures/torch";
/** A network that drops at random is not the same twice. */
const NAMES = (JSON.parse(readFileSync(`${FIXTURES}/run.json`, "utf8")) as { name: string }[])
  .map(({ name }) => name)
  .filter((name) => name !== "training-mode");

describe("a model in segments", () => {
  test.each(NAMES)("gives what it gives as a whole: %s", async (name) => {
    const source = await openFile(`${FIXTURES}/${name}/model.onnx`);
    if (!source.ok) throw new Error(source.problem.message);
    try {
      const [whole, cut] = [await run(source.value), await run(source.value, 1)];
      const names = ({ values }: Run) => values.map(({ name, dtype, shape }) => [name, dtype, shape]).sort();
      expect(names(cut)).toEqual(names(whole));
      for (const { name, statistics } of whole.values) {
        const other = cut.values.find((one) => one.name === name)?.statistics;
        // Half floats are rounded where they are handed on, and only there.
        const near = 1e-3 * (statistics?.l2 ?? 0) + 1e-6;
        expect(Math.abs((other?.mean ?? 0) - (statistics?.mean ?? 0))).toBeLessThan(near);
      }
      expect([...cut.outputs.keys()].sort()).toEqual([...whole.outputs.keys()].sort());
    } finally {
      await source.value.close();
    }
  });

  test("has more than one of them where it is large", async () => {
    const bytes = new Uint8Array(readFileSync(`${FIXTURES}/mlp/model.onnx`));
    expect((await run(memorySource("m.onnx", bytes), 500)).sessions).toBe(2);
  });
});

describe("a model in a type without kernels", () => {
  /** x [n, 2] of the type, times a weight, then squashed. Elements by the upper half of a float32. */
  function product(elemType: number, operator: string): ByteSource {
    const dim = [
      { value: { case: "dimParam" as const, value: "n" } },
      { value: { case: "dimValue" as const, value: 2n } },
    ];
    const type = { value: { case: "tensorType" as const, value: { elemType, shape: { dim } } } };
    const parts: GraphParts = {
      name: "g",
      node: [
        { opType: "MatMul", name: "product", input: ["x", "w"], output: ["a"] },
        { opType: operator, name: "squash", input: ["a"], output: ["y"] },
      ],
      initializer: [{ name: "w", dims: [2n, 2n], dataType: elemType, int32Data: [0x3f80, 0, 0, 0x4000] }],
      input: [{ name: "x", type }],
      output: [{ name: "y", type }],
    };
    return memorySource("m.onnx", encode({ irVersion: 10n, opsetImport: [{ version: 17n }], graph: parts }));
  }

  test("runs in float32, and it is said", async () => {
    const { values, problems, inputs } = await run(product(16, "Relu"));
    expect(inputs[0]?.dtype).toBe("float32");
    expect(problems).toMatchObject([{ code: "computed-in-float32" }]);
    expect(values.map(({ name, dtype }) => [name, dtype])).toEqual([
      ["a", "float32"],
      ["y", "float32"],
    ]);
    const [min, max] = [values[1]?.statistics?.min, values[1]?.statistics?.max];
    expect(min).toBeGreaterThanOrEqual(0);
    expect(max).toBeLessThan(20);
  });
});

describe("a model that claims weights beyond any memory ends with a problem", () => {
  const info = (name: string) => ({
    name,
    type: {
      value: {
        case: "tensorType" as const,
        value: { elemType: 1, shape: { dim: [{ value: { case: "dimValue" as const, value: 2n } }] } },
      },
    },
  });
  /** Its second weight lies in a file of 16 bytes. */
  function hostile(dims: bigint[]): ByteSource {
    const [externalData, dataLocation] = [[{ key: "location", value: "w.bin" }], 1];
    const graph: GraphParts = {
      name: "g",
      node: [
        { opType: "Add", name: "first", input: ["x", "a"], output: ["m"] },
        { opType: "Add", name: "second", input: ["m", "w"], output: ["y"] },
      ],
      initializer: [
        { name: "a", dims: [2n], dataType: 1, floatData: [1, 2] },
        { name: "w", dims, dataType: 1, externalData, dataLocation },
      ],
      input: [info("x")],
      output: [info("y")],
    };
    const bytes = encode({ irVersion: 10n, opsetImport: [{ version: 17n }], graph });
    return memorySource("m.onnx", bytes, new Map([["w.bin", new Uint8Array(16)]]));
  }

  test.each([
    ["in one dimension", [2n ** 40n]],
    ["in several", [2n ** 20n, 2n ** 20n]],
  ])("%s", async (_, dims) => {
    await expect(run(hostile(dims))).rejects.toThrow(/bytes of weights/);
  });
});
