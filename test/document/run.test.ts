import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { openFile } from "../../src/bytes/file";
import type { RequestOptions } from "../../src/document/answer";
import { Document } from "../../src/document/document";
import type { RequestName, Requests } from "../../src/document/protocol/requests";
import type { RunInputs, RunRequest } from "../../src/document/protocol/runs";
import { RunWorker } from "../../src/document/run-spawn";

/** With it a worker that is made for it ends in the middle of its work. */
const DEADLY_SEED = 13;

/** The worker is built as the extension builds it, with the runtime's files beside it. */
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "layerscope-run-"));
  await esbuild.build({
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    entryPoints: ["src/document/run-worker.ts"],
    outfile: join(folder, "running.mjs"),
    logLevel: "error",
  });
  for (const file of ["ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm"]) {
    await copyFile(`node_modules/onnxruntime-web/dist/${file}`, join(folder, file));
  }
  await writeFile(
    join(folder, "dying.mjs"),
    `import { parentPort } from "node:worker_threads";
     import "./running.mjs";
     parentPort.on("message", ({ job }) => job.inputs.seed === ${DEADLY_SEED} && process.exit(1));`,
  );
}, 60_000);
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const opened: Document[] = [];
afterEach(() => {
  for (const document of opened.splice(0)) document.dispose();
});

function documentOf(path: string, script = "running.mjs"): Document {
  const document = new Document({
    open: () => openFile(path),
    runner: new RunWorker({
      script: pathToFileURL(join(folder, script)),
      file: { kind: "path", path: resolve(path) },
      onFault: () => undefined,
    }),
    conceptSource: (language) => readFile(`media/concepts/${language}.md`, "utf8"),
    now: () => performance.now(),
    onTimings: () => undefined,
  });
  opened.push(document);
  return document;
}

const fixture = (name: string): Document => documentOf(`test/fixtures/torch/${name}/model.onnx`);

const INPUTS: RunInputs = { seed: 0, samples: 4, pixels: null, distributions: {}, shapes: {}, given: {} };
const REQUEST: RunRequest = { inputs: INPUTS, memory: null, threads: 1 };

async function answer<N extends RequestName>(
  document: Document,
  name: N,
  params: Requests[N]["params"],
  options: RequestOptions = {},
): Promise<Requests[N]["result"]> {
  const given = await document.ask(name, params, options);
  if (!("ok" in given)) throw new Error(JSON.stringify(given));
  return given.ok;
}

describe("what a run would be fed", () => {
  test("is said without running", async () => {
    const recipe = await answer(fixture("mlp"), "runRecipe", INPUTS);
    expect(recipe).toMatchObject({ samples: 4, dimensions: { batch: 1 }, problem: null });
    expect(recipe.inputs).toMatchObject([{ shape: [1, 9], source: "synthetic: standard normal" }]);
  });

  test("follows the sizes that are assumed and the distribution that is chosen", async () => {
    const inputs = { ...INPUTS, distributions: { x: "zeros" as const } };
    const recipe = await answer(fixture("mlp"), "runRecipe", inputs, { assumed: { batch: 3 } });
    expect(recipe.inputs).toMatchObject([{ name: "x", shape: [3, 9], source: "synthetic: zeros" }]);
  });

  test("is a problem where a file does not fit", async () => {
    const given = { x: [{ name: "x.json", bytes: new TextEncoder().encode("[1, 2]") }] };
    const recipe = await answer(fixture("mlp"), "runRecipe", { ...INPUTS, given });
    expect(recipe.problem).toMatchObject({ code: "bad-input" });
  });
});

describe("a run", () => {
  test("goes over all values and tells their nodes", async () => {
    const document = fixture("mlp");
    const phases = new Set<string>();
    const onProgress = ({ phase }: { phase: string }): void => void phases.add(phase);
    const run = await answer(document, "run", REQUEST, { onProgress });
    expect(run.report.values.map(({ count }) => count)).toEqual([48, 48, 16]);
    expect(run.nodes).toHaveLength(3);
    expect(run.trunk).toEqual([0, 1, 2]);
    expect(run.synthetic).toBe(true);
    expect([...phases].slice(-3)).toEqual(["Reading the model", "Starting the runtime", "Running"]);
    const [value] = run.report.values;
    const whole = await answer(document, "runValue", { run: run.id, value: value?.name ?? "" });
    expect(whole.channels?.mean).toHaveLength(12);
  });

  test("is kept beside the one before, and no more of them", async () => {
    const document = fixture("mlp");
    for (const seed of [1, 2, 3]) {
      await answer(document, "run", { ...REQUEST, inputs: { ...INPUTS, seed } });
    }
    const runs = await answer(document, "runs", {});
    expect(runs.map(({ report }) => report.seed)).toEqual([3, 2]);
  });

  test("lets the linter look at it", async () => {
    const document = fixture("mlp");
    const lint = () => answer(document, "lint", { configuration: null, weights: false });
    expect((await lint()).looked).toEqual(["graph", "weights"]);
    await answer(document, "run", REQUEST);
    expect((await lint()).looked).toEqual(["graph", "weights", "run"]);
  });

  test("colours the graph, which without one has a problem", async () => {
    const document = fixture("dead-batch-norm");
    const metric = { graph: "", metric: "deadUnits" } as const;
    expect(await document.ask("metrics", metric)).toMatchObject({ error: { code: "not-measured" } });
    const run = await answer(document, "run", REQUEST);
    const report = await answer(document, "metrics", metric);
    const expected = run.report.values.flatMap(({ units }, at) =>
      units === null ? [] : [[run.nodes[at], units.dead.length / units.total]],
    );
    expect(expected.length).toBeGreaterThan(0);
    expect(report.values).toMatchObject(Object.fromEntries(expected));
    expect(report).toMatchObject({ kind: "amounts" });
  });

  test("shows a value of one sample", async () => {
    const document = fixture("mlp");
    const { id, report } = await answer(document, "run", REQUEST);
    const last = report.values.at(-1)?.name ?? "";
    const maps = await answer(document, "activation", { run: id, value: last, sample: 3 });
    expect(maps).toMatchObject({ shape: [1, 4], channels: 1, maps: [{ width: 4, height: 1 }] });
    const beyond = await document.ask("activation", { run: id, value: last, sample: 4 });
    expect(beyond).toMatchObject({ error: { code: "no-such-sample" } });
  });

  test("that cannot be ends with what the runtime says, and the next one works", async () => {
    const document = fixture("mlp");
    const given = { x: [{ name: "x.json", bytes: new TextEncoder().encode("[[1, 2]]") }] };
    const wrong = await document.ask("run", { ...REQUEST, inputs: { ...INPUTS, given } });
    expect(wrong).toMatchObject({ error: { code: "bad-input" } });
    await answer(document, "run", REQUEST);
  });

  test("that is cancelled ends at once, and the next one works", async () => {
    const document = fixture("residual");
    const controller = new AbortController();
    let cancelled = 0;
    const running = document.ask(
      "run",
      { ...REQUEST, inputs: { ...INPUTS, samples: 50_000 } },
      {
        signal: controller.signal,
        onProgress: ({ phase, done }) => {
          if (phase !== "Running" || done !== 10) return;
          cancelled = performance.now();
          controller.abort();
        },
      },
    );
    expect(await running).toEqual({ cancelled: true });
    expect(performance.now() - cancelled).toBeLessThan(100);
    await answer(document, "run", REQUEST);
  });

  test("whose worker dies says so, and the next one works", async () => {
    const document = documentOf("test/fixtures/torch/mlp/model.onnx", "dying.mjs");
    const ended = document.ask("run", { ...REQUEST, inputs: { ...INPUTS, seed: DEADLY_SEED } });
    expect(await ended).toMatchObject({ error: { code: "run-worker-died" } });
    await answer(document, "run", REQUEST);
  });

  test("needs somebody who runs", async () => {
    const document = new Document({
      open: () => openFile("test/fixtures/torch/mlp/model.onnx"),
      now: () => 0,
      onTimings: () => undefined,
    });
    expect(await document.ask("run", REQUEST)).toMatchObject({ error: { code: "no-runner" } });
  });
});

describe("gradients", () => {
  test("are found in the worker, kept, and tell their nodes", async () => {
    const document = fixture("mlp");
    expect(await answer(document, "lastGradients", {})).toBeNull();
    const kept = await answer(document, "gradients", { ...REQUEST, twin: false, loss: { kind: "sum" } });
    const states = kept.report.parameters.map(({ name, state }) => `${name} ${state}`);
    expect(states).toEqual(["0.weight ok", "0.bias ok", "2.weight ok", "2.bias ok"]);
    // The sum's gradient of the last bias is one for each of the samples, which run in turn.
    expect(kept.report.parameters[3]).toMatchObject({ max: 1 });
    expect(kept.parameters.map((id) => id?.includes("Gemm"))).toEqual([true, true, true, true]);
    expect(kept.depth.every((id) => id !== null)).toBe(true);
    expect(kept.synthetic).toBe(true);
    expect(await answer(document, "lastGradients", {})).toEqual(kept);
  });

  test("are seen by the linter and colour the graph", async () => {
    const document = fixture("saturating-stack");
    const metric = { graph: "", metric: "gradient" } as const;
    expect(await document.ask("metrics", metric)).toMatchObject({ error: { code: "not-measured" } });
    const kept = await answer(document, "gradients", { ...REQUEST, twin: false, loss: { kind: "probe" } });
    const lint = await answer(document, "lint", { configuration: null, weights: false });
    expect(lint.looked).toEqual(["graph", "weights", "gradients"]);
    expect(lint.findings.map(({ rule }) => rule)).toContain("vanishing-gradient");
    const report = await answer(document, "metrics", metric);
    const last = kept.report.depth.at(-1);
    const node = kept.depth.at(-1) ?? "";
    expect(Math.log10(Number(report.values[node]))).toBeCloseTo(last?.gradient ?? NaN, 6);
    const ofWeights = await answer(document, "metrics", { graph: "", metric: "parameterGradient" });
    expect(Object.keys(ofWeights.values).length).toBeGreaterThan(3);
  });

  test("tell each parameter's distribution beside its own, the file's and not its twin's", async () => {
    const document = fixture("mlp");
    const asked = { ...REQUEST, loss: { kind: "sum" as const } };
    const of = async (twin: boolean) => {
      const kept = await answer(document, "gradients", { ...asked, twin });
      return { kept, whole: await answer(document, "parameterGradient", { name: "2.bias" }) };
    };
    const { kept, whole } = await of(true);
    expect(kept.layers.map(({ parameters }) => parameters)).toEqual([
      ["0.weight", "0.bias"],
      ["2.weight", "2.bias"],
    ]);
    // The gradient of a sum by its last bias is one everywhere.
    expect(whole.gradient).toMatchObject({ count: 4, std: 0, histogram: { counts: [4] } });
    expect(whole.weight).toMatchObject({ name: "2.bias", count: 4 });
    const single = await answer(document, "tensor", { name: "2.bias" });
    expect(whole.weight.histogram).toEqual(single.histogram);
    expect(kept.saliency).toBeNull();
    const hidden = await answer(document, "parameterGradient", { name: "0.weight" });
    await of(false);
    expect(await answer(document, "parameterGradient", { name: "0.weight" })).toEqual(hidden);
    expect(await document.ask("parameterGradient", { name: "none" })).toMatchObject({
      error: { code: "not-in-model" },
    });
  });

  test("of an image are maps, and tell the node whose value shows the class", async () => {
    const loss = { kind: "cross-entropy" as const, label: 1 };
    const document = fixture("residual");
    const kept = await answer(document, "gradients", { ...REQUEST, twin: true, loss });
    const { saliency, camera } = kept;
    expect(saliency?.score).toEqual({ kind: "logit", label: 1 });
    expect(saliency?.images).toHaveLength(1);
    const shown = saliency !== null && "node" in saliency.camera ? saliency.camera : undefined;
    const inspect = await answer(document, "inspect", {});
    const made = inspect.nodes.find(({ name }) => name === shown?.node);
    expect(made?.outputs).toEqual([shown?.value]);
    expect(camera).toBe(shown?.node);
    const [map] = shown?.map.maps ?? [];
    expect((map?.width ?? 0) * (map?.height ?? 0)).toBeGreaterThan(1);
  });

  test("and runs come alive in the answers that are about them", async () => {
    const document = documentOf("test/fixtures/torch/saturating-stack/model.onnx");
    const placesOf = async (number: number) =>
      (await answer(document, "concept", { number, language: "en" })).places.map(({ title }) => title);
    const before = await placesOf(6);
    expect(before).toHaveLength(1);
    const wanted = { settings: { "saturating-stack": "off" }, file: null, model: "model.onnx" };
    await answer(document, "lint", { configuration: wanted, weights: false });
    expect(await placesOf(6)).toEqual([]);
    await answer(document, "lint", { configuration: null, weights: false });
    const kept = await answer(document, "gradients", { ...REQUEST, twin: false, loss: { kind: "probe" } });
    expect(await placesOf(6)).toEqual([kept.report.verdict.message, ...before]);
    expect((await placesOf(5))[0]).toContain("100 % of the trainable numbers");
    const scales = (await placesOf(13)).length;
    await answer(document, "run", REQUEST);
    expect((await placesOf(13)).length).toBe(scales + 2);
  });

  test("of a class that the output does not have are a problem", async () => {
    const asked = { ...REQUEST, twin: false, loss: { kind: "cross-entropy" as const, label: 99 } };
    const given = await fixture("mlp").ask("gradients", asked);
    expect(given).toMatchObject({ error: { severity: "error" } });
  });
});
