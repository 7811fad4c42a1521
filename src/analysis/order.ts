import type { Graph, Node } from "../model/model";
import { qualify } from "../model/model";
import { graphsInside } from "./graphs";

/**
 * The nodes of a graph so that each stands behind what it takes: the file's order where it already is one. Nodes on a
 * cycle come last, in the file's order.
 */
export function inOrder(graph: Graph): readonly Node[] {
  const producers = new Map<string, Node>();
  for (const node of graph.nodes)
    for (const output of node.outputs) if (output !== "") producers.set(output, node);
  const done = new Set<Node>();
  const isThere = (name: string, node: Node): boolean => {
    const producer = producers.get(name);
    return producer === undefined || producer === node || done.has(producer);
  };
  const isReady = (node: Node): boolean => takenBy(node, graph).every((name) => isThere(name, node));
  if (graph.nodes.every((node) => isReady(node) && done.add(node))) return graph.nodes;
  return sorted(graph, producers);
}

function sorted(graph: Graph, producers: ReadonlyMap<string, Node>): readonly Node[] {
  const waiting = new Map<Node, number>();
  const users = new Map<Node, Node[]>();
  for (const node of graph.nodes) {
    const sources = new Set(takenBy(node, graph).flatMap((name) => producers.get(name) ?? []));
    sources.delete(node);
    waiting.set(node, sources.size);
    for (const source of sources) {
      const known = users.get(source);
      if (known === undefined) users.set(source, [node]);
      else known.push(node);
    }
  }
  const order = new Set(graph.nodes.filter((node) => waiting.get(node) === 0));
  // A set hands out what is added while it is walked: it is the queue, too.
  for (const node of order) {
    for (const user of users.get(node) ?? []) {
      const left = (waiting.get(user) ?? 0) - 1;
      waiting.set(user, left);
      if (left === 0) order.add(user);
    }
  }
  for (const node of graph.nodes) order.add(node);
  return [...order];
}

/** Names of this graph that a node takes, those taken inside its subgraphs included. */
export function takenBy(node: Node, graph: Graph): readonly string[] {
  const inside = graphsInside(node);
  if (inside.length === 0) return node.inputs;
  const prefix = qualify(graph, "");
  // Names around a subgraph may begin like those in it.
  const made = new Set(inside.flatMap(namesIn));
  const captured = inside
    .flatMap(({ captures }) => [...captures.values()])
    .filter((name) => name.startsWith(prefix) && !made.has(name));
  return [...node.inputs, ...captured.map((name) => name.slice(prefix.length))];
}

/** Of all values that stand in a graph, qualified. */
function namesIn(graph: Graph): readonly string[] {
  const inputs = graph.inputs.map(({ name }) => name);
  const outputs = graph.nodes.flatMap((node) => node.outputs);
  return [...inputs, ...graph.tensors.keys(), ...outputs].map((name) => qualify(graph, name));
}
