import { describe, expect, test } from "vitest";
import { analyse } from "../../../src/analysis/analyse";
import { NO_ASSUMPTIONS } from "../../../src/analysis/assumptions";
import { buildHierarchy } from "../../../src/analysis/hierarchy";
import { indexModel } from "../../../src/analysis/model-index";
import type { Model } from "../../../src/model/model";
import type { Weight } from "./model";
import { called, dense, functional, input, manifest, open, opened, sequential } from "./model";

const KERNEL: Weight = { name: "d/kernel", shape: [3, 4] };
const BIAS: Weight = { name: "d/bias", shape: [4] };
const NET = sequential([dense("d", 4, { batch_input_shape: [null, 3] })]);

/** A model of one dense layer whose manifest is this one. */
const net = (weightsManifest: unknown): unknown => ({ modelTopology: NET, weightsManifest });

const bytes = (length: number): Uint8Array => new Uint8Array(length);

/** Everything that is asked of a model when it is opened. */
function use(model: Model): void {
  analyse(indexModel(model), NO_ASSUMPTIONS);
  buildHierarchy(model, "");
}

describe("a manifest that does not fit its files", () => {
  const cases: [what: string, manifest: unknown, files: Record<string, Uint8Array>, code: string][] = [
    ["a shard is missing", manifest(["a.bin"], [KERNEL, BIAS]), {}, "missing-external-data"],
    [
      "a shard is short",
      manifest(["a.bin"], [KERNEL, BIAS]),
      { "a.bin": bytes(60) },
      "external-data-too-short",
    ],
    [
      "a shard is long",
      manifest(["a.bin"], [KERNEL, BIAS]),
      { "a.bin": bytes(65) },
      "external-data-too-long",
    ],
    ["a path climbs", manifest(["../a.bin"], [KERNEL, BIAS]), { "a.bin": bytes(64) }, "escaping-path"],
    ["a path is an address", manifest(["https://x.org/a"], [KERNEL]), {}, "escaping-path"],
    ["a path is absolute", manifest(["/etc/passwd"], [KERNEL]), {}, "escaping-path"],
    [
      "a quantisation is unknown",
      manifest(["a.bin"], [{ ...KERNEL, quantization: { dtype: "int3", scale: 1, min: 0 } }]),
      { "a.bin": bytes(64) },
      "unknown-quantisation",
    ],
    [
      "a quantisation has no scale",
      manifest(["a.bin"], [{ ...KERNEL, quantization: { dtype: "uint8" } }]),
      { "a.bin": bytes(12) },
      "unknown-quantisation",
    ],
    [
      "a shape is beyond any memory",
      manifest(["a.bin"], [{ ...KERNEL, shape: [2147483647, 2147483647, 64] }]),
      { "a.bin": bytes(64) },
      "uncountable-shape",
    ],
    ["a size is negative", manifest(["a.bin"], [{ ...KERNEL, shape: [-1, 4] }]), {}, "broken-manifest"],
    ["a type is unknown", manifest(["a.bin"], [{ ...KERNEL, dtype: "float7" }]), {}, "broken-manifest"],
    [
      "two weights have one name",
      manifest(["a.bin"], [KERNEL, KERNEL, BIAS]),
      { "a.bin": bytes(112) },
      "duplicate-name",
    ],
    [
      "strings end beyond the file",
      manifest(["a.bin"], [{ name: "words", shape: [3], dtype: "string" }]),
      { "a.bin": Uint8Array.of(200, 0, 0, 0, 65) },
      "broken-strings",
    ],
    ["a layer has no weights", manifest(["a.bin"], [BIAS]), { "a.bin": bytes(16) }, "missing-weight"],
    ["there is no manifest", undefined, {}, "no-weights"],
  ];
  test.each(cases)("where %s, it is said and the rest is shown", async (_what, weights, files, code) => {
    const model = await opened(net(weights), files);
    expect(model.problems.map((one) => one.code)).toContain(code);
    expect(model.graph.nodes.map(({ name }) => name)).toEqual(["d"]);
    use(model);
  });

  test("each missing file is said once", async () => {
    const weights = manifest(["a.bin", "b.bin"], [KERNEL, BIAS]);
    const { problems } = await opened(net(weights), { "b.bin": bytes(4) });
    expect(problems.map(({ code, where }) => [code, where])).toEqual([["missing-external-data", "a.bin"]]);
  });
});

describe("a topology that is broken", () => {
  const loop = functional(
    [input("x", null, 3), called(dense("a", 3), [["b", 0, 0]]), called(dense("b", 3), [["a", 0, 0]])],
    ["x"],
    ["b"],
  );
  const inner = functional([input("i", null, 3)], ["i"], ["i"], "inner");
  const selfish = functional(
    [input("x", null, 3), called(inner, [["inner", 0, 0]]), called(dense("a", 3), [["inner", 0, 0]])],
    ["x"],
    ["a"],
  );
  const twins = functional(
    [input("x", null, 3), called(dense("a", 3), [["x", 0, 0]]), called(dense("a", 4), [["x", 0, 0]])],
    ["x"],
    ["a"],
  );
  const nowhere = functional([called(dense("a", 3), [["gone", 0, 0]])], [], ["a"]);
  const many = functional(
    [
      input("x", null, 3),
      called(dense("a", 3), [["x", 0, 0]]),
      called(dense("b", 3), [["a", 0, 999_999_999]]),
    ],
    ["x"],
    ["b"],
  );
  const cases: [what: string, topology: unknown][] = [
    ["layers take each other's output", loop],
    ["a layer takes an output of a huge number", many],
    ["a nested model takes its own output", selfish],
    ["two layers have one name", twins],
    ["a layer takes what is not there", nowhere],
    ["layers are no objects", { class_name: "Sequential", config: { layers: [1, null, "x", []] } }],
    ["the config is missing", { class_name: "Custom", config: null }],
    ["settings are of other kinds", sequential([dense("d", "many" as never, { batch_input_shape: "wide" })])],
    ["nodes take themselves", { node: [{ name: "a", op: "Relu", input: ["a"] }] }],
    ["nodes hold nothing", { node: [{ op: "Relu" }, { op: "Const" }, { op: "Placeholder", input: 7 }] }],
    ["a function calls itself", recursive()],
    ["a literal has a broken number of elements", constant({ dim: [{ size: 1.5 }] })],
    ["a literal has elements without end", constant({ dim: [{ size: "1e400" }] })],
    ["ten thousand models hand on what they are given", handingOn(10_000)],
    [
      "an output has a huge number",
      {
        node: [
          { name: "a", op: "Relu", input: ["b:999999999"] },
          { name: "b", op: "Split" },
        ],
      },
    ],
  ];
  test.each(cases)("where %s, the model still opens", async (_what, modelTopology) => {
    use(await opened({ modelTopology, weightsManifest: [] }));
  });

  test("an output beyond those that are read is a problem", async () => {
    const { graph, problems } = await opened({ modelTopology: many });
    expect(problems.map(({ code }) => code)).toContain("unknown-value");
    expect(graph.nodes.find(({ name }) => name === "a")?.outputs).toHaveLength(256);
  });

  function recursive(): unknown {
    const call = { name: "c", op: "PartitionedCall", input: ["x"], attr: { f: { func: { name: "f" } } } };
    const signature = { name: "f", inputArg: [{ name: "x", type: 1 }], outputArg: [{ name: "y", type: 1 }] };
    const library = { function: [{ signature, nodeDef: [call], ret: { y: "c:output:0" } }] };
    return { node: [{ name: "x", op: "Placeholder" }, call], library };
  }

  function constant(tensorShape: unknown): unknown {
    const tensor = { dtype: "DT_FLOAT", tensorShape, floatVal: [1] };
    return { node: [{ name: "c", op: "Const", attr: { value: { tensor } } }] };
  }

  function handingOn(count: number): unknown {
    const models = Array.from({ length: count }, (_, at) =>
      called(functional([input("i", null, 3)], ["i"], ["i"], `m${at}`), [
        [at === 0 ? "x" : `m${at - 1}`, 0, 0],
      ]),
    );
    return functional([input("x", null, 3), ...models], ["x"], [`m${count - 1}`]);
  }

  test("thousands of layers of one name are numbered in no time", async () => {
    const twins = Array.from({ length: 20_000 }, () => dense("d", 3));
    const start = performance.now();
    const { graph } = await opened({ modelTopology: sequential(twins) });
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(new Set(graph.nodes.map(({ name }) => name)).size).toBe(20_000);
  });

  test("splits into ten thousand parts each do not fill the memory", async () => {
    const node = Array.from({ length: 500 }, (_, at) => ({
      name: `s${at}`,
      op: "Split",
      attr: { num_split: { i: 10_000 } },
    }));
    const { graph } = await opened({ modelTopology: { node }, weightsManifest: [] });
    expect(graph.nodes.reduce((sum, { outputs }) => sum + outputs.length, 0)).toBeLessThan(2_000_000);
  });

  test.each([
    ["layers", sequential([dense("d", 3, { batch_input_shape: [null, 3] })], "m0")],
    ["nothing but an input", functional([input("x", null, 3)], ["x"], ["x"], "m0")],
  ])("models in models that double with every level, of %s, end with a problem", async (_what, innermost) => {
    let nested = innermost;
    for (let level = 1; level < 30; level++) {
      const two = [["x", 0, 0]] as [string, number, number][];
      nested = functional(
        [input("x", null, 3), called(nested, two, two)],
        ["x"],
        [`m${String(level - 1)}`],
        `m${String(level)}`,
      );
    }
    const model = await opened({ modelTopology: nested });
    expect(model.problems.map(({ code }) => code)).toContain("too-many-layers");
  });
});

describe("JSON that is no model", () => {
  const cases: [what: string, text: string, words: RegExp][] = [
    ["an ordinary document", '{"name": "left-pad", "version": "1.0.0"}', /JSON document/],
    ["a list", "[1, 2, 3]", /JSON document/],
    ["a model cut in the middle", '{"modelTopology": {"class_name": "Seq', /broken JSON/],
    ["brackets without end", "[".repeat(100_000), /JSON/],
    ["brackets without end in a model", `{"modelTopology": ${"[".repeat(100_000)}`, /nest more than/],
    ["quotes without end in a model", `{"modelTopology": "${'\\"'.repeat(100_000)}`, /broken JSON/],
    ["an empty file", "", /empty/],
    ["a model without a topology", '{"modelTopology": null, "x": 1}', /no model of TensorFlow.js/],
  ];
  test.each(cases)("%s is called what it is", async (_what, text, words) => {
    const model = await open(text);
    expect(model.ok ? "a model" : model.problem.message).toMatch(words);
  });

  test("NaN, Infinity and a byte order mark are no obstacle", async () => {
    const text = JSON.stringify({
      modelTopology: NET,
      weightsManifest: [],
      userDefinedMetadata: { a: 1, b: "NaN" },
    });
    const model = await opened(`\ufeff${text.replace('"a":1', '"a":-Infinity')}`);
    expect(model.metadata.get("b")).toBe("NaN");
  });

  test("a string of twenty million letters beside NaN is none either", async () => {
    const text = JSON.stringify({
      modelTopology: NET,
      weightsManifest: [],
      note: "x".repeat(20_000_000),
      a: 0,
    });
    const model = await opened(text.replace('"a":0', '"a":NaN'));
    expect(model.graph.nodes).toHaveLength(1);
  });
});

test("a graph of 40,000 nodes opens in less than two seconds", async () => {
  const node = Array.from({ length: 20_000 }, (_, index) => [
    {
      name: `block${String(index)}/c`,
      op: "Const",
      attr: { value: { tensor: { dtype: "DT_FLOAT", tensorShape: {}, floatVal: [1] } } },
    },
    {
      name: `block${String(index)}/add`,
      op: "AddV2",
      input: [index === 0 ? "x" : `block${String(index - 1)}/add`, `block${String(index)}/c`],
    },
  ]).flat();
  const placeholder = {
    name: "x",
    op: "Placeholder",
    attr: { dtype: { type: 1 }, shape: { shape: { dim: [{ size: "-1" }, { size: "8" }] } } },
  };
  const json = JSON.stringify({ format: "graph-model", modelTopology: { node: [placeholder, ...node] } });
  const start = performance.now();
  const model = await opened(json);
  expect(performance.now() - start).toBeLessThan(2_000);
  const { types } = analyse(indexModel(model), NO_ASSUMPTIONS);
  expect(types.get("block19999/add")).toMatchObject({ kind: "tensor", dtype: "float32" });
});
