import { joined } from "../bytes/joined";
import { inOrder } from "../analysis/order";
import type { Problem, Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import type { Json } from "../formats/tfjs/json";
import { isObject, listOf, objectOf, parseJson, textOf } from "../formats/tfjs/json";
import { layerCalls } from "../formats/tfjs/layer-calls";
import type { Graph } from "../model/model";
import type { Tensor } from "../model/tensor";
import { elementsOf } from "../model/tensor";
import { TensorReader } from "../tensors/reader";
import { readWhole } from "./files";
import type { GraphModelFile } from "./tfjs-graph";
import type { LayersModelFile } from "./tfjs-layers";
import type { Values } from "./values";

/** Reads all that TensorFlow.js needs of a graph model: from the model's folder, and never from anywhere else. */
export async function readGraphModelFile(source: ByteSource): Promise<Result<GraphModelFile>> {
  const json = await readJson(source);
  if (!json.ok) return json;
  const document = objectOf(json.value);
  const groups = listOf(document["weightsManifest"]).map(objectOf);
  const shards: Uint8Array[] = [];
  for (const path of groups.flatMap(({ paths }) => listOf(paths).map(textOf))) {
    if (path === undefined) continue;
    const sibling = await source.sibling(path);
    if (!sibling.ok) return sibling;
    try {
      const bytes = await readWhole(sibling.value);
      if (!bytes.ok) return bytes;
      shards.push(bytes.value);
    } finally {
      await sibling.value.close();
    }
  }
  const initializer = document["modelInitializer"];
  return {
    ok: true,
    value: {
      kind: "graph",
      // The loader wants versions to be there, and makes nothing of them.
      topology: { versions: {}, ...objectOf(document["modelTopology"]) },
      initializer: isObject(initializer) ? initializer : undefined,
      weightSpecs: groups.flatMap(({ weights }) => listOf(weights).filter(isObject)),
      weights: joined(shards),
    },
  };
}

/**
 * Reads all that TensorFlow.js needs of a layers model: the calls of its layers, and the weights that they take.
 *
 * @param graph that the model's file was read as.
 */
export async function readLayersModelFile(
  source: ByteSource,
  graph: Graph,
): Promise<Result<LayersModelFile>> {
  const json = await readJson(source);
  if (!json.ok) return json;
  const byName = new Map(layerCalls(json.value, graph.tensors).map((call) => [call.name, call]));
  const calls = inOrder(graph).flatMap(({ name }) => byName.get(name) ?? []);
  const weights = new Map<string, Values>();
  const reader = new TensorReader(source);
  try {
    for (const name of new Set(calls.flatMap((call) => call.weights))) {
      const tensor = graph.tensors.get(name);
      const values = tensor && (await readNumbers(reader, tensor));
      if (values?.ok === false) return values;
      if (values !== undefined) weights.set(name, values.value);
    }
  } finally {
    await reader.close();
  }
  return { ok: true, value: { kind: "layers", calls, weights } };
}

/** All weights of layers are float32 to TensorFlow.js. */
async function readNumbers(reader: TensorReader, tensor: Tensor): Promise<Result<Values>> {
  const { shape, location } = tensor;
  // What the file does not hold may have any shape: the reader says so.
  const data = new Float32Array(location.kind === "raw" ? elementsOf(shape) : 0);
  let at = 0;
  const problem: Problem | undefined = await reader.read(tensor, (values) => {
    data.set(values, at);
    at += values.length;
  });
  return problem === undefined
    ? { ok: true, value: { dtype: "float32", shape, data } }
    : { ok: false, problem };
}

async function readJson(source: ByteSource): Promise<Result<Json>> {
  const bytes = await readWhole(source);
  return bytes.ok ? parseJson(source.name, bytes.value) : bytes;
}
