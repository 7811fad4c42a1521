import { subgraphsOf } from "../analysis/graphs";
import type { Group, Item } from "../analysis/group";
import type { Hierarchy } from "../analysis/hierarchy";
import type { ModelIndex } from "../analysis/model-index";
import type { Graph, Node } from "../model/model";
import { qualify } from "../model/model";

/** A node, group or graph, with what stands inside it in the file's order. */
export type Layer =
  | {
      readonly kind: "node";
      readonly node: Node;
      readonly graph: Graph;
      /** Drawn inside the nodes that take its output, not as a box. */
      readonly quiet: boolean;
      readonly children: readonly Layer[];
    }
  | {
      readonly kind: "group";
      readonly group: Group;
      readonly hierarchy: Hierarchy;
      readonly children: readonly Layer[];
    }
  | {
      readonly kind: "graph";
      readonly graph: Graph;
      readonly name: string;
      readonly children: readonly Layer[];
    };

/**
 * Graphs whose nodes are grouped: finding the groups of a graph walks over the stored tensors of the whole model,
 * and files with more graphs than this are made of small ones.
 */
const MOST_GROUPED = 64;

/**
 * Everything of a model as a tree: groups with their nodes, subgraphs inside the node that holds them, at the end the
 * bodies of functions. A node that is not drawn stands before the one that takes its output.
 */
export function layerTree(
  index: ModelIndex,
  hierarchies: (path: string) => Hierarchy | undefined,
): readonly Layer[] {
  const grouped = new Set(index.uses.graphs.slice(0, MOST_GROUPED));

  function ofGraph(graph: Graph): readonly Layer[] {
    const hierarchy = grouped.has(graph) ? hierarchies(graph.path) : undefined;
    if (hierarchy === undefined) {
      return graph.nodes.map((node) => ofNode(node, graph, isStored(index, graph, node)));
    }
    const quiet = quietNodes(index, hierarchy);
    const before = (id: string): readonly Layer[] =>
      (quiet.get(id) ?? []).map((node) => ofNode(node, graph, true));
    const ofItem = (item: Item): readonly Layer[] => {
      switch (item.kind) {
        case "group":
          return [{ kind: "group", group: item, hierarchy, children: item.children.flatMap(ofItem) }];
        case "node":
          return [...before(item.id), ofNode(item.node, graph, false)];
        case "input":
        case "output":
          return [];
      }
    };
    return [...hierarchy.root.children.flatMap(ofItem), ...before(NOBODY)];
  }

  function ofNode(node: Node, graph: Graph, quiet: boolean): Layer {
    const children = subgraphsOf(node).map(([attribute, inner]) => inside(attribute, inner));
    return { kind: "node", node, graph, quiet, children };
  }

  function inside(name: string, graph: Graph): Layer {
    return { kind: "graph", graph, name, children: ofGraph(graph) };
  }

  const { graph, functions } = index.model;
  return [...ofGraph(graph), ...functions.map(({ name, body }) => inside(name, body))];
}

/** Stands for the taker of what no drawn node of its graph takes. */
const NOBODY = "";

/** The nodes of a graph that are not drawn, by the drawn node that takes them, straight or through others. */
function quietNodes(
  { uses }: ModelIndex,
  { graph, parents }: Hierarchy,
): ReadonlyMap<string, readonly Node[]> {
  const quiet = new Map<string, Node[]>();
  const takerOf = (node: Node): Node | undefined =>
    node.outputs
      .flatMap((name) => (name === "" ? [] : (uses.consumers.get(qualify(graph, name)) ?? [])))
      .find((port) => port.graph === graph)?.node;
  const ends = new Map<Node, string>();
  /** The drawn node at the end of a chain. All of the chain have the same: a long one is gone along once. */
  const endOf = (node: Node): string => {
    // In a broken file a chain may lead back to itself.
    const way = new Set<Node>();
    let at: Node | undefined = node;
    while (at !== undefined && !parents.has(at.id) && !way.has(at) && !ends.has(at)) {
      way.add(at);
      at = takerOf(at);
    }
    const end = at === undefined ? NOBODY : parents.has(at.id) ? at.id : (ends.get(at) ?? NOBODY);
    for (const one of way) ends.set(one, end);
    return end;
  };
  for (const node of graph.nodes) {
    if (parents.has(node.id)) continue;
    const id = endOf(node);
    const known = quiet.get(id);
    if (known === undefined) quiet.set(id, [node]);
    else known.push(node);
  }
  return quiet;
}

function isStored({ weightOf }: ModelIndex, graph: Graph, { outputs }: Node): boolean {
  const [output = ""] = outputs;
  return output !== "" && weightOf(qualify(graph, output)) !== undefined;
}
