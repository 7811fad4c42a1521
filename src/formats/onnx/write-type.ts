import { isInteger, print } from "../../model/expression";
import type { ValueInfo } from "../../model/model";
import type { Dimension, ValueType } from "../../model/shape";
import { dataTypeNumber } from "./types";
import { MessageWriter } from "./write-wire";

/** ValueInfoProto; a type that is not known is left out, for the runtime to infer. */
export function writeValueInfo({ name, type }: Pick<ValueInfo, "name" | "type">): MessageWriter {
  const info = new MessageWriter().text(1, name);
  return type.kind === "unknown" ? info : info.message(2, writeType(type));
}

/** TypeProto. */
export function writeType(type: ValueType): MessageWriter {
  const message = new MessageWriter();
  switch (type.kind) {
    case "tensor":
      return message.message(1, writeTensorType(type));
    case "sparse":
      return message.message(8, writeTensorType(type));
    case "sequence":
      return message.message(4, new MessageWriter().message(1, writeType(type.element)));
    case "optional":
      return message.message(9, new MessageWriter().message(1, writeType(type.element)));
    case "map": {
      const map = new MessageWriter().int(1, dataTypeNumber(type.key));
      return message.message(5, map.message(2, writeType(type.value)));
    }
    case "opaque":
      return message.message(7, new MessageWriter().text(2, type.name));
    case "unknown":
      return message;
  }
}

function writeTensorType({ dtype, shape }: Extract<ValueType, { kind: "tensor" | "sparse" }>): MessageWriter {
  const message = new MessageWriter().int(1, dataTypeNumber(dtype));
  if (shape === undefined) return message;
  const sizes = new MessageWriter();
  for (const size of shape) sizes.message(1, writeDimension(size));
  return message.message(2, sizes);
}

/** TensorShapeProto.Dimension; an expression stands there by its text, as exporters write them. */
function writeDimension(size: Dimension): MessageWriter {
  const message = new MessageWriter();
  if (size === undefined) return message;
  return isInteger(size) ? message.int(1, size) : message.text(2, print(size));
}
