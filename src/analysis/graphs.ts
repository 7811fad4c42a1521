import type { Graph, Model, Node } from "../model/model";

/** The graphs that a node carries in its attributes, with the attribute that holds each. */
export function subgraphsOf(node: Node): readonly (readonly [attribute: string, graph: Graph])[] {
  const graphs: [string, Graph][] = [];
  for (const [name, attribute] of node.attributes) {
    if (attribute.kind === "graph") graphs.push([name, attribute.value]);
    if (attribute.kind === "graphs") for (const graph of attribute.value) graphs.push([name, graph]);
  }
  return graphs;
}

/**
 * All graphs of a model once each: the main graph, the subgraphs right after the graph they stand in, then the
 * bodies of functions with theirs. Graphs for training are no part of what the model computes and are left out.
 */
export function graphsOf(model: Model): readonly Graph[] {
  const graphs: Graph[] = [];
  const pending = [model.graph, ...model.functions.map((one) => one.body)].reverse();
  for (let graph = pending.pop(); graph !== undefined; graph = pending.pop()) {
    graphs.push(graph);
    const inner = graph.nodes.flatMap((node) => (node.attributes.size === 0 ? [] : subgraphsOf(node)));
    for (const [, subgraph] of inner.reverse()) pending.push(subgraph);
  }
  return graphs;
}
