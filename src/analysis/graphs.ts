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

/** The graphs that a node carries, and those in them, at any depth. */
export function graphsInside(node: Node): readonly Graph[] {
  return node.attributes.size === 0 ? [] : subgraphsOf(node).flatMap(([, graph]) => withSubgraphs(graph));
}

/** Values that the subgraphs of a node take from around them, at any depth, by qualified name. */
export function capturesInside(node: Node): readonly string[] {
  return graphsInside(node).flatMap(({ captures }) => [...captures.values()]);
}

/**
 * All graphs of a model once each: the main graph, the subgraphs right after the graph they stand in, then the
 * bodies of functions with theirs. Graphs for training are no part of what the model computes and are left out.
 */
export function graphsOf(model: Model): readonly Graph[] {
  return [...opsetsByGraph(model).keys()];
}

/** Rules ask for every node, and a model never changes: what was found once stays true. */
const known = new WeakMap<Model, ReadonlyMap<Graph, Model["opsets"]>>();

/** The opsets under which the nodes of each graph are to be read, in the order of {@link graphsOf}. */
export function opsetsByGraph(model: Model): ReadonlyMap<Graph, Model["opsets"]> {
  const found = known.get(model) ?? findOpsets(model);
  known.set(model, found);
  return found;
}

function findOpsets(model: Model): ReadonlyMap<Graph, Model["opsets"]> {
  const opsets = new Map(withSubgraphs(model.graph).map((graph) => [graph, model.opsets]));
  for (const one of model.functions) {
    // A body's own imports decide; a domain it forgets is read as the model reads it.
    const own = new Map([...model.opsets, ...one.opsets]);
    for (const graph of withSubgraphs(one.body)) opsets.set(graph, own);
  }
  return opsets;
}

function withSubgraphs(root: Graph): readonly Graph[] {
  const graphs: Graph[] = [];
  const pending = [root];
  for (let graph = pending.pop(); graph !== undefined; graph = pending.pop()) {
    graphs.push(graph);
    const inner = graph.nodes.flatMap((node) => (node.attributes.size === 0 ? [] : subgraphsOf(node)));
    for (const [, subgraph] of inner.reverse()) pending.push(subgraph);
  }
  return graphs;
}
