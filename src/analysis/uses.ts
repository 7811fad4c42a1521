import type { Graph, Model, Node } from "../model/model";
import { qualify } from "../model/model";
import { graphsOf, subgraphsOf } from "./graphs";

/** A node in its graph. */
export interface PlacedNode {
  readonly node: Node;
  readonly graph: Graph;
}

/** One end of a value: a node and which of its inputs or outputs. */
export interface Port extends PlacedNode {
  readonly index: number;
}

/** Who makes and who takes each value, over all graphs; the names are qualified. Linear in the model's size. */
export interface Uses {
  readonly graphs: readonly Graph[];
  /** By node id. */
  readonly nodes: ReadonlyMap<string, PlacedNode>;
  /** By graph path: the node in whose attribute a subgraph stands; absent for the main graph and for functions. */
  readonly owners: ReadonlyMap<string, PlacedNode>;
  /** The output that a value is; where a broken file has several, the first. */
  readonly producers: ReadonlyMap<string, Port>;
  /** The inputs that take a value, those of nodes inside subgraphs included. */
  readonly consumers: ReadonlyMap<string, readonly Port[]>;
}

export function usesOf(model: Model): Uses {
  const graphs = graphsOf(model);
  const nodes = new Map<string, PlacedNode>();
  const owners = new Map<string, PlacedNode>();
  const producers = new Map<string, Port>();
  const consumers = new Map<string, Port[]>();
  for (const graph of graphs) {
    for (const node of graph.nodes) {
      nodes.set(node.id, { node, graph });
      for (const [, subgraph] of subgraphsOf(node)) owners.set(subgraph.path, { node, graph });
      node.inputs.forEach((name, index) => {
        if (name === "") return;
        const value = qualify(graph, name);
        const ports = consumers.get(value);
        if (ports === undefined) consumers.set(value, [{ node, graph, index }]);
        else ports.push({ node, graph, index });
      });
      node.outputs.forEach((name, index) => {
        const value = qualify(graph, name);
        if (name !== "" && !producers.has(value)) producers.set(value, { node, graph, index });
      });
    }
  }
  return { graphs, nodes, owners, producers, consumers };
}
