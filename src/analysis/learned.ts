import type { Graph, Node } from "../model/model";
import { qualify } from "../model/model";
import { elementsOf } from "../model/tensor";
import type { ModelIndex } from "./model-index";
import { storedBytes } from "./stored-bytes";

const NONE: ReadonlySet<string> = new Set();

/**
 * The parameters and statistics that a node works with, straight or behind operators that only show them another way:
 * a transposed weight belongs to the product, not to the Transpose. A tied tensor belongs to each of its nodes.
 */
export function learnedBy(index: ModelIndex, graph: Graph, node: Node): ReadonlySet<string> {
  const output = node.outputs[0];
  // A node whose output is itself the weight, seen another way, only passes it on.
  if (output !== undefined && output !== "" && index.weightOf(qualify(graph, output)) !== undefined) {
    return NONE;
  }
  const weights = new Set<string>();
  for (const input of node.inputs) {
    const weight = input === "" ? undefined : index.weightOf(qualify(graph, input));
    if (weight !== undefined && index.roles.get(weight) !== "constant") weights.add(weight);
  }
  return weights.size === 0 ? NONE : weights;
}

/** Elements of stored tensors, by qualified name. */
export function elementsIn(index: ModelIndex, names: Iterable<string>): number {
  let elements = 0;
  for (const name of names) elements += elementsOf(index.stored.get(name)?.tensor.shape ?? [0]);
  return elements;
}

/** Stored bytes of tensors, by qualified name; undefined where one's are not known. */
export function bytesIn(index: ModelIndex, names: Iterable<string>): number | undefined {
  let bytes = 0;
  for (const name of names) {
    const tensor = index.stored.get(name)?.tensor;
    const own = tensor === undefined ? 0 : storedBytes(tensor);
    if (own === undefined) return undefined;
    bytes += own;
  }
  return bytes;
}
