import type { Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import { isObject, listOf, objectOf, parseJson, textOf } from "../formats/tfjs/json";
import type { GraphModelFile } from "./tfjs-engine";

/** Reads all that TensorFlow.js needs of a graph model: from the model's folder, and never from anywhere else. */
export async function readGraphModelFile(source: ByteSource): Promise<Result<GraphModelFile>> {
  const json = parseJson(source.name, await source.read(0, source.size));
  if (!json.ok) return json;
  const document = objectOf(json.value);
  const groups = listOf(document["weightsManifest"]).map(objectOf);
  const shards: Uint8Array[] = [];
  for (const path of groups.flatMap(({ paths }) => listOf(paths).map(textOf))) {
    if (path === undefined) continue;
    const sibling = await source.sibling(path);
    if (!sibling.ok) return sibling;
    try {
      shards.push(await sibling.value.read(0, sibling.value.size));
    } finally {
      await sibling.value.close();
    }
  }
  const initializer = document["modelInitializer"];
  return {
    ok: true,
    value: {
      // The loader wants versions to be there, and makes nothing of them.
      topology: { versions: {}, ...objectOf(document["modelTopology"]) },
      initializer: isObject(initializer) ? initializer : undefined,
      weightSpecs: groups.flatMap(({ weights }) => listOf(weights).filter(isObject)),
      weights: joined(shards),
    },
  };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
