import type { Graph, Node } from "../model/model";
import { qualify } from "../model/model";
import { capturesInside, subgraphsOf } from "./graphs";

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
    for (const source of sources) users.set(source, [...(users.get(source) ?? []), node]);
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
  if (node.attributes.size === 0 || subgraphsOf(node).length === 0) return node.inputs;
  const prefix = qualify(graph, "");
  const inside = madeInside(node);
  const captured = capturesInside(node).filter((name) => name.startsWith(prefix) && !inside.has(name));
  return [...node.inputs, ...captured.map((name) => name.slice(prefix.length))];
}

/** Values of the subgraphs of a node, at any depth, by qualified name: names around them may begin like theirs. */
function madeInside(node: Node): ReadonlySet<string> {
  const made = new Set<string>();
  const pending = subgraphsOf(node).map(([, inner]) => inner);
  for (let inner = pending.pop(); inner !== undefined; inner = pending.pop()) {
    const names = [...inner.inputs.map(({ name }) => name), ...inner.tensors.keys()];
    for (const one of inner.nodes) {
      names.push(...one.outputs);
      if (one.attributes.size > 0) pending.push(...subgraphsOf(one).map(([, graph]) => graph));
    }
    for (const name of names) made.add(`${inner.path}/${name}`);
  }
  return made;
}
