import type { Metadata } from "../../model/model";
import type { Json, JsonObject } from "./json";
import { isObject, listOf, objectOf, textOf } from "./json";

/** A custom object among a model's settings may be long; a person looks at its beginning. */
const LONGEST_TEXT = 1_000;

/** Who made the model, and who converted it. */
export function producerOf(document: JsonObject): string | undefined {
  const made = textOf(document["generatedBy"]);
  // The converter writes TensorFlow's version number alone.
  const maker = made !== undefined && /^\d/.test(made) ? `TensorFlow ${made}` : made;
  const names = [maker, textOf(document["convertedBy"])].filter((name) => name !== undefined && name !== "");
  return names.length === 0 ? undefined : names.join(", ");
}

/** How the model was trained, and what its author wrote into the file. */
export function metadataOf(document: JsonObject): Metadata {
  const topology = objectOf(document["modelTopology"]);
  const metadata = new Map<string, string>();
  const add = (name: string, json: Json): void => {
    const text = plain(json);
    if (text !== "") metadata.set(name, text);
  };
  add("keras version", topology["keras_version"]);
  add("backend", topology["backend"]);
  const training = topology["training_config"] ?? document["trainingConfig"];
  for (const [name, json] of Object.entries(objectOf(training))) {
    if (name === "optimizer_config" || name === "optimizer") add("optimizer", json);
    else if (["loss", "loss_weights", "metrics", "weighted_metrics"].includes(name)) {
      add(name.replace("_", " "), json);
    }
  }
  for (const [name, json] of Object.entries(objectOf(document["userDefinedMetadata"]))) add(name, json);
  if (isObject(document["modelInitializer"])) {
    const nodes = listOf(document["modelInitializer"]["node"]).map((node) => objectOf(node)["op"]);
    add("initializer", nodes.filter((op) => op !== "Const").join(", "));
  }
  return metadata;
}

/** `Adam (learning_rate 0.001)`: a setting as a person would write it. */
export function plain(json: Json): string {
  const text = written(json);
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}…`;
}

function written(json: Json): string {
  if (json === null || json === undefined) return "";
  if (Array.isArray(json))
    return json
      .map(written)
      .filter((text) => text !== "")
      .join(", ");
  if (!isObject(json)) return typeof json === "string" ? json : JSON.stringify(json);
  const name = textOf(json["class_name"]);
  const config = name === undefined ? json : objectOf(json["config"]);
  const settings = Object.entries(config)
    .map(([key, value]) => [key, written(value)] as const)
    .filter(([key, text]) => text !== "" && key !== "name")
    .map(([key, text]) => `${key} ${text}`)
    .join(", ");
  if (name === undefined) return settings;
  return settings === "" ? name : `${name} (${settings})`;
}
