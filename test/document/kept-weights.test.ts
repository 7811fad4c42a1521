import { copyFile, mkdir, mkdtemp, readdir, rm, truncate, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ModelIndex } from "../../src/analysis/model-index";
import { indexModel } from "../../src/analysis/model-index";
import { openFile } from "../../src/bytes/file";
import type { ByteSource } from "../../src/bytes/source";
import { Document } from "../../src/document/document";
import { KeptWeights } from "../../src/document/kept-weights";
import type { Fault } from "../../src/document/responder";
import { openModel } from "../../src/formats/open";
import type { Weights } from "../../src/tensors/weights";
import { measureWeights } from "../../src/tensors/weights";
import { external } from "../bench/generate";
import { writeSparse } from "../bench/protobuf";

const MODEL = "test/fixtures/torch/residual/model.onnx";

let folder = "";
let path = "";
const faults: Fault[] = [];
const keptIn = (path: string, version = "1.0.0"): KeptWeights =>
  new KeptWeights(path, version, (fault) => faults.push(fault));
let kept = keptIn("");

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "layerscope-kept-"));
  path = join(folder, "model.onnx");
  await copyFile(MODEL, path);
  faults.length = 0;
  kept = keptIn(join(folder, "kept"));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function withModel<T>(work: (source: ByteSource, index: ModelIndex) => Promise<T>): Promise<T> {
  const source = await openFile(path);
  if (!source.ok) throw new Error(source.problem.message);
  try {
    const model = await openModel(source.value);
    if (!model.ok) throw new Error(model.problem.message);
    return await work(source.value, indexModel(model.value));
  } finally {
    await source.value.close();
  }
}

const keep = (): Promise<Weights["measured"]> =>
  withModel(async (source, index) => {
    const { measured } = await measureWeights(index, source);
    await kept.write(source, index, measured);
    return measured;
  });

const recall = (from = kept): Promise<Weights["measured"] | undefined> =>
  withModel((source, index) => from.read(source, index));

/** As plain values; a distribution by what it answers. */
const plain = (measured: Weights["measured"] | undefined): unknown =>
  Array.from(measured ?? [], ([name, one]) =>
    "summary" in one
      ? [name, { ...one, distribution: [one.distribution.magnitudeAt(0.9), one.distribution.settled] }]
      : [name, one],
  );

test("what was measured comes back as it was", async () => {
  const measured = await keep();
  expect(measured.size).toBeGreaterThan(10);
  expect(plain(await recall())).toEqual(plain(measured));
});

test("nothing is known of a model that nobody has measured", async () => {
  expect(await recall()).toBeUndefined();
});

test("a file that was changed since is another one", async () => {
  await keep();
  await utimes(path, new Date(), new Date(Date.now() + 5000));
  expect(await recall()).toBeUndefined();
});

test("another version of the program measures for itself", async () => {
  await keep();
  expect(await recall(keptIn(join(folder, "kept"), "1.0.1"))).toBeUndefined();
});

test("a file that was cut short is as if it were not there", async () => {
  await keep();
  const [name = ""] = await readdir(join(folder, "kept"));
  await truncate(join(folder, "kept", name), 100);
  expect(await recall()).toBeUndefined();
});

test("of many files the oldest go, and no more than 64 stay", async () => {
  await mkdir(join(folder, "kept"));
  for (let at = 0; at < 70; at++) {
    const other = join(folder, "kept", `${String(at)}.bin`);
    await writeFile(other, "");
    await utimes(other, at, at);
  }
  await keep();
  const names = await readdir(join(folder, "kept"));
  expect(names).toHaveLength(64);
  expect(names).not.toContain("6.bin");
  expect(names).toContain("7.bin");
  expect(await recall()).toBeDefined();
});

test("where nothing can be kept it is told, and nothing else breaks", async () => {
  await writeFile(join(folder, "kept"), "a file in the folder's place");
  const measured = await keep();
  expect(measured.size).toBeGreaterThan(10);
  expect(faults).toHaveLength(1);
  expect(await recall()).toBeUndefined();
});

/** Counts what is read of a model and of the files beside it. */
function counting(source: ByteSource, count: (bytes: number) => void): ByteSource {
  return {
    ...source,
    read: (offset, length, into) => {
      count(length);
      return source.read(offset, length, into);
    },
    sibling: async (name) => {
      const opened = await source.sibling(name);
      return opened.ok ? { ok: true, value: counting(opened.value, count) } : opened;
    },
  };
}

describe("weights of 20 MB in a file beside the model", () => {
  const { model, bytes } = external(4, 20e6, "weights.bin");
  let read = 0;
  const opened = (): Document =>
    new Document({
      open: async () => {
        const source = await openFile(path);
        return source.ok ? { ok: true, value: counting(source.value, (more) => (read += more)) } : source;
      },
      now: () => 0,
      onTimings: () => undefined,
      kept,
    });

  beforeEach(async () => {
    await writeSparse(path, model);
    await writeFile(join(folder, "weights.bin"), "");
    await truncate(join(folder, "weights.bin"), bytes);
    const measuring = opened();
    expect(await measuring.ask("weights", { measure: false })).toMatchObject({ ok: { measured: false } });
    expect(await measuring.ask("weights", { measure: true })).toMatchObject({ ok: { measured: true } });
    expect(read).toBeGreaterThanOrEqual(bytes);
    read = 0;
  });

  test("are known in another window with their findings, and not read again", async () => {
    const later = opened();
    expect(await later.ask("weights", { measure: false })).toMatchObject({ ok: { measured: true } });
    const lint = await later.ask("lint", { configuration: null, weights: true });
    expect("ok" in lint && lint.ok.findings.some(({ rule }) => rule === "zero-weight")).toBe(true);
    expect(read).toBeLessThan(1e6);
  });

  test("are others once the file beside is", async () => {
    await utimes(join(folder, "weights.bin"), new Date(), new Date(Date.now() + 5000));
    expect(await opened().ask("weights", { measure: false })).toMatchObject({ ok: { measured: false } });
  });
});
