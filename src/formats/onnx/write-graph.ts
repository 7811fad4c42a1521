import type { Graph } from "../../model/model";
import type { Tensor } from "../../model/tensor";
import type { NodeParts } from "./write-node";
import { writeNode } from "./write-node";
import type { DataOf } from "./write-tensor";
import { writeSparse, writeTensor } from "./write-tensor";
import { writeValueInfo } from "./write-type";
import { MessageWriter } from "./write-wire";

/** What of a graph a runtime needs. */
export interface GraphParts extends Pick<Graph, "name" | "inputs" | "outputs"> {
  readonly nodes: readonly NodeParts[];
  /** By name in the graph. */
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/** GraphProto, without what it declares of its inner values: a runtime infers that. */
export function writeGraph(graph: GraphParts, dataOf: DataOf): MessageWriter {
  const message = new MessageWriter();
  for (const node of graph.nodes) message.message(1, writeNode(node, dataOf));
  // The checker wants a name.
  message.text(2, graph.name === "" ? "graph" : graph.name);
  for (const [name, tensor] of graph.tensors) {
    if (tensor.location.kind === "sparse") {
      message.message(15, writeSparse({ ...tensor, name }, tensor.location, dataOf));
    } else message.message(5, writeTensor(tensor, dataOf, name));
  }
  for (const input of graph.inputs) message.message(11, writeValueInfo(input));
  for (const output of graph.outputs) message.message(12, writeValueInfo(output));
  return message;
}
