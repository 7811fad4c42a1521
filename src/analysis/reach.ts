import { qualify } from "../model/model";
import type { Graph, Node } from "../model/model";
import { capturesInside } from "./graphs";
import type { PlacedNode, Uses } from "./uses";

type Direction = "upstream" | "downstream";

/**
 * The nodes that these nodes depend on, or that depend on them, themselves included; by id. Values that a subgraph
 * takes from around it count as inputs of the node that holds it. Linear in what is reached.
 */
export function reach(uses: Uses, starts: Iterable<string>, direction: Direction): ReadonlySet<string> {
  const reached = new Set<string>();
  for (const id of starts) if (uses.nodes.has(id)) reached.add(id);
  const next = direction === "upstream" ? before : after;
  // A set hands out what is added while it is walked: it is the queue, too.
  for (const id of reached) {
    const placed = uses.nodes.get(id);
    if (placed !== undefined) for (const node of next(uses, placed)) reached.add(node.id);
  }
  return reached;
}

/** The nodes on some path between two sets of nodes, whichever way it leads; by id, the ends included. */
export function paths(uses: Uses, a: readonly string[], b: readonly string[]): ReadonlySet<string> {
  const between = (from: readonly string[], to: readonly string[]): ReadonlySet<string> => {
    const below = reach(uses, from, "downstream");
    const above = reach(uses, to, "upstream");
    return new Set([...below].filter((id) => above.has(id)));
  };
  const down = between(a, b);
  return down.size > 0 ? down : between(b, a);
}

function before(uses: Uses, { node, graph }: PlacedNode): readonly Node[] {
  return [...valuesInto(node, graph)].flatMap((value) => uses.producers.get(value)?.node ?? []);
}

function after(uses: Uses, { node, graph }: PlacedNode): readonly Node[] {
  const nodes: Node[] = [];
  const owner = uses.owners.get(graph.path);
  const outputs = new Set(owner === undefined ? [] : graph.outputs.map(({ name }) => name));
  for (const name of node.outputs) {
    if (name === "") continue;
    for (const port of uses.consumers.get(qualify(graph, name)) ?? []) nodes.push(...upTo(uses, port, graph));
    if (owner !== undefined && outputs.has(name)) nodes.push(owner.node);
  }
  return nodes;
}

/** A consumer, and the nodes around it up to the graph where the value is made: they take it, too. */
function upTo(uses: Uses, consumer: PlacedNode, made: Graph): readonly Node[] {
  const nodes = [consumer.node];
  let { graph } = consumer;
  while (graph !== made) {
    const owner = uses.owners.get(graph.path);
    if (owner === undefined) break;
    nodes.push(owner.node);
    graph = owner.graph;
  }
  return nodes;
}

/** What a node takes: its inputs, and what its subgraphs take from around them. */
function valuesInto(node: Node, graph: Graph): ReadonlySet<string> {
  const values = new Set<string>();
  for (const name of node.inputs) if (name !== "") values.add(qualify(graph, name));
  for (const value of capturesInside(node)) values.add(value);
  return values;
}
