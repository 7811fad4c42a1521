import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openFile } from "../../src/bytes/file";
import { memorySource } from "../../src/bytes/memory";
import { insideFolder } from "../../src/bytes/sibling";
import type { ByteSource } from "../../src/bytes/source";

const REFUSED: [what: string, path: string, reason: RegExp][] = [
  ["an empty path", "", /is empty/],
  ["the folder itself", ".", /names the folder itself/],
  ["slashes alone", "././/", /names the folder itself/],
  ["an absolute path", "/etc/passwd", /is absolute/],
  ["a path to the computer's root", "//server/share/w.bin", /is absolute/],
  ["a parent", "../secret.bin", /leaves the folder by '\.\.'/],
  ["the parent itself", "..", /leaves the folder by '\.\.'/],
  ["a parent behind a folder", "more/../../secret.bin", /leaves the folder by '\.\.'/],
  ["a parent that comes back", "more/../w.bin", /leaves the folder by '\.\.'/],
  ["dots with blanks, which Windows drops", "more/.. /w.bin", /leaves the folder by '\.\.'/],
  ["three dots, which Windows drops", ".../w.bin", /leaves the folder by '\.\.'/],
  ["a backslash", "more\\b.bin", /holds a backslash/],
  ["a parent by backslashes", "..\\secret.bin", /holds a backslash/],
  ["a drive letter", "C:/w.bin", /is a URL or begins with a drive letter/],
  ["a drive letter behind a dot", "./C:/w.bin", /holds a colon/],
  ["a stream of a file on Windows", "w.bin:hidden", /is a URL or begins with a drive letter/],
  ["a URL", "https://example.org/w.bin", /is a URL/],
  ["a URL of a file", "file:///etc/passwd", /is a URL/],
  ["a NUL character", "w.bin\0.png", /holds a NUL character/],
];

const FOUND: [what: string, path: string, content: string][] = [
  ["a file beside the model", "w.bin", "beside"],
  ["a file in a folder below", "more/b.bin", "below"],
  ["a path with dots and slashes that say nothing", "./more//./b.bin", "below"],
  ["a name that begins with two dots", "..w.bin", "dotted"],
  ["a hidden file", ".w", "hidden"],
];

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "layerscope-sibling-"));
  await mkdir(join(folder, "models", "more"), { recursive: true });
  await mkdir(join(folder, "outside"));
  await writeFile(join(folder, "secret.bin"), "secret");
  await writeFile(join(folder, "outside", "secret.bin"), "secret");
  await writeFile(join(folder, "models", "model.onnx"), "model");
  for (const [, path, content] of FOUND) await writeFile(join(folder, "models", path), content);
});

afterAll(() => rm(folder, { recursive: true }));

async function onDisk(): Promise<ByteSource> {
  const opened = await openFile(join(folder, "models", "model.onnx"));
  if (!opened.ok) throw new Error(opened.problem.message);
  return opened.value;
}

function inMemory(): Promise<ByteSource> {
  const files = new Map(FOUND.map(([, path, content]) => [path, Buffer.from(content)]));
  return Promise.resolve(memorySource("model.onnx", Buffer.from("model"), files));
}

describe.each([
  ["a file", onDisk],
  ["memory", inMemory],
])("a sibling of a model in %s", (_, open) => {
  test.each(REFUSED)("is not %s", async (_, path, reason) => {
    const source = await open();
    const sibling = await source.sibling(path);
    await source.close();
    expect(sibling).toMatchObject({ ok: false, problem: { code: "escaping-path", where: path } });
    expect(!sibling.ok && sibling.problem.message).toMatch(reason);
  });

  test.each(FOUND)("may be %s", async (_, path, content) => {
    const source = await open();
    const sibling = await source.sibling(path);
    if (!sibling.ok) throw new Error(sibling.problem.message);
    const bytes = await sibling.value.read(0, sibling.value.size);
    await Promise.all([source.close(), sibling.value.close()]);
    expect(Buffer.from(bytes).toString()).toBe(content);
  });

  test("that is not there is said to be missing, with its name and what to do", async () => {
    const source = await open();
    for (const path of ["gone.bin", "gone/w.bin", "w.bin/inside.bin"]) {
      const sibling = await source.sibling(path);
      expect(sibling).toMatchObject({ ok: false, problem: { code: "missing-external-data", where: path } });
      expect(!sibling.ok && sibling.problem.message).toContain(`'${path}'`);
    }
    await source.close();
  });
});

describe("a link in the model's folder", () => {
  const LINKS: [what: string, target: string, path: string, answer: string][] = [
    ["to a file outside is refused", "../secret.bin", "link.bin", "escaping-path"],
    ["to an absolute path outside is refused", "/etc/hostname", "absolute.bin", "escaping-path"],
    ["to a folder outside is refused", "../outside", "way/secret.bin", "escaping-path"],
    ["to the parent is refused", "..", "up/secret.bin", "escaping-path"],
    ["to a file inside is followed", "more/b.bin", "inner.bin", "below"],
    ["to a folder inside is followed", "more", "inner/b.bin", "below"],
    ["that leads out and in again is followed", "../models/w.bin", "round.bin", "beside"],
    ["to a file that is gone is missing", "more/gone.bin", "broken.bin", "missing-external-data"],
    ["to itself is unreadable", "circle.bin", "circle.bin", "unreadable-file"],
  ];
  test.each(LINKS)("%s", async (_, target, path, answer) => {
    const [link = ""] = path.split("/");
    await symlink(target, join(folder, "models", link));
    const source = await onDisk();
    const sibling = await source.sibling(path);
    await source.close();
    if (!sibling.ok) {
      expect(sibling.problem.code).toBe(answer);
      return;
    }
    const bytes = await sibling.value.read(0, sibling.value.size);
    await sibling.value.close();
    expect(Buffer.from(bytes).toString()).toBe(answer);
  });

  test("a model that is itself reached by a link has the folder of the link", async () => {
    await mkdir(join(folder, "links"));
    await symlink("../models/model.onnx", join(folder, "links", "model.onnx"));
    await writeFile(join(folder, "links", "own.bin"), "own");
    const model = await openFile(join(folder, "links", "model.onnx"));
    if (!model.ok) throw new Error(model.problem.message);
    const own = await model.value.sibling("own.bin");
    const other = await model.value.sibling("w.bin");
    if (own.ok) await own.value.close();
    await model.value.close();
    expect([own.ok, other.ok]).toEqual([true, false]);
  });

  test("a folder is no sibling", async () => {
    const source = await onDisk();
    const sibling = await source.sibling("more");
    await source.close();
    expect(sibling).toMatchObject({ ok: false, problem: { code: "unreadable-file" } });
    expect(!sibling.ok && sibling.problem.message).toContain("it is not a file");
  });
});

test("no path that is let through climbs, however it is put together", () => {
  const part = fc.constantFrom(
    "..",
    ".",
    "a",
    "... ",
    ". .",
    "",
    "C:",
    "..a",
    "a..",
    " ",
    "\\",
    "\0",
    "%2e%2e",
    "~",
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 5 }), fc.constantFrom("", "/", "./"), (parts, before) => {
      const inside = insideFolder(before + parts.join("/"));
      if (!inside.ok) return;
      expect(before).not.toBe("/");
      for (const one of inside.parts) expect(one).not.toMatch(/^\.[. ]*$|[\\/:\0]|^$/);
    }),
  );
});
