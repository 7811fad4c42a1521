import * as ort from "onnxruntime-web";
import { describe, expect, test } from "vitest";
import { memorySource } from "../../src/bytes/memory";
import { readOnnx } from "../../src/formats/onnx/read";
import { writeModel } from "../../src/formats/onnx/write";
import type { Inlined, Observed } from "../../src/gradients/inline";
import { inlineControl } from "../../src/gradients/inline";
import type { AttributeValue, Graph, Model, ModelFunction } from "../../src/model/model";
import type { Tensor } from "../../src/model/tensor";
import { graph, localFunction, model, node, subgraph, value } from "../analysis/build";

ort.env.wasm.numThreads = 1;

const float = (name: string, ...shape: number[]) => value(name, { kind: "tensor", dtype: "float32", shape });
const whole = (name: string, dtype: "bool" | "int64") => value(name, { kind: "tensor", dtype, shape: [] });

function stored(name: string, numbers: readonly number[]): Tensor {
  const inline = new Uint8Array(Float32Array.from(numbers).buffer);
  return { name, dtype: "float32", shape: [numbers.length], location: { kind: "absent" }, inline };
}
const count = (name: string, one: number): Tensor => ({
  name,
  dtype: "int64",
  shape: [],
  location: { kind: "absent" },
  inline: new Uint8Array(BigInt64Array.of(BigInt(one)).buffer),
});

/** As a file would be read: with paths, ids and captures. */
async function read(main: Graph, functions: readonly ModelFunction[] = []): Promise<Model> {
  const parts = model(main, functions);
  const opsets = new Map([...parts.opsets, ["local", 1] as const]);
  const bytes = writeModel({ ...parts, opsets }, () => undefined);
  const result = await readOnnx(memorySource("model.onnx", bytes));
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
}

type Feeds = Readonly<Record<string, ort.Tensor>>;

async function run(one: Model, feeds: Feeds, outputs = one.graph.outputs): Promise<Feeds> {
  const bytes = writeModel({ ...one, graph: { ...one.graph, outputs } }, () => undefined);
  const session = await ort.InferenceSession.create(bytes, { logSeverityLevel: 4 });
  try {
    return await session.run(feeds);
  } finally {
    await session.release();
  }
}

const data = (results: Feeds): Record<string, number[]> =>
  Object.fromEntries(
    Object.entries(results).map(([name, { data: found }]) => [
      name,
      Array.from(found as Float32Array, Number),
    ]),
  );

/** What a run of a model shows of its main graph's values, as far as they are plain tensors. */
async function observe(one: Model, feeds: Feeds): Promise<Observed> {
  const made = one.graph.nodes.flatMap(({ outputs }) => outputs).filter((name) => name !== "");
  const found = {
    ...feeds,
    ...(await run(
      one,
      feeds,
      made.map((name) => value(name)),
    )),
  };
  const held = new Map(
    [...one.graph.tensors].flatMap(([name, tensor]) =>
      tensor.dtype === "int64" && tensor.inline
        ? [[name, [...new BigInt64Array(tensor.inline.slice().buffer)].map(Number)] as const]
        : [],
    ),
  );
  return {
    elements: (name) => held.get(name) ?? data(found)[name],
    sizes: (name) => found[name]?.dims,
  };
}

/** Inlined with what runs show, until nothing new comes out; and the same results. */
async function inlined(one: Model, feeds: Feeds): Promise<Inlined> {
  let result = inlineControl(one, await observe(one, feeds));
  while (result.left.some(({ reason }) => reason === "not observed")) {
    const before = result.left.length;
    const next = inlineControl(result.model, await observe(result.model, feeds));
    const same = next.model.graph.nodes.length === result.model.graph.nodes.length;
    result = next;
    if (same && next.left.length === before) break;
  }
  expect(data(await run(result.model, feeds))).toEqual(data(await run(one, feeds)));
  return result;
}

const operatorsOf = ({ model: { graph: main } }: Inlined): readonly string[] =>
  main.nodes.map(({ operator }) => operator);

const int = (one: number): AttributeValue => ({ kind: "int", value: one });
const x = new ort.Tensor("float32", [1, -2, 3], [3]);

const branches = (): Graph =>
  graph({
    inputs: [float("x", 3), whole("c", "bool")],
    outputs: ["y"],
    tensors: [stored("w", [2, 3, 4])],
    nodes: [
      node("Abs", ["x"], ["a"]),
      node("If", ["c"], ["y"], {
        name: "choose",
        attributes: {
          then_branch: subgraph(
            graph({
              outputs: ["r"],
              tensors: [stored("v", [5, 5, 5])],
              nodes: [node("Mul", ["a", "w"], ["m"]), node("Add", ["m", "v"], ["r"])],
            }),
          ),
          else_branch: subgraph(graph({ outputs: ["r"], nodes: [node("Neg", ["a"], ["r"])] })),
        },
      }),
    ],
  });

describe("Control flow, written out", () => {
  for (const [holds, operators] of [
    [1, ["Abs", "Mul", "Add", "Identity"]],
    [0, ["Abs", "Neg", "Identity"]],
  ] as const) {
    test(`puts the branch in its place that was taken where the condition is ${String(holds)}`, async () => {
      const result = await inlined(await read(branches()), { x, c: new ort.Tensor("bool", [holds], []) });
      expect(operatorsOf(result)).toEqual(operators);
      expect(result.left).toEqual([]);
    });
  }

  test("keeps the names that values of a body have in the whole model", async () => {
    const result = await inlined(await read(branches()), { x, c: new ort.Tensor("bool", [1], []) });
    expect(result.model.graph.nodes[1]?.outputs).toEqual(["choose/then_branch/m"]);
    expect([...result.model.graph.tensors.keys()]).toContain("choose/then_branch/v");
  });

  test("leaves a branch whose condition nobody has seen", async () => {
    const one = await read(branches());
    const { left, model: same } = inlineControl(one, { elements: () => undefined, sizes: () => undefined });
    expect(left.map(({ reason }) => reason)).toEqual(["not observed"]);
    expect(same.graph.nodes).toHaveLength(2);
  });

  /** `s ← s·x + i`, collected; inside, a branch that hangs on the state. */
  const looping = (steps: number, collects = true): Graph =>
    graph({
      inputs: [float("x", 3)],
      outputs: collects ? ["last", "all"] : ["last"],
      tensors: [count("steps", steps), stored("start", [1, 1, 1])],
      nodes: [
        node("Loop", ["steps", "", "start"], collects ? ["last", "all"] : ["last"], {
          name: "loop",
          attributes: {
            body: subgraph(
              graph({
                inputs: [whole("i", "int64"), whole("c", "bool"), float("s", 3)],
                outputs: collects ? ["go", "t", "t"] : ["go", "t"],
                nodes: [
                  node("Identity", ["c"], ["go"]),
                  node("Cast", ["i"], ["f"], { attributes: { to: int(1) } }),
                  node("Mul", ["s", "x"], ["p"]),
                  node("ReduceSum", ["p"], ["sum"], { attributes: { keepdims: int(0) } }),
                  node("Greater", ["sum", "f"], ["up"]),
                  node("If", ["up"], ["t"], {
                    name: "inner",
                    attributes: {
                      then_branch: subgraph(
                        graph({ outputs: ["r"], nodes: [node("Add", ["p", "f"], ["r"])] }),
                      ),
                      else_branch: subgraph(
                        graph({ outputs: ["r"], nodes: [node("Sub", ["p", "x"], ["r"])] }),
                      ),
                    },
                  }),
                ],
              }),
            ),
          },
        }),
      ],
    });

  test("writes a loop out step by step, and then the branches of each step", async () => {
    const result = await inlined(await read(looping(4)), { x });
    expect(result.left).toEqual([]);
    expect(operatorsOf(result).filter((name) => name === "Mul")).toHaveLength(4);
    expect(operatorsOf(result)).not.toContain("If");
    expect(result.model.graph.nodes.flatMap(({ outputs }) => outputs)).toContain("loop/body/p#3");
  });

  test("reads the steps of a loop that collects nothing from its limit", async () => {
    expect(operatorsOf(await inlined(await read(looping(3, false)), { x }))).not.toContain("Loop");
  });

  test("leaves a loop that would become too long", async () => {
    const { left } = await inlined(await read(looping(400)), { x });
    expect(left.map(({ reason }) => reason)).toEqual(["too many nodes"]);
  });

  test("leaves a loop that ends by a condition of its own and collects nothing", async () => {
    const body = graph({
      inputs: [whole("i", "int64"), whole("c", "bool"), float("s", 3)],
      outputs: ["go", "t"],
      nodes: [
        node("Add", ["s", "s"], ["t"]),
        node("ReduceSum", ["t"], ["sum"], { attributes: { keepdims: int(0) } }),
        node("Less", ["sum", "most"], ["go"]),
      ],
    });
    const main = graph({
      inputs: [float("x", 3)],
      outputs: ["last"],
      tensors: [count("steps", 9), { ...stored("most", [50]), shape: [] }],
      nodes: [node("Loop", ["steps", "", "x"], ["last"], { attributes: { body: subgraph(body) } })],
    });
    const { left } = await inlined(await read(main), { x });
    expect(left.map(({ reason }) => reason)).toEqual(["not observed"]);
  });

  for (const direction of [0, 1]) {
    test(`writes a scan out, with directions ${String(direction)}`, async () => {
      const body = graph({
        inputs: [float("s", 2), float("part", 2)],
        outputs: ["t", "u"],
        nodes: [
          node("Mul", ["s", "part"], ["p"]),
          node("Add", ["p", "part"], ["t"]),
          node("Neg", ["t"], ["u"]),
        ],
      });
      const one = (number: number): AttributeValue => ({ kind: "ints", value: [number] });
      const main = graph({
        inputs: [float("x", 2, 3)],
        outputs: ["last", "all"],
        tensors: [stored("start", [1, -1])],
        nodes: [
          node("Scan", ["start", "x"], ["last", "all"], {
            name: "scan",
            attributes: {
              body: subgraph(body),
              num_scan_inputs: int(1),
              scan_input_axes: one(1),
              scan_input_directions: one(direction),
              scan_output_axes: one(-1),
              scan_output_directions: one(direction),
            },
          }),
        ],
      });
      const result = await inlined(await read(main), {
        x: new ort.Tensor("float32", [1, 2, 3, 4, 5, 6], [2, 3]),
      });
      expect(operatorsOf(result).filter((name) => name === "Neg")).toHaveLength(3);
    });
  }

  test("writes calls of local functions out, with the caller's attributes or the function's own", async () => {
    const reference = (name: string): AttributeValue => ({ kind: "reference", name });
    const leaky: ModelFunction = {
      ...localFunction(
        "Leaky",
        ["a", "unused"],
        ["b"],
        graph({ nodes: [node("LeakyRelu", ["a"], ["b"], { attributes: { alpha: reference("slope") } })] }),
      ),
      opsets: new Map([["ai.onnx", 17]]),
      defaults: new Map([["slope", { kind: "float", value: 0.5 }]]),
    };
    const twice: ModelFunction = {
      ...localFunction(
        "Twice",
        ["a"],
        ["b"],
        graph({
          nodes: [
            node("Leaky", ["a"], ["m"], {
              domain: "local",
              attributes: { slope: { kind: "float", value: 0.25 } },
            }),
            node("Leaky", ["m"], ["b"], { domain: "local" }),
          ],
        }),
      ),
      opsets: new Map([
        ["ai.onnx", 17],
        ["local", 1],
      ]),
    };
    const main = graph({
      inputs: [float("x", 3)],
      outputs: ["y"],
      nodes: [node("Twice", ["x"], ["y"], { domain: "local", name: "call" })],
    });
    const result = await inlined(await read(main, [leaky, twice]), { x });
    const slopes = result.model.graph.nodes.flatMap(({ attributes }) => attributes.get("alpha") ?? []);
    expect(slopes.map((one) => (one.kind === "float" ? one.value : undefined))).toEqual([0.25, 0.5]);
  });

  test("gives up on a function that calls itself", () => {
    const endless = localFunction(
      "Endless",
      ["a"],
      ["b"],
      graph({ nodes: [node("Endless", ["a"], ["b"], { domain: "local" })] }),
    );
    const main = graph({
      inputs: [float("x", 3)],
      outputs: ["y"],
      nodes: [node("Endless", ["x"], ["y"], { domain: "local" })],
    });
    const { left } = inlineControl(model(main, [endless]), {
      elements: () => undefined,
      sizes: () => undefined,
    });
    expect(left.map(({ reason }) => reason)).toEqual(["recursive"]);
  });
});
