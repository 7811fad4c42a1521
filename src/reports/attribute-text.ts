import { dataType } from "../formats/onnx/types";
import type { AttributeValue } from "../model/model";
import { printType } from "../model/print-type";
import type { Tensor } from "../model/tensor";
import type { DetailsAttribute } from "./types/details";

/** Members of a list that are shown: more are counted. */
const LISTED = 24;
/** Characters of a text that are shown. */
const LONGEST_TEXT = 400;

/** Attributes that hold a data type's number. */
const TYPE_ATTRIBUTES: ReadonlySet<string> = new Set([
  "to",
  "dtype",
  "output_dtype",
  "stash_type",
  "output_datatype",
]);

/** An attribute as a person reads it: lists shortened, numbers of data types by their names. */
export function attributeText(name: string, attribute: AttributeValue): DetailsAttribute {
  return { name, type: attribute.kind, text: textOf(name, attribute) };
}

function textOf(name: string, attribute: AttributeValue): string {
  switch (attribute.kind) {
    case "float":
      return floatText(attribute.value);
    case "int": {
      const type = TYPE_ATTRIBUTES.has(name) ? dataType(Number(attribute.value)) : undefined;
      return type ?? String(attribute.value);
    }
    case "string":
      return cut(attribute.value);
    case "floats":
      return list(attribute.value, floatText);
    case "ints":
      return list(attribute.value, String);
    case "strings":
      return list(attribute.value, (text) => JSON.stringify(text));
    case "tensor":
      return tensorText(attribute.value);
    case "tensors":
      return list(attribute.value, tensorText);
    case "graph":
      return `${String(attribute.value.nodes.length)} nodes`;
    case "graphs":
      return list(attribute.value, (graph) => `${String(graph.nodes.length)} nodes`);
    case "type":
      return printType(attribute.value);
    case "types":
      return list(attribute.value, printType);
    case "reference":
      return `the caller's ${attribute.name}`;
  }
}

/** A float32 as it was meant: `0.1`, not `0.10000000149011612`. */
function floatText(value: number): string {
  return String(Math.fround(value) === value ? Number(value.toPrecision(7)) : value);
}

function tensorText({ dtype, shape }: Tensor): string {
  return `${dtype} ${shape.join("×") || "scalar"}`;
}

function list<T>(values: readonly T[], text: (value: T) => string): string {
  const shown = values.slice(0, LISTED).map(text).join(", ");
  const more = values.length - LISTED;
  return more > 0 ? `${cut(shown)}, … ${String(more)} more` : cut(shown) || "empty";
}

function cut(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}…`;
}
