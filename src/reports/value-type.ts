import type { Expression } from "../model/expression";
import { print } from "../model/expression";
import type { Dimension, Shape, ValueType } from "../model/shape";
import type { ReportCount, ReportDimension, ReportShape } from "./types/parts";

/** A count for JSON: whole numbers that a double cannot hold exactly go as text, like expressions. */
export function reportCount(count: Expression | undefined): ReportCount {
  if (count === undefined) return null;
  return typeof count === "number" ? count : print(count);
}

function reportDimension(dimension: Dimension): ReportDimension {
  return reportCount(dimension);
}

function reportShape(shape: Shape): ReportShape {
  return shape === undefined ? null : shape.map(reportDimension);
}

/** The type's name and shape; only tensors have a shape: `sequence(float32)` has none. */
export function reportType(type: ValueType | undefined): {
  readonly dtype: string | null;
  readonly shape: ReportShape;
} {
  if (type === undefined) return { dtype: null, shape: null };
  const shaped = type.kind === "tensor" || type.kind === "sparse";
  return { dtype: typeName(type), shape: shaped ? reportShape(type.shape) : null };
}

/** `float32`, `sequence(float32)`, `map(int64,float32)`; null where nothing is known. */
function typeName(type: ValueType): string | null {
  switch (type.kind) {
    case "tensor":
      return type.dtype ?? null;
    case "sparse":
      return `sparse(${type.dtype ?? "?"})`;
    case "sequence":
      return `sequence(${typeName(type.element) ?? "?"})`;
    case "optional":
      return `optional(${typeName(type.element) ?? "?"})`;
    case "map":
      return `map(${type.key ?? "?"},${typeName(type.value) ?? "?"})`;
    case "opaque":
      return `opaque(${type.name})`;
    case "unknown":
      return null;
  }
}
