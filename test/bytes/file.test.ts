import { chmod, mkdtemp, rename, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openFile } from "../../src/bytes/file";
import type { ByteSource } from "../../src/bytes/source";
import { SourceError } from "../../src/bytes/source";
import { openModel } from "../../src/formats/open";

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "layerscope-file-"));
});

afterAll(() => rm(folder, { recursive: true }));

/** A file of the bytes 0, 1, 2…, opened. */
async function count(name: string, bytes: number): Promise<{ path: string; source: ByteSource }> {
  const path = join(folder, name);
  await writeFile(
    path,
    Uint8Array.from({ length: bytes }, (_, index) => index),
  );
  const opened = await openFile(path);
  if (!opened.ok) throw new Error(opened.problem.message);
  return { path, source: opened.value };
}

describe("a file", () => {
  const RANGES: [what: string, offset: number, length: number, bytes: number[]][] = [
    ["its beginning", 0, 3, [0, 1, 2]],
    ["its middle", 5, 2, [5, 6]],
    ["its end", 8, 2, [8, 9]],
    ["nothing, in the middle", 4, 0, []],
    ["nothing, at the end", 10, 0, []],
  ];
  test.each(RANGES)("gives %s", async (_, offset, length, bytes) => {
    const { source } = await count("ranges.bin", 10);
    expect([...(await source.read(offset, length))]).toEqual(bytes);
    expect(source.size).toBe(10);
    await source.close();
  });

  test.each([
    ["runs over its end", 8, 3],
    ["begins behind its end", 11, 1],
  ])("has no bytes for a range that %s", async (_, offset, length) => {
    const { source } = await count("beyond.bin", 10);
    await expect(source.read(offset, length)).rejects.toThrow(SourceError);
    await source.close();
  });

  test("gives many ranges that are asked for at once, each its own", async () => {
    const { source } = await count("parallel.bin", 200);
    const parts = await Promise.all(Array.from({ length: 20 }, (_, at) => source.read(at * 10, 10)));
    expect(parts.map(([first]) => first)).toEqual(Array.from({ length: 20 }, (_, at) => at * 10));
    await source.close();
  });

  test("that is cut while it is open gives what is left and says so where it is gone", async () => {
    const { path, source } = await count("cut.bin", 100);
    await truncate(path, 50);
    expect((await source.read(0, 50)).length).toBe(50);
    await expect(source.read(40, 20)).rejects.toThrow(/cut\.bin: ends before byte 60/);
    await source.close();
  });

  test("that another one takes the place of goes on to give what it held when it was opened", async () => {
    const { path, source } = await count("replaced.bin", 100);
    await writeFile(`${path}.new`, new Uint8Array(10).fill(7));
    await rename(`${path}.new`, path);
    expect((await source.read(90, 10))[9]).toBe(99);
    await source.close();
  });

  test("that is written over with less says so where nothing is left", async () => {
    const { path, source } = await count("written.bin", 100);
    await writeFile(path, new Uint8Array(10).fill(7));
    expect([...(await source.read(0, 2))]).toEqual([7, 7]);
    await expect(source.read(90, 10)).rejects.toThrow(SourceError);
    await source.close();
  });

  test("that is cut while a model is read from it ends as a problem with a way out", async () => {
    const { path, source } = await count("model.onnx", 0);
    await source.close();
    const field = [0x3a, 0xa0, 0x1f]; // graph, 4,000 bytes
    await writeFile(
      path,
      Uint8Array.from({ length: 4003 }, (_, at) => field[at] ?? 0),
    );
    const opened = await openFile(path);
    if (!opened.ok) throw new Error(opened.problem.message);
    await truncate(path, 100);
    const model = await openModel(opened.value);
    expect(model).toMatchObject({ ok: false, problem: { code: "unreadable-file" } });
    expect(!model.ok && model.problem.message).toMatch(/changed or went away .* Open it again/);
    await opened.value.close();
  });
});

describe("what cannot be opened is a problem that names the file and the reason", () => {
  test("a file that is not there", async () => {
    const path = join(folder, "gone.onnx");
    expect(await openFile(path)).toEqual({
      ok: false,
      problem: {
        severity: "error",
        code: "unreadable-file",
        message: `${path}: cannot be opened: there is no such file.`,
        where: "",
      },
    });
  });

  test("a folder", async () => {
    const opened = await openFile(folder);
    expect(!opened.ok && opened.problem.message).toContain("it is not a file");
  });

  test.skipIf(process.getuid?.() === 0)("a file that may not be read", async () => {
    const path = join(folder, "secret.onnx");
    await writeFile(path, "");
    await chmod(path, 0);
    const opened = await openFile(path);
    expect(!opened.ok && opened.problem.message).toContain("permission denied");
  });
});
