import type { DataType } from "../../model/dtype";
import type { AttributeValue } from "../../model/model";
import type { Context } from "../context";
import { seenAs } from "../seen-as";
import type { Value } from "../value";
import { UNKNOWN } from "../value";

/** A type that stands in an attribute. */
export function typeAt(node: Context, name: string): DataType | undefined {
  const attribute = node.attribute(name);
  return attribute?.kind === "type" && attribute.value.kind === "tensor" ? attribute.value.dtype : undefined;
}

/** A node as the rules of ONNX see it: settings under other names, inputs in another order. */
export function asOnnx(
  node: Context,
  settings: Readonly<Record<string, number | readonly number[] | undefined>>,
  order?: readonly number[],
): Context {
  const attributes = new Map<string, AttributeValue>();
  for (const [name, value] of Object.entries(settings)) {
    if (typeof value === "number") attributes.set(name, { kind: "int", value });
    else if (value !== undefined) attributes.set(name, { kind: "ints", value });
  }
  if (order === undefined) return seenAs(node, { attributes });
  return seenAs(node, {
    attributes,
    inputs: order.map((index): Value => node.inputs[index] ?? UNKNOWN),
    names: order.map((index) => node.node.inputs[index] ?? ""),
  });
}

/** The positions of all inputs but those that are left out. */
export function inputsBut(node: Context, ...out: readonly number[]): readonly number[] {
  return node.inputs.map((_, index) => index).filter((index) => !out.includes(index));
}
