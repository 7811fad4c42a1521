import { expect, test } from "vitest";
import { memorySource } from "../../src/bytes/memory";
import { SourceError } from "../../src/bytes/source";

const SOURCE = memorySource("m.onnx", Uint8Array.of(0, 1, 2, 3));

test("memory gives any range that lies in it, without copying", async () => {
  expect([...(await SOURCE.read(0, 4))]).toEqual([0, 1, 2, 3]);
  expect([...(await SOURCE.read(1, 2))]).toEqual([1, 2]);
  expect([...(await SOURCE.read(4, 0))]).toEqual([]);
  expect((await SOURCE.read(0, 1)).buffer).toBe((await SOURCE.read(3, 1)).buffer);
});

test.each([
  ["runs over its end", 3, 2],
  ["begins behind its end", 5, 0],
  ["begins before it", -1, 1],
  ["has a negative length", 2, -1],
])("memory has no bytes for a range that %s", async (_, offset, length) => {
  await expect(SOURCE.read(offset, length)).rejects.toThrow(SourceError);
});

test("a sibling in memory sees the same siblings", async () => {
  const files = new Map([
    ["a.bin", Uint8Array.of(1)],
    ["b.bin", Uint8Array.of(2)],
  ]);
  const a = await memorySource("m.onnx", Uint8Array.of(), files).sibling("./a.bin");
  const b = a.ok ? await a.value.sibling("b.bin") : a;
  expect(b.ok && [...(await b.value.read(0, 1))]).toEqual([2]);
});
