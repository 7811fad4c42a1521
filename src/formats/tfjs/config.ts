import type { AttributeValue } from "../../model/model";
import type { Json, JsonObject } from "./json";
import { isObject, numberOf, objectOf, textOf } from "./json";
import { plain } from "./metadata";

/** Settings that are real numbers: JSON writes 1.0 as 1. */
const REAL: ReadonlySet<string> = new Set(
  (
    "alpha axis_scale beta dropout epsilon factor fill_value lower mask_value max_value min_value momentum " +
    "negative_slope offset offset_value p rate recurrent_dropout rho scale_factor seed_factor stddev theta threshold " +
    "upper value_range"
  ).split(" "),
);

/** What stands elsewhere: the name is the node's, the shape the input's, the wrapped layer follows after a dot. */
const SHOWN_ELSEWHERE: ReadonlySet<string> = new Set([
  "name",
  "batch_input_shape",
  "batch_shape",
  "layer",
  "cell",
  "layers",
  "backward_layer",
]);

/** A layer's settings as attributes, under the file's own names; those of a wrapped layer as `layer.units`. */
export function attributesOf(config: JsonObject): ReadonlyMap<string, AttributeValue> {
  const attributes = new Map<string, AttributeValue>();
  fill(attributes, config, "");
  for (const key of ["layer", "cell", "backward_layer"]) {
    const inner = objectOf(config[key]);
    const className = textOf(inner["class_name"]);
    if (className === undefined) continue;
    attributes.set(key, { kind: "string", value: className });
    fill(attributes, objectOf(inner["config"]), `${key}.`);
  }
  return attributes;
}

function fill(attributes: Map<string, AttributeValue>, config: JsonObject, prefix: string): void {
  for (const [key, json] of Object.entries(config)) {
    const value = SHOWN_ELSEWHERE.has(key) ? undefined : attributeOf(key, json);
    if (value !== undefined) attributes.set(prefix + key, value);
  }
}

function attributeOf(key: string, json: Json): AttributeValue | undefined {
  switch (typeof json) {
    case "boolean":
      return { kind: "int", value: json ? 1 : 0 };
    case "number":
      return Number.isInteger(json) && !REAL.has(key)
        ? { kind: "int", value: json }
        : { kind: "float", value: json };
    case "string":
      return { kind: "string", value: json };
    default:
      if (Array.isArray(json)) return listAttribute(json);
      return isObject(json) ? { kind: "string", value: objectText(key, json) } : undefined;
  }
}

/** Pairs of pairs, as of paddings, become one list: how many there are tells what they mean. A size left open is -1. */
function listAttribute(list: readonly Json[]): AttributeValue | undefined {
  const flat = list.flat(3);
  if (flat.length === 0) return undefined;
  const numbers = flat.map((one) =>
    one === null ? -1 : typeof one === "string" ? undefined : numberOf(one),
  );
  if (numbers.every((one) => one !== undefined)) {
    const value = numbers as readonly number[];
    return value.every(Number.isInteger) ? { kind: "ints", value } : { kind: "floats", value };
  }
  return { kind: "string", value: plain(list) };
}

/** An activation by its name alone; what else has a class with its settings. */
function objectText(key: string, json: JsonObject): string {
  const name = textOf(json["class_name"]);
  if (key.endsWith("activation") && name !== undefined) {
    return textOf(json["config"]) ?? name;
  }
  return plain(json);
}
