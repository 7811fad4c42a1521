import type { AttributeValue } from "../../model/model";
import type { Tensor } from "../../model/tensor";
import { dataTypeOf } from "./dtype";
import type { Json, JsonObject } from "./json";
import { isObject, listOf, numberOf, objectOf, textOf } from "./json";
import { literalTensor } from "./literal";
import { dimensionsOf, stringOf } from "./proto";

/** The attributes of a NodeDef, in protobuf's JSON and in the older forms of the converter. */
export function attributesOf(attr: Json, stored: Tensor | undefined): ReadonlyMap<string, AttributeValue> {
  const attributes = new Map<string, AttributeValue>();
  for (const [name, json] of Object.entries(objectOf(attr))) {
    const value = attributeOf(objectOf(json));
    if (value !== undefined) attributes.set(name, value);
  }
  if (stored !== undefined) attributes.set("value", { kind: "tensor", value: stored });
  return attributes;
}

function attributeOf(json: JsonObject): AttributeValue | undefined {
  if ("s" in json) return { kind: "string", value: stringOf(json["s"]) };
  if ("i" in json) return { kind: "int", value: wholeOf(json["i"]) };
  if ("f" in json) return { kind: "float", value: numberOf(json["f"]) ?? NaN };
  if ("b" in json) return { kind: "int", value: json["b"] === true ? 1 : 0 };
  if ("type" in json) return typeAttribute(json["type"]);
  if ("shape" in json) return shapeAttribute(json["shape"]);
  if ("tensor" in json) return { kind: "tensor", value: literalTensor(objectOf(json["tensor"])) };
  if ("func" in json) return { kind: "string", value: textOf(objectOf(json["func"])["name"]) ?? "" };
  if ("placeholder" in json) return { kind: "reference", name: textOf(json["placeholder"]) ?? "" };
  return isObject(json["list"]) ? listAttribute(json["list"]) : undefined;
}

function typeAttribute(json: Json): AttributeValue {
  return { kind: "type", value: { kind: "tensor", dtype: dataTypeOf(json), shape: undefined } };
}

/** Sizes, -1 for those that are open; a shape whose rank is open too is left out. */
function shapeAttribute(json: Json): AttributeValue | undefined {
  const sizes = dimensionsOf(json);
  return sizes && { kind: "ints", value: sizes };
}

/** Members that are absent are empty; what kind an empty list has, nobody can tell. */
function listAttribute(list: JsonObject): AttributeValue | undefined {
  if ("s" in list) return { kind: "strings", value: listOf(list["s"]).map(stringOf) };
  if ("f" in list && !("i" in list)) {
    const values = listOf(list["f"]).map((one) => numberOf(one) ?? NaN);
    // The converter writes whole numbers as floats at times.
    return values.every(Number.isInteger)
      ? { kind: "ints", value: values }
      : { kind: "floats", value: values };
  }
  if ("b" in list) return { kind: "ints", value: listOf(list["b"]).map((one) => (one === true ? 1 : 0)) };
  if ("type" in list) {
    const types = listOf(list["type"]).map((one) => dataTypeOf(one));
    return { kind: "types", value: types.map((dtype) => ({ kind: "tensor", dtype, shape: undefined })) };
  }
  if ("shape" in list || "tensor" in list || "func" in list) return undefined;
  return { kind: "ints", value: listOf(list["i"]).map(wholeOf) };
}

/** A whole number; 0 where something else stands. */
function wholeOf(json: Json): number {
  const number = numberOf(json) ?? 0;
  return Number.isInteger(number) ? number : 0;
}
