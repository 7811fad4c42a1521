import type { AttributeValue, Graph } from "../../model/model";
import type { FunctionDraft } from "./function";
import type { GraphDraft } from "./graph";

/** What can be named in a graph: value → index of the node that makes it, {@link GIVEN} for inputs and initializers. */
export interface Scope {
  readonly graph: GraphDraft;
  readonly makers: ReadonlyMap<string, number>;
  /** The graph around, and the node there that carries this one. */
  readonly outer: { readonly scope: Scope; readonly node: number } | undefined;
}

export const GIVEN = -1;

/**
 * Gives every graph its path and every node its name and id, and finds what subgraphs take from the graphs around
 * them.
 *
 * @returns the scopes of all graphs, outer ones first.
 */
export function nameGraphs(main: GraphDraft, functions: readonly FunctionDraft[]): readonly Scope[] {
  const ids: Taken = new Map();
  const scopes: Scope[] = [];
  const enter = (graph: GraphDraft, path: string, outer: Scope["outer"]): void => {
    graph.path = path;
    nameNodes(graph, ids);
    scopes.push({ graph, makers: makersOf(graph), outer });
  };
  enter(main, "", undefined);
  for (const { domain, name, overload, body } of functions) {
    const path = `${domain}::${name}${overload === "" ? "" : `::${overload}`}`;
    enter(body, unique(path, ids), undefined);
  }
  // The list grows while it is walked: subgraphs are met after the graph that holds them.
  for (const scope of scopes) {
    if (scope.outer !== undefined) capture(scope);
    scope.graph.nodes.forEach((node, index) => {
      for (const [attribute, graph] of subgraphs(node.attributes)) {
        enter(graph, `${node.id}/${attribute}`, { scope, node: index });
      }
    });
  }
  return scopes;
}

function nameNodes(graph: GraphDraft, ids: Taken): void {
  const prefix = graph.path === "" ? "" : `${graph.path}/`;
  let unnamed = 0;
  for (const node of graph.nodes) {
    if (node.name === "") unnamed++;
    else node.id = unique(prefix === "" ? node.name : prefix + node.name, ids);
  }
  if (unnamed === 0) return;
  graph.nodes.forEach((node, index) => {
    if (node.name !== "") return;
    node.id = unique(`${prefix}${node.operator}_${index}`, ids);
    node.name = node.id.slice(prefix.length);
  });
}

/** Names in use, with the number that the next twin gets. */
type Taken = Map<string, number>;

function unique(wanted: string, taken: Taken): string {
  const seen = taken.get(wanted);
  if (seen === undefined) {
    taken.set(wanted, 2);
    return wanted;
  }
  let number = seen;
  while (taken.has(`${wanted}#${number}`)) number++;
  taken.set(wanted, number + 1);
  taken.set(`${wanted}#${number}`, 2);
  return `${wanted}#${number}`;
}

function makersOf(graph: Graph): ReadonlyMap<string, number> {
  const makers = new Map<string, number>();
  for (const { name } of graph.inputs) makers.set(name, GIVEN);
  for (const name of graph.tensors.keys()) makers.set(name, GIVEN);
  graph.nodes.forEach((node, index) => {
    for (const output of node.outputs) if (output !== "" && !makers.has(output)) makers.set(output, index);
  });
  return makers;
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
