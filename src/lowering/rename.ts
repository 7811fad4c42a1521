import type { NodeParts } from "../formats/onnx/write-node";

/** The same node with other names for some of its values. */
export function renamed(node: NodeParts, changes: ReadonlyMap<string, string>): NodeParts {
  const other = (name: string): string => changes.get(name) ?? name;
  return { ...node, inputs: node.inputs.map(other), outputs: node.outputs.map(other) };
}
