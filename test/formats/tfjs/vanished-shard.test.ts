import { expect, test } from "vitest";
import { indexModel } from "../../../src/analysis/model-index";
import { memorySource } from "../../../src/bytes/memory";
import type { ByteSource } from "../../../src/bytes/source";
import { openModel } from "../../../src/formats/open";
import { measureWeights } from "../../../src/tensors/weights";
import { dense, manifest, sequential } from "./model";

const NET = sequential([dense("d", 4, { batch_input_shape: [null, 3] })]);
const WEIGHTS = manifest(
  ["a.bin", "b.bin"],
  [
    { name: "d/kernel", shape: [3, 4] },
    { name: "d/bias", shape: [4] },
  ],
);
const JSON_BYTES = new TextEncoder().encode(JSON.stringify({ modelTopology: NET, weightsManifest: WEIGHTS }));

/** A dense layer in two shards, of which one may be taken away. */
function twoShards(): { readonly files: Map<string, Uint8Array>; readonly source: ByteSource } {
  const files = new Map([
    ["a.bin", new Uint8Array(48)],
    ["b.bin", new Uint8Array(16)],
  ]);
  return { files, source: memorySource("model.json", JSON_BYTES, files) };
}

test.each([
  ["goes away", undefined],
  ["is cut", new Uint8Array(3)],
])("a shard that %s between its being looked for and its being read is said, not thrown", async (_, left) => {
  const { files, source } = twoShards();
  let looked = 0;
  const watched: ByteSource = {
    ...source,
    sibling: async (path) => {
      // Each of the two is looked for once; then the first weight is read.
      if (++looked === 3) {
        files.delete("a.bin");
        if (left !== undefined) files.set("a.bin", left);
      }
      return await source.sibling(path);
    },
  };
  expect(await openModel(watched)).toMatchObject({ ok: false, problem: { code: "unreadable-file" } });
});

test("a shard that goes away after the model was opened is what keeps its own weights from being measured, no others", async () => {
  const { files, source } = twoShards();
  const model = await openModel(source);
  if (!model.ok) throw new Error(model.problem.message);
  files.delete("b.bin");
  const { measured } = await measureWeights(indexModel(model.value), source);
  expect(measured.get("d/bias")).toMatchObject({ code: "missing-external-data" });
  expect(measured.get("d/kernel")).toHaveProperty("summary");
});
