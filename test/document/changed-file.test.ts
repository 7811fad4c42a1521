import { copyFile, mkdtemp, rm, stat, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openFile } from "../../src/bytes/file";
import { Document } from "../../src/document/document";
import type { RequestName, Requests } from "../../src/document/protocol/requests";
import type { RunInputs } from "../../src/document/protocol/runs";
import { doRunJob } from "../../src/document/run-job";
import { loadEngine } from "../../src/running/load";

const fixture = (name: string): string => `test/fixtures/torch/${name}/model.onnx`;

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "layerscope-changed-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** A copy of a model that may be changed. */
async function copied(name: string): Promise<string> {
  const path = join(folder, "model.onnx");
  await rm(path, { force: true });
  await copyFile(fixture(name), path);
  return path;
}

/** @param onOpened after the file was opened, before anything of it is read. */
function documentOf(path: string, onOpened: () => Promise<void> = () => Promise.resolve()): Document {
  return new Document({
    open: async () => {
      const source = await openFile(path);
      await onOpened();
      return source;
    },
    now: () => 0,
    onTimings: () => undefined,
  });
}

const CHANGES: [what: string, change: (path: string) => Promise<void>][] = [
  ["cut", (path) => truncate(path, 100)],
  ["exchanged for another model", (path) => copyFile(fixture("residual"), path)],
  ["deleted", (path) => rm(path)],
];

/** All requests that look into the file again. */
const READING: { readonly [N in RequestName]?: Requests[N]["params"] } = {
  weights: { measure: true },
  tensor: { name: "0.weight" },
  tensorPictures: { name: "0.weight", at: null },
  tensorWindow: { name: "0.weight", row: 0, column: 0 },
  tensorFile: { name: "0.weight", format: "npy" },
  parameterGradient: { name: "0.weight" },
  lint: { configuration: null, weights: true },
};
const requests = Object.keys(READING) as (keyof typeof READING)[];

async function askReading(document: Document, name: RequestName): Promise<unknown> {
  return await document.ask(name, READING[name] as Requests[typeof name]["params"]);
}

describe.each(CHANGES)("a file that was %s after it was read", (_, change) => {
  test.each(requests)("is a problem for %s, and what is in memory is still told", async (name) => {
    const path = await copied("mlp");
    const document = documentOf(path);
    const facts = await document.ask("facts", {});
    await change(path);
    expect(await askReading(document, name)).toMatchObject({ error: { code: "unreadable-file" } });
    expect(await document.ask("facts", {})).toEqual(facts);
  });
});

describe("a file that is cut while its weights are read", () => {
  /** Cut as soon as it is opened for the second time. */
  async function cutting(): Promise<Document> {
    const path = await copied("mlp");
    let opened = 0;
    const document = documentOf(path, async () => {
      if (++opened > 1) await truncate(path, 100);
    });
    await document.ask("facts", {});
    return document;
  }

  test.each(["tensorPictures", "tensorWindow", "tensorFile"] as const)(
    "is a problem for %s",
    async (name) => {
      const said = await askReading(await cutting(), name);
      expect(said).toMatchObject({ error: { code: "unreadable-file" } });
      expect(JSON.stringify(said)).toMatch(/changed or went away/);
    },
  );

  test("has tensors without statistics, and says why once", async () => {
    const said = await (await cutting()).ask("weights", { measure: true });
    if (!("ok" in said)) throw new Error(JSON.stringify(said));
    expect(said.ok.tensors.map(({ mean }) => mean)).toEqual([null, null, null, null]);
    expect(said.ok.problems).toMatchObject([{ code: "unreadable-file" }]);
  });
});

const INPUTS: RunInputs = { seed: 0, samples: 1, pixels: null, distributions: {}, shapes: {}, given: {} };
const JOBS = [
  ["a run", {}],
  ["gradients", { loss: { kind: "sum" } }],
  ["gradients beside a twin's", { loss: { kind: "sum" }, twin: true }],
] as const;

describe.each(JOBS)("%s", (_, wanted) => {
  test.each([0, 0.5, 1])("of a file that is cut to %d of its size meanwhile", async (part) => {
    // It has a tensor that is too large to be kept in memory.
    const path = await copied("dead-channel");
    const { size } = await stat(path);
    const source = await openFile(path);
    if (!source.ok) throw new Error(source.problem.message);
    const outcome = await doRunJob(
      { inputs: INPUTS, assumed: {}, fetch: undefined, ...wanted },
      {
        source: source.value,
        // What is there is read once, then the runtime is loaded, then all is read again.
        engine: async () => {
          await truncate(path, Math.floor(part * size));
          return await loadEngine(1);
        },
        budget: 2 ** 28,
        onProgress: () => undefined,
      },
    );
    await source.value.close();
    if (part === 1) expect(outcome).toMatchObject({ ok: true });
    else expect(outcome).toMatchObject({ ok: false, problem: { code: "unreadable-file" } });
  });
});
