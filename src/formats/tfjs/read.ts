import type { Problem, Result } from "../../bytes/problem";
import type { ByteSource } from "../../bytes/source";
import type { Format, Model } from "../../model/model";
import type { Tensor } from "../../model/tensor";
import { Problems } from "../onnx/problems";
import type { Topology } from "./draft";
import { graphOf, NOT_SAID } from "./draft";
import { readGraphModel } from "./graph-model";
import type { Json, JsonObject } from "./json";
import { isObject, listOf, MOST_JSON_BYTES, objectOf, parseJson, textOf } from "./json";
import { readLayers } from "./layers";
import { readManifest } from "./manifest";
import { metadataOf, producerOf } from "./metadata";

interface ReadOptions {
  /** Called with the part of the files of weights and of their tensors that is behind, 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
}

/** Reads a model of TensorFlow.js: a `model.json`, or a manifest of weights alone. */
export async function readTfjs(source: ByteSource, { onProgress }: ReadOptions = {}): Promise<Result<Model>> {
  if (source.size > MOST_JSON_BYTES) return refused(source.name, "too large for a topology in JSON");
  const json = parseJson(source.name, await source.read(0, source.size));
  if (!json.ok) return json;
  const model = modelOf(json.value);
  if (model === undefined) return refused(source.name, "JSON, but no model of TensorFlow.js");
  const problems = new Problems(source.name);
  const tensors = await readManifest(source, model.manifest, problems, onProgress);
  if (model.format !== "tfjs-weights" && !Array.isArray(model.manifest)) {
    problems.warning("no-weights", "the file has no manifest of weights: only the structure is shown", "");
  }
  const topology = readTopology(model, tensors, problems);
  return {
    ok: true,
    value: {
      ...NOT_SAID,
      ...topology,
      file: source.name,
      size: source.size,
      format: model.format,
      producer: producerOf(model.document),
      metadata: metadataOf(model.document),
      problems: problems.list(() => ""),
    },
  };
}

/** The parts of a document, wherever its writer put them. */
interface Parts {
  readonly format: Format;
  readonly document: JsonObject;
  /** The GraphDef, or the outermost model of Keras: `{class_name, config}`. */
  readonly topology: JsonObject;
  readonly manifest: Json;
}

/** Decides by content: `format` is missing in old files. Undefined where this is no model. */
export function modelOf(json: Json): Parts | undefined {
  if (Array.isArray(json)) {
    const isManifest = json.length > 0 && json.every((group) => isObject(group) && "weights" in group);
    return isManifest ? { format: "tfjs-weights", document: {}, topology: {}, manifest: json } : undefined;
  }
  const document = objectOf(json);
  const manifest = document["weightsManifest"];
  // A topology may stand alone in a file.
  const topology = isObject(document["modelTopology"]) ? document["modelTopology"] : document;
  if (isGraphDef(topology)) return { format: "tfjs-graph", document, topology, manifest };
  const keras = isObject(topology["model_config"]) ? topology["model_config"] : topology;
  if (textOf(keras["class_name"]) !== undefined && "config" in keras) {
    return { format: "tfjs-layers", document, topology: keras, manifest };
  }
  return Array.isArray(manifest) ? { format: "tfjs-weights", document, topology: {}, manifest } : undefined;
}

function isGraphDef({ node }: JsonObject): boolean {
  return Array.isArray(node) && listOf(node).every((one) => isObject(one) && "op" in one);
}

function readTopology(
  { format, topology, document }: Parts,
  tensors: ReadonlyMap<string, Tensor>,
  problems: Problems,
): Topology {
  if (format === "tfjs-layers") return readLayers(topology, tensors, problems);
  if (format === "tfjs-graph") {
    const signature = document["signature"] ?? objectOf(document["userDefinedMetadata"])["signature"];
    return readGraphModel(topology, objectOf(signature), tensors, problems);
  }
  return { graph: graphOf({ name: "", inputs: [], outputs: [], nodes: [], tensors }), functions: [] };
}

function refused(file: string, what: string): { readonly ok: false; readonly problem: Problem } {
  const message = `${file}: this is ${what}. Choose the model's file, which is called model.json as a rule.`;
  return { ok: false, problem: { severity: "error", code: "not-a-model", message, where: "" } };
}
