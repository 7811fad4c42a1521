import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openFile } from "../../../src/bytes/file";
import { memorySource } from "../../../src/bytes/memory";
import type { ByteSource } from "../../../src/bytes/source";
import { skim } from "../../../src/formats/onnx/skim";
import { external, flat } from "../../bench/generate";
import type { Pieces } from "../../bench/protobuf";
import { toBytes, writeSparse } from "../../bench/protobuf";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "layerscope-skim-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function fileOf(name: string, model: Pieces): Promise<ByteSource> {
  const path = join(folder, name);
  await writeSparse(path, model);
  const source = await openFile(path);
  if (!source.ok) throw new Error(source.problem.message);
  return source.value;
}

const MODELS: readonly (readonly [name: string, model: Pieces])[] = [
  ["small, without holes", flat(100)],
  ["larger than what is foreseen, without holes", flat(20_000)],
  ["with a hole behind each block", external(200, 1e6, "weights.bin").model],
];

describe("the skeleton of a model", () => {
  test.each(MODELS)("%s is the same from a file as from memory", async (name, model) => {
    const file = await fileOf("model.onnx", model);
    const [read, given] = [await skim(file), await skim(memorySource(name, toBytes(model)))];
    await file.close();
    expect(read.holes).toEqual(given.holes);
    expect([read.size, read.whole, read.bytes.length]).toEqual([given.size, given.whole, given.bytes.length]);
    expect(Buffer.compare(read.bytes, given.bytes)).toBe(0);
  });

  test("from a file is read to where it stays, and memory is made for it but three times", async () => {
    const file = await fileOf("large.onnx", flat(20_000));
    const buffers = new Set<ArrayBufferLike>();
    let copied = 0;
    const { bytes } = await skim({
      ...file,
      read: async (offset, length, into) => {
        const given = await file.read(offset, length, into);
        if (into === undefined) copied++;
        buffers.add(given.buffer);
        return given;
      },
    });
    await file.close();
    expect(bytes.length).toBe(file.size);
    expect(bytes.length).toBeGreaterThan(8 << 20);
    // The first two parts, whose room nobody knew, and the rooms of 1, 2, 4 MiB and all.
    expect(copied).toBeLessThanOrEqual(2);
    expect(buffers.size).toBeLessThanOrEqual(6);
  });
});
