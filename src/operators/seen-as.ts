import type { AttributeValue, Node } from "../model/model";
import { Context } from "./context";
import type { Value } from "./value";

/** A node seen in another way: a wrapped layer, or one with its settings under other names. */
export function seenAs(
  node: Context,
  change: {
    readonly operator?: string;
    readonly attributes?: ReadonlyMap<string, AttributeValue>;
    readonly inputs?: readonly Value[];
    readonly names?: readonly string[];
  },
): Context {
  const changed: Node = {
    ...node.node,
    operator: change.operator ?? node.node.operator,
    attributes: change.attributes ?? node.node.attributes,
    inputs: change.names ?? node.node.inputs,
  };
  return new Context(changed, node.opset, change.inputs ?? node.inputs);
}

/** The settings of the layer that a wrapper holds: they stand under `layer.` or `cell.`. */
export function settingsOf(node: Context, prefix: string): ReadonlyMap<string, AttributeValue> {
  const settings = new Map<string, AttributeValue>();
  for (const [name, value] of node.node.attributes) {
    if (name.startsWith(`${prefix}.`)) settings.set(name.slice(prefix.length + 1), value);
  }
  return settings;
}
