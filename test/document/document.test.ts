import { describe, expect, test } from "vitest";
import { openFile } from "../../src/bytes/file";
import { memorySource } from "../../src/bytes/memory";
import type { ByteSource } from "../../src/bytes/source";
import { Document } from "../../src/document/document";
import { writeModel } from "../../src/formats/onnx/write";
import type { Picture } from "../../src/layout/picture";
import { node, value } from "../analysis/build";
import { scoped } from "../bench/generate";
import { toBytes } from "../bench/protobuf";
import type { Assumed } from "../../src/document/protocol/messages";
import type { RequestName, Requests } from "../../src/document/protocol/requests";
import { unpackRows } from "../../src/document/packed-rows";

function documentOf(name: string): Document {
  return new Document({
    open: () => openFile(`test/fixtures/torch/${name}/model.onnx`),
    now: () => performance.now(),
    onTimings: () => undefined,
  });
}

/** A product with a matrix of so many zeros. */
function withWeights(count: number): Uint8Array {
  const float = (shape: readonly number[]) => ({ kind: "tensor", dtype: "float32", shape }) as const;
  const inline = new Uint8Array(4 * count);
  const weight = {
    dtype: "float32",
    shape: [count, 1],
    location: { kind: "raw", pieces: [] },
    inline,
  } as const;
  const graph = {
    name: "product",
    nodes: [node("MatMul", ["x", "weight"], ["y"])],
    tensors: new Map([["weight", { name: "weight", ...weight }]]),
    inputs: [value("x", float([1, count]))],
    outputs: [value("y", float([1, 1]))],
  };
  return writeModel(
    { irVersion: 8, opsets: new Map([["ai.onnx", 17]]), functions: [], graph },
    () => undefined,
  );
}

function documentOfBytes(bytes: Uint8Array): Document {
  return new Document({
    open: () => Promise.resolve({ ok: true, value: memorySource("model.onnx", bytes) }),
    now: () => performance.now(),
    onTimings: () => undefined,
  });
}

async function answer<N extends RequestName>(
  document: Document,
  name: N,
  params: Requests[N]["params"],
): Promise<Requests[N]["result"]> {
  const given = await document.ask(name, params);
  if (!("ok" in given)) throw new Error(JSON.stringify(given));
  return given.ok;
}

describe("an open model", () => {
  test("says its facts", async () => {
    const facts = await answer(documentOf("mlp"), "facts", {});
    expect(facts).toMatchObject({ format: "onnx", nodes: 3, parameters: 172, problems: [] });
  });

  test("says how much it costs for the sizes that are assumed", async () => {
    const document = documentOf("mlp");
    const facts = async (assumed: Assumed) => {
      const given = await document.ask("facts", {}, { assumed });
      return "ok" in given ? given.ok : undefined;
    };
    const open = [{ name: "batch", kind: "batch", size: null }];
    expect(await facts({})).toMatchObject({ macs: "156*batch", dimensions: open });
    const fixed = [{ name: "batch", kind: "batch", size: 8 }];
    expect(await facts({ batch: 8 })).toMatchObject({ macs: 1248, dimensions: fixed });
    const picture = await document.ask("picture", { graph: "", open: null }, { assumed: { batch: 8 } });
    const labels = "ok" in picture ? picture.ok.edges.map(({ label }) => label) : [];
    expect(labels).toEqual(["8×9", "8×12", "8×12", "8×4"]);
    expect(await facts({})).toMatchObject({ macs: "156*batch" });
  });

  test("is linted as its workspace wants it", async () => {
    const document = documentOf("training-mode");
    const found = async (settings: unknown) => {
      const sources = { settings, file: null, model: "model.onnx" };
      const given = await document.ask("lint", { configuration: sources, weights: false });
      return "ok" in given ? given.ok.findings.map(({ rule }) => rule) : given;
    };
    expect(await found({})).toEqual(["training-mode"]);
    expect(await found({ "training-mode": "off" })).toEqual([]);
    expect(await found({ "training-mode": 3 })).toMatchObject({ error: { code: "bad-configuration" } });
  });

  test("has its weights checked at once where they are few", async () => {
    const report = await answer(documentOf("nan-weight"), "lint", { configuration: null, weights: false });
    expect([report.looked, report.findings.map(({ rule }) => rule)]).toEqual([
      ["graph", "weights"],
      ["nan-weight"],
    ]);
  });

  test("has more than 16 MB of weights checked when somebody asks, and from then on", async () => {
    const document = documentOfBytes(withWeights(4_000_001));
    const rules = async (weights: boolean) => {
      const report = await answer(document, "lint", { configuration: null, weights });
      return [report.looked, report.findings.map(({ rule }) => rule)];
    };
    expect(await rules(false)).toEqual([["graph"], []]);
    expect(await rules(true)).toEqual([["graph", "weights"], ["zero-weight"]]);
    expect(await rules(false)).toEqual([["graph", "weights"], ["zero-weight"]]);
    const report = await answer(documentOfBytes(withWeights(4_000_000)), "lint", {
      configuration: null,
      weights: false,
    });
    expect(report.looked).toEqual(["graph", "weights"]);
  });

  test("has its weights read once where several ask at once", async () => {
    let opened = 0;
    const document = new Document({
      open: () => {
        opened++;
        return openFile("test/fixtures/torch/nan-weight/model.onnx");
      },
      now: () => performance.now(),
      onTimings: () => undefined,
    });
    await answer(document, "facts", {});
    opened = 0;
    const lint = { configuration: null, weights: false };
    const [one, other] = await Promise.all([answer(document, "lint", lint), answer(document, "lint", lint)]);
    expect(one).toEqual(other);
    expect(opened).toBe(1);
  });

  test("is sketched before its shapes are inferred where that takes long, and after that no more", async () => {
    const document = documentOfBytes(toBytes(scoped(20_000)));
    const request = { graph: "", open: null };
    const ended: string[] = [];
    const asked = (["sketch", "picture"] as const).map(async (name) => {
      const given = await answer(document, name, request);
      ended.push(name);
      return given;
    });
    const [sketch, picture] = await Promise.all(asked);
    expect(ended).toEqual(["sketch", "picture"]);
    expect(sketch?.boxes.length).toBeGreaterThan(1);
    const bare = (drawn: Picture | null | undefined) => drawn?.edges.map(({ label: _, ...edge }) => edge);
    expect(bare(sketch)).toEqual(bare(picture));
    // The file declares the shapes of inputs and outputs alone.
    expect(sketch?.edges.map(({ label }) => label)).toContain("");
    expect(picture?.edges.map(({ label }) => label)).not.toContain("");
    expect(await answer(document, "sketch", request)).toBeNull();
  });

  test("has its sketch answered before the analysis begins", async () => {
    const model = toBytes(scoped(20_000));
    /** How often the clock is looked at until the sketch is there: at the beginning and the end of each phase. */
    const looks = async (beside: readonly RequestName[]): Promise<number> => {
      let count = 0;
      const document = new Document({
        open: () => Promise.resolve({ ok: true, value: memorySource("model.onnx", model) }),
        now: () => ++count,
        onTimings: () => undefined,
      });
      const sketch = answer(document, "sketch", { graph: "", open: null }).then(() => count);
      await Promise.all(beside.map((name) => answer(document, name, { graph: "", open: null })));
      return await sketch;
    };
    expect(await looks(["picture"])).toBe(await looks([]));
  });

  test("is not sketched where the picture itself is quick", async () => {
    expect(await answer(documentOf("mlp"), "sketch", { graph: "", open: null })).toBeNull();
  });

  test("is read once, before anybody asks", async () => {
    let opened = 0;
    const document = new Document({
      open: () => {
        opened++;
        return openFile("test/fixtures/torch/mlp/model.onnx");
      },
      now: () => performance.now(),
      onTimings: () => undefined,
    });
    await document.begin();
    expect(opened).toBe(1);
    await answer(document, "facts", {});
    expect(opened).toBe(1);
  });

  test("is read no further when nobody waits for it any more", async () => {
    const paths = Array.from({ length: 50 }, (_, index) => `${index}.bin`);
    const json = new TextEncoder().encode(JSON.stringify([{ paths, weights: [] }]));
    const files = new Map(paths.map((path) => [path, new Uint8Array(4)]));
    const whole = memorySource("model.json", json, files);
    const controller = new AbortController();
    let asked = 0;
    const sibling: ByteSource["sibling"] = async (path) => {
      if (++asked === 5) controller.abort(new Error("nobody waits"));
      return await whole.sibling(path);
    };
    let document: Document | undefined;
    const closed = new Promise<void>((resolve) => {
      const source = { ...whole, sibling, close: () => Promise.resolve(resolve()) };
      document = new Document({
        open: () => Promise.resolve({ ok: true, value: source }),
        now: () => 0,
        onTimings: () => undefined,
      });
    });
    await expect(document?.ask("facts", {}, { signal: controller.signal })).rejects.toThrow("nobody waits");
    await closed;
    expect(asked).toBe(5);
  });

  test("is drawn with its weights inside their nodes", async () => {
    const picture = await answer(documentOf("mlp"), "picture", { graph: "", open: null });
    const boxes = picture.boxes.map(({ id }) => id);
    expect(boxes).toEqual(["input:x", "/0/Gemm", "/1/Relu", "/2/Gemm", "output:7"]);
    expect(picture.boxes[1]).toMatchObject({
      operator: "Gemm",
      weights: [
        { name: "weight", shape: "12×9" },
        { name: "bias", shape: "12" },
      ],
    });
    expect(picture.edges).toHaveLength(4);
  });

  test("draws each branch of an If as a graph of its own", async () => {
    const document = documentOf("if");
    const main = await answer(document, "picture", { graph: "", open: null });
    const paths = main.boxes.flatMap((box) => (box.kind === "node" ? box.graphs : []));
    expect(paths).toHaveLength(2);
    for (const graph of paths) {
      const branch = await answer(document, "picture", { graph, open: null });
      expect(branch.boxes.some(({ kind }) => kind === "node")).toBe(true);
    }
  });

  test("tells a node's attributes, weights and neighbours", async () => {
    const details = await answer(documentOf("mlp"), "details", { id: "/2/Gemm" });
    expect(details.title).toBe("Gemm");
    expect(details.weights.map(({ name, role }) => [name, role])).toEqual([
      ["2.weight", "parameter"],
      ["2.bias", "parameter"],
    ]);
    expect(details.inputs[0]?.peers.map(({ id }) => id)).toEqual(["/1/Relu"]);
    expect(details.attributes).toContainEqual({ name: "transB", type: "int", text: "1" });
    const { weights } = await answer(documentOf("mlp"), "details", { id: "2.bias" });
    expect(weights.map(({ slot, name }) => [slot, name])).toEqual([["bias", "2.bias"]]);
  });

  test("finds nodes, values and tensors, and locates them", async () => {
    const document = documentOf("mlp");
    const found = await answer(document, "find", { query: "weight", limit: 10 });
    expect(found.hits.map(({ kind, name }) => [kind, name])).toEqual([
      ["tensor", "0.weight"],
      ["tensor", "2.weight"],
    ]);
    expect(await answer(document, "locate", { id: "0.weight" })).toMatchObject({ box: "/0/Gemm" });
    const gemms = await answer(document, "find", { query: "op:Gemm", limit: 1 });
    expect(gemms).toMatchObject({ total: 2, hits: [{ id: "/0/Gemm" }] });
  });

  test("lists its layers, under assumptions and as a file", async () => {
    const document = documentOf("mlp");
    const { rows: packed, totals } = await answer(document, "layers", {});
    const rows = unpackRows(packed);
    // 9·12 + 12 and 12·4 + 4 parameters; the file fixes the batch.
    expect(rows.map(({ id, parameters }) => [id, parameters])).toEqual([
      ["/0/Gemm", 120],
      ["/1/Relu", 0],
      ["/2/Gemm", 52],
    ]);
    expect(totals).toMatchObject({ nodes: 3, parameters: 172 });
    const text = await answer(document, "layersText", { format: "csv", rows: [2, 0, 99] });
    expect(text.split("\r\n").map((line) => line.split(",")[3])).toEqual([
      "name",
      "/2/Gemm",
      "/0/Gemm",
      "Total",
      undefined,
    ]);
  });

  test("follows what depends on what", async () => {
    const document = documentOf("mlp");
    const up = await answer(document, "reach", { id: "/1/Relu", direction: "upstream" });
    expect([...up.nodes].sort()).toEqual(["/0/Gemm", "/1/Relu"]);
    const between = await answer(document, "paths", { a: "/2/Gemm", b: "/0/Gemm" });
    expect([...between.nodes].sort()).toEqual(["/0/Gemm", "/1/Relu", "/2/Gemm"]);
  });

  test("says what is not there, and does not throw", async () => {
    const document = documentOf("mlp");
    expect(await document.ask("details", { id: "nowhere" })).toMatchObject({
      error: { code: "not-in-model" },
    });
    expect(await document.ask("picture", { graph: "no/such", open: null })).toHaveProperty("error");
  });

  test("says what a file is that is no model", async () => {
    const document = new Document({
      open: () => Promise.resolve({ ok: true, value: memorySource("a.onnx", new Uint8Array()) }),
      now: () => 0,
      onTimings: () => undefined,
    });
    expect(await document.ask("facts", {})).toMatchObject({ error: { severity: "error" } });
  });
});
