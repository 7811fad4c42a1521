import type { AttributeValue, Graph } from "../../model/model";
import { UniqueNames } from "../../model/unique-names";
import type { FunctionDraft } from "./function";
import type { GraphDraft } from "./graph";

/** What can be named in a graph: value → index of the node that makes it, {@link GIVEN} for inputs and initializers. */
export interface Scope {
  readonly graph: GraphDraft;
  readonly makers: ReadonlyMap<string, number>;
  /** Whether a value has more than one maker. */
  readonly twice: boolean;
  /** The graph around, and the node there that carries this one. */
  readonly outer: { readonly scope: Scope; readonly node: number } | undefined;
}

const GIVEN = -1;

/** Paths are cut here: nested graphs whose nodes have long names would multiply a small file in memory. */
const LONGEST_PATH = 1000;

/**
 * Gives every graph its path and every node its name and id, and finds what subgraphs take from the graphs around
 * them.
 *
 * @returns the scopes of all graphs, outer ones first.
 */
export function nameGraphs(main: GraphDraft, functions: readonly FunctionDraft[]): readonly Scope[] {
  const ids = new UniqueNames((name, number) => `${name}#${number}`);
  const scopes: Scope[] = [];
  const enter = (graph: GraphDraft, path: string, outer: Scope["outer"]): void => {
    graph.path = path === "" ? "" : ids.unique(path.slice(0, LONGEST_PATH));
    nameNodes(graph, ids);
    scopes.push({ graph, ...makersOf(graph), outer });
  };
  enter(main, "", undefined);
  for (const { domain, name, overload, body } of functions) {
    const path = `${domain}::${name}${overload === "" ? "" : `::${overload}`}`;
    enter(body, path, undefined);
  }
  // The list grows while it is walked: subgraphs are met after the graph that holds them.
  for (const scope of scopes) {
    if (scope.outer !== undefined) capture(scope);
    scope.graph.nodes.forEach((node, index) => {
      if (node.attributes.size === 0) return;
      for (const [attribute, graph] of subgraphs(node.attributes)) {
        enter(graph, `${node.id}/${attribute}`, { scope, node: index });
      }
    });
  }
  return scopes;
}

function nameNodes(graph: GraphDraft, ids: UniqueNames): void {
  const prefix = graph.path === "" ? "" : `${graph.path}/`;
  let unnamed = 0;
  for (const node of graph.nodes) {
    if (node.name === "") unnamed++;
    else node.id = ids.unique(prefix === "" ? node.name : prefix + node.name);
  }
  if (unnamed === 0) return;
  graph.nodes.forEach((node, index) => {
    if (node.name !== "") return;
    node.id = ids.unique(`${prefix}${node.operator}_${index}`);
    node.name = node.id.slice(prefix.length);
  });
}

function makersOf(graph: Graph): Pick<Scope, "makers" | "twice"> {
  const makers = new Map<string, number>();
  let made = 0;
  // Backwards, and what is given at the end: the first of several makers counts.
  for (let index = graph.nodes.length - 1; index >= 0; index--) {
    for (const output of graph.nodes[index]?.outputs ?? []) {
      if (output === "") continue;
      makers.set(output, index);
      made++;
    }
  }
  let given = 0;
  for (const name of graph.tensors.keys()) {
    makers.set(name, GIVEN);
    given++;
  }
  for (const { name } of graph.inputs) {
    // A tensor may be an input's default.
    if (!graph.tensors.has(name)) given++;
    makers.set(name, GIVEN);
  }
  return { makers, twice: makers.size < made + given };
}

/** The subgraphs of a node with the attribute, and the place in a list of graphs. */
function* subgraphs(attributes: ReadonlyMap<string, AttributeValue>): Generator<[string, GraphDraft]> {
  for (const [name, attribute] of attributes) {
    if (attribute.kind === "graph") yield [name, attribute.value as GraphDraft];
    if (attribute.kind === "graphs") {
      for (const [index, graph] of attribute.value.entries()) yield [`${name}.${index}`, graph as GraphDraft];
    }
  }
}

function capture(scope: Scope): void {
  const { graph, makers } = scope;
  const look = (name: string): void => {
    if (name === "" || makers.has(name) || graph.captures.has(name)) return;
    const home = definer(scope, name);
    if (home === undefined) return;
    const { path } = home.scope.graph;
    graph.captures.set(name, path === "" ? name : `${path}/${name}`);
  };
  for (const node of graph.nodes) for (const name of node.inputs) look(name);
  for (const { name } of graph.outputs) look(name);
}

/** The scope around that has a value of this name, and the node there inside which the use stands. */
export function definer(
  from: Scope,
  name: string,
): { readonly scope: Scope; readonly user: number } | undefined {
  for (let outer = from.outer; outer !== undefined; outer = outer.scope.outer) {
    if (outer.scope.makers.has(name)) return { scope: outer.scope, user: outer.node };
  }
  return undefined;
}
