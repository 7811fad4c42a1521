import type { Expression } from "../model/expression";
import type { Graph } from "../model/model";
import { same } from "../model/order";
import type { Dimension, Shape, ValueType } from "../model/shape";
import { substituted } from "./assumptions";

/** What the file itself says of a graph's values, by their names in it. */
export function declaredTypes({ inputs, outputs, declared }: Graph): ReadonlyMap<string, ValueType> {
  const said = [...declared.values(), ...inputs, ...outputs];
  return new Map(said.map(({ name, type }) => [name, type]));
}

interface Checked {
  readonly type: ValueType;
  readonly contradicts: boolean;
}

/** What is inferred, completed by what is declared; whether the two cannot both be true. */
export function withDeclared(
  inferred: ValueType,
  declared: ValueType | undefined,
  bindings: ReadonlyMap<string, Expression>,
): Checked {
  if (declared === undefined || declared.kind === "unknown") return { type: inferred, contradicts: false };
  if (inferred.kind === "unknown") return { type: bound(declared, bindings), contradicts: false };
  if (inferred.kind !== declared.kind) return { type: inferred, contradicts: true };
  switch (inferred.kind) {
    case "tensor":
    case "sparse":
      return declared.kind === inferred.kind
        ? tensorChecked(inferred, declared, bindings)
        : { type: inferred, contradicts: true };
    case "sequence":
    case "optional": {
      if (declared.kind !== inferred.kind) return { type: inferred, contradicts: true };
      const element = withDeclared(inferred.element, declared.element, bindings);
      return element.type === inferred.element
        ? { type: inferred, contradicts: element.contradicts }
        : { type: { ...inferred, element: element.type }, contradicts: element.contradicts };
    }
    case "map":
    case "opaque":
      return { type: inferred, contradicts: false };
  }
}

type TensorType = Extract<ValueType, { kind: "tensor" | "sparse" }>;

function tensorChecked(
  inferred: TensorType,
  declared: TensorType,
  bindings: ReadonlyMap<string, Expression>,
): Checked {
  const dtype = inferred.dtype ?? declared.dtype;
  const wrongType =
    inferred.dtype !== undefined && declared.dtype !== undefined && inferred.dtype !== declared.dtype;
  const { shape, contradicts } = shapeChecked(inferred.shape, substituted(declared.shape, bindings));
  const type =
    dtype === inferred.dtype && shape === inferred.shape ? inferred : { ...inferred, dtype, shape };
  return { type, contradicts: wrongType || contradicts };
}

function shapeChecked(inferred: Shape, declared: Shape): { shape: Shape; contradicts: boolean } {
  if (declared === undefined) return { shape: inferred, contradicts: false };
  if (inferred === undefined) return { shape: declared, contradicts: false };
  if (inferred.length !== declared.length) return { shape: inferred, contradicts: true };
  let contradicts = false;
  let fills = false;
  const shape = inferred.map((size, axis): Dimension => {
    const said = declared[axis];
    if (size === undefined) fills ||= said !== undefined;
    else if (said !== undefined && same(size, said) === false) contradicts = true;
    return size ?? said;
  });
  return { shape: fills ? shape : inferred, contradicts };
}

function bound(type: ValueType, bindings: ReadonlyMap<string, Expression>): ValueType {
  return type.kind === "tensor" || type.kind === "sparse"
    ? { ...type, shape: substituted(type.shape, bindings) }
    : type;
}
