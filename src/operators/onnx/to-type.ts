import { dataType } from "../../formats/onnx/types";
import type { Part } from "../label";
import { intOf } from "../label";

/** `to float16`: the data type whose number stands in an attribute. */
export function toType(attribute: string): Part {
  return (node) => {
    const number = intOf(node, attribute);
    const type = number === undefined ? undefined : dataType(number);
    return type === undefined ? undefined : `to ${type}`;
  };
}
