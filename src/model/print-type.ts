import { print } from "./expression";
import type { Dimension, Shape, ValueType } from "./shape";

/** `1×64×56×56`, `batch×?`, `scalar`; empty where not even the rank is known. */
export function printShape(shape: Shape): string {
  if (shape === undefined) return "";
  return shape.length === 0 ? "scalar" : shape.map(printDimension).join("×");
}

/** Sums stand in brackets within a shape, so that `(2*n + 1)×3` cannot be misread. */
function printDimension(dimension: Dimension): string {
  if (dimension === undefined) return "?";
  const text = print(dimension);
  return text.includes(" ") ? `(${text})` : text;
}

/** `float32 1×3×224×224`, `sequence of float32`, as far as it is known. */
export function printType(type: ValueType): string {
  switch (type.kind) {
    case "tensor":
      return [type.dtype ?? "", printShape(type.shape)].filter((part) => part !== "").join(" ");
    case "sparse":
      return `sparse ${printType({ ...type, kind: "tensor" })}`;
    case "sequence":
      return `sequence of ${printType(type.element)}`;
    case "optional":
      return `optional ${printType(type.element)}`;
    case "map":
      return `map of ${type.key ?? "?"} to ${printType(type.value)}`;
    case "opaque":
      return type.name;
    case "unknown":
      return "";
  }
}
