import type { Graph, Model, Node } from "../model/model";
import { qualify } from "../model/model";
import type { Tensor } from "../model/tensor";
import { constantValue } from "../operators/onnx/constant-value";
import { graphsOf } from "./graphs";

/** A tensor whose data the file holds, and where in the model it stands. */
export interface StoredTensor {
  readonly tensor: Tensor;
  readonly graph: Graph;
  /** The Constant node whose output it is; absent for an initializer. */
  readonly node?: Node;
}

/**
 * Every stored tensor of the model by its qualified name: the initializers and the values of Constant nodes of all
 * graphs, in the file's order. A Constant inside a function whose value is the caller's attribute is not stored.
 */
export function storedTensors(model: Model): ReadonlyMap<string, StoredTensor> {
  const stored = new Map<string, StoredTensor>();
  const add = (name: string, one: StoredTensor): void => {
    const qualified = qualify(one.graph, name);
    if (!stored.has(qualified)) stored.set(qualified, one);
  };
  for (const graph of graphsOf(model)) {
    for (const [name, tensor] of graph.tensors) add(name, { tensor, graph });
    for (const node of graph.nodes) {
      const output = node.outputs[0];
      if (output === undefined || output === "") continue;
      const tensor = constantValue(node);
      if (tensor !== undefined) add(output, { tensor, graph, node });
    }
  }
  return stored;
}
