import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as esbuild from "esbuild";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { Language } from "../../src/concepts/types";
import type { RequestName, Requests } from "../../src/document/protocol/requests";
import type { RunInputs } from "../../src/document/protocol/runs";
import { WorkerDocument } from "../../src/document/spawn";
import type { ModelFile } from "../../src/document/worker-messages";

/** Heap of a worker in MiB, which one that wants more than it gets uses up soon. */
const MEMORY = 128;

/** How a worker ends in the middle of its work. */
type Death = "exit" | "throw" | "memory";

/** Which worker ends, as it says that it is in this phase. */
interface Fate {
  readonly worker: "document" | "running";
  readonly phase: string;
  readonly death: Death;
}

/** A worker as it is built, but for its fate: a file that the first one that meets it takes away. */
const fatal = (worker: Fate["worker"]): string => `
  import { readFileSync, rmSync } from "node:fs";
  import { parentPort } from "node:worker_threads";
  const file = new URL("../fate.json", import.meta.url);
  const post = parentPort.postMessage.bind(parentPort);
  const deaths = {
    exit: () => process.exit(1),
    throw: () => queueMicrotask(() => { throw new Error("a fault of ours"); }),
    memory: () => { for (const all = []; ; ) all.push(new Array(1_000_000).fill(0)); },
  };
  parentPort.postMessage = (message) => {
    post(message);
    if (message.type !== "progress") return;
    let fate;
    // The other worker may have met its fate at this moment, and taken the file away.
    try { fate = readFileSync(file, "utf8"); } catch { return; }
    const { worker, phase, death } = JSON.parse(fate);
    if (worker !== "${worker}" || phase !== message.phase) return;
    rmSync(file);
    deaths[death]();
  };
  await import("./whole-${worker}.js");`;

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "layerscope-worker-"));
  const built = join(folder, "dist");
  await mkdir(built);
  await writeFile(join(folder, "package.json"), '{"type": "module"}');
  await esbuild.build({
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    entryPoints: {
      "whole-document": "src/document/worker.ts",
      "whole-running": "src/document/run-worker.ts",
    },
    outdir: built,
    logLevel: "error",
  });
  await writeFile(join(built, "document.js"), fatal("document"));
  await writeFile(join(built, "running.js"), fatal("running"));
  for (const file of ["ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm"]) {
    await copyFile(`node_modules/onnxruntime-web/dist/${file}`, join(built, file));
  }
}, 60_000);
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const MODEL = resolve("test/fixtures/torch/dead-channel/model.onnx");
const opened: WorkerDocument[] = [];
afterEach(async () => {
  for (const document of opened.splice(0)) await document.dispose();
});

function documentOf(
  file: () => ModelFile = () => ({ kind: "path", path: MODEL }),
  language: Language = "en",
) {
  const restarts: string[] = [];
  const faults: string[] = [];
  const document = new WorkerDocument({
    script: join(folder, "dist/document.js"),
    open: async () => Promise.resolve({ ok: true, value: { file: file(), modified: 0 } }),
    onRestarted: (reason) => restarts.push(reason),
    onFault: ({ message }) => faults.push(message),
    onTimings: () => undefined,
    language,
    memory: MEMORY,
  });
  opened.push(document);
  return { document, restarts, faults };
}

const INPUTS: RunInputs = { seed: 0, samples: 1, pixels: null, distributions: {}, shapes: {}, given: {} };
const REQUEST = { inputs: INPUTS, memory: null, threads: 1 };

const ASKED = {
  facts: {},
  weights: { measure: true },
  run: REQUEST,
  gradients: { ...REQUEST, loss: { kind: "sum" }, twin: false },
} as const satisfies { readonly [N in RequestName]?: Requests[N]["params"] };

const PHASES: readonly [phase: string, asked: keyof typeof ASKED, worker: Fate["worker"]][] = [
  ["Reading", "facts", "document"],
  ["Looking at the model", "facts", "document"],
  ["Measuring the weights", "weights", "document"],
  ["Running", "run", "document"],
  ["Running", "gradients", "document"],
  ["Reading the model", "run", "running"],
  ["Starting the runtime", "run", "running"],
  ["Running", "run", "running"],
  ["Reading the model", "gradients", "running"],
  ["Starting the runtime", "gradients", "running"],
  ["Running", "gradients", "running"],
];

const REASONS: Readonly<Record<Death, string>> = {
  exit: "it ended",
  throw: "a fault of ours",
  memory: "it ran out of memory",
};

describe("a document in a worker", { timeout: 60_000 }, () => {
  test.each([
    ["en", "the weights of channels 0, 7, 10 of 12 are all zero", "Nothing can be said"],
    ["ru", "все веса нулевые (каналы 0, 7, 10 из 12)", "О потоке градиентов ничего сказать нельзя"],
  ] as const)(
    "says in the language '%s' what is found and what gradients do",
    async (language, dead, flow) => {
      const { document } = documentOf(undefined, language);
      const lint = await document.request("lint", { configuration: null, weights: true });
      expect("ok" in lint ? lint.ok.findings.map(({ message }) => message) : lint).toEqual([
        expect.stringContaining(dead),
      ]);
      const gradients = await document.request("gradients", ASKED.gradients);
      expect("ok" in gradients ? gradients.ok.report.verdict.message : gradients).toContain(flow);
    },
  );
});

describe("a worker that dies says so, and the next request starts another one", { timeout: 60_000 }, () => {
  async function dies(asked: keyof typeof ASKED, fate: Fate): Promise<readonly string[]> {
    const { document, restarts, faults } = documentOf();
    await writeFile(join(folder, "fate.json"), JSON.stringify(fate));
    const [code, restarted] =
      fate.worker === "document" ? ["worker-died", [REASONS[fate.death]]] : ["run-worker-died", []];
    const said = await document.request(asked, ASKED[asked]);
    expect(said).toMatchObject({ error: { code } });
    expect(JSON.stringify(said)).toContain(REASONS[fate.death]);
    expect(await document.request(asked, ASKED[asked])).toHaveProperty("ok");
    expect(restarts).toEqual(restarted);
    return faults;
  }

  test.each(PHASES)("in the phase '%s' of %s, in the %s worker", async (phase, asked, worker) => {
    expect(await dies(asked, { worker, phase, death: "exit" })).toEqual([]);
  });

  test.each(["document", "running"] as const)("by a fault of ours, in the %s worker", async (worker) => {
    expect(await dies("run", { worker, phase: "Running", death: "throw" })).toEqual([REASONS.throw]);
  });

  test("by a lack of memory", async () => {
    const fate = { worker: "document", phase: "Measuring the weights", death: "memory" } as const;
    expect(await dies("weights", fate)).toHaveLength(1);
  });
});

const LATER = "a fault while nobody asks yet is a line of the log, and the first request reads again";
describe(LATER, { timeout: 60_000 }, () => {
  test("where the file is opened", async () => {
    let times = 0;
    const { document, faults } = documentOf(() => {
      if (times++ === 0) throw new Error("a fault of ours");
      return { kind: "path", path: MODEL };
    });
    await document.begin();
    expect(faults).toEqual(["a fault of ours"]);
    expect(await document.request("facts", {})).toHaveProperty("ok");
  });

  test("where the worker reads it", async () => {
    const { document, faults } = documentOf(() => ({ kind: "none" }) as unknown as ModelFile);
    await document.begin();
    await vi.waitFor(() => expect(faults).toHaveLength(1), { timeout: 20_000 });
    expect(await document.request("facts", {})).toMatchObject({ error: { code: "internal-fault" } });
    expect(faults).toHaveLength(2);
  });
});

test("all that was asked of a worker that dies ends, and one worker is started for all that is asked then", async () => {
  const { document, restarts } = documentOf();
  const fate: Fate = { worker: "document", phase: "Reading", death: "exit" };
  await writeFile(join(folder, "fate.json"), JSON.stringify(fate));
  const asked = Array.from({ length: 5 }, () => document.request("facts", {}));
  for (const said of await Promise.all(asked)) expect(said).toMatchObject({ error: { code: "worker-died" } });
  const again = Array.from({ length: 5 }, () => document.request("facts", {}));
  for (const said of await Promise.all(again)) expect(said).toHaveProperty("ok");
  expect(restarts).toEqual([REASONS.exit]);
});

test.each(["facts", "weights", "run", "gradients"] as const)(
  "a document that is closed while it is asked for %s ends what was asked",
  async (asked) => {
    const { document } = documentOf();
    const answer = document.request(asked, ASKED[asked]);
    await document.dispose();
    expect(await answer).toMatchObject({ error: { code: "worker-died" } });
    expect(await document.request("facts", {})).toMatchObject({ error: { code: "worker-died" } });
  },
);

test.each(["weights", "run", "gradients"] as const)(
  "a file that is another one while it is asked for %s is answered for or is a problem, and nothing dies",
  async (asked) => {
    const { document, restarts } = documentOf();
    await document.request("facts", {});
    const answer = document.request(asked, ASKED[asked]);
    await document.reload();
    expect(Object.keys(await answer)).toHaveLength(1);
    expect(await document.request(asked, ASKED[asked])).toHaveProperty("ok");
    expect(restarts).toEqual([]);
  },
);
