import { expect, test } from "vitest";
import { memorySource } from "../../../src/bytes/memory";
import type { ByteSource } from "../../../src/bytes/source";
import { openModel } from "../../../src/formats/open";
import type { Weight } from "./model";
import { dense, manifest, sequential } from "./model";

/** A model in many shards, each of which holds one weight. */
const SHARDS = Array.from({ length: 100 }, (_, index) => `shard${index}.bin`);
const WEIGHTS = SHARDS.map((_, index): Weight => ({ name: `w${index}`, shape: [4] }));
const JSON_TEXT = JSON.stringify({
  modelTopology: sequential([dense("d", 4, { batch_input_shape: [null, 3] })]),
  weightsManifest: manifest(SHARDS, WEIGHTS),
});

/** @param onSibling called for each file that is asked for. */
function source(onSibling: () => void): ByteSource {
  const files = new Map(SHARDS.map((path) => [path, new Uint8Array(16)]));
  const whole = memorySource("model.json", new TextEncoder().encode(JSON_TEXT), files);
  return {
    ...whole,
    sibling: (path) => {
      onSibling();
      return whole.sibling(path);
    },
  };
}

test.each([
  ["while its shards are looked for", 10],
  ["while its weights are read", SHARDS.length + 10],
])("a model of many shards is read no further when it is given up %s", async (_, last) => {
  const controller = new AbortController();
  let asked = 0;
  const given = source(() => {
    if (++asked === last) controller.abort(new Error("given up"));
  });
  await expect(openModel(given, { signal: controller.signal })).rejects.toThrow("given up");
  expect(asked).toBe(last);
});

test("a model of many shards tells how far its reading is, up to its end", async () => {
  const told: number[] = [];
  await openModel(
    source(() => undefined),
    { onProgress: (fraction) => told.push(fraction) },
  );
  expect(told).toHaveLength(SHARDS.length + WEIGHTS.length);
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect(told.at(-1)).toBe(1);
});
