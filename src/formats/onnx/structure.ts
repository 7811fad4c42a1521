import { Functions } from "../../model/functions";
import type { Model, ModelFunction } from "../../model/model";
import { findCycle } from "./cycle";
import type { Scope } from "./names";
import { definer } from "./names";
import type { Problems } from "./problems";
import { shortName } from "./problems";

/** What is wrong with how a model's parts refer to each other. Linear in the model's size. */
export function checkStructure(
  scopes: readonly Scope[],
  { opsets, functions }: Pick<Model, "opsets" | "functions">,
  problems: Problems,
): void {
  const edges = new Map(scopes.map((scope) => [scope, new Map<number, number[]>()]));
  for (const scope of scopes) {
    checkGiven(scope, problems);
    checkOutputs(scope, problems);
    checkInputs(scope, edges, problems);
  }
  for (const [scope, backward] of edges) if (backward.size > 0) checkOrder(scope, backward, problems);
  checkImports(scopes, opsets, functions, problems);
  checkCalls(functions, problems);
}

function checkGiven({ graph }: Scope, problems: Problems): void {
  const seen = new Set<string>();
  for (const { name } of graph.inputs) {
    if (seen.has(name)) {
      problems.error("duplicate-name", `the input '${shortName(name)}' is there twice`, graph.path || name);
    }
    seen.add(name);
  }
}

function checkOutputs({ graph, makers, twice }: Scope, problems: Problems): void {
  graph.nodes.forEach((node, index) => {
    if (node.operator === "") {
      problems.missing("missing-operator", `node '${shortName(node.name)}' has no operator`, node.id);
    }
    if (!twice) return;
    for (const output of node.outputs) {
      if (output === "" || makers.get(output) === index) continue;
      const message = `the value '${shortName(output)}' is made twice, the second time by node '${shortName(node.name)}'`;
      problems.error("duplicate-name", message, node.id);
    }
  });
}

/** Later nodes that earlier ones use: node → what it needs that comes after it. Most graphs have none. */
type Backward = Map<number, number[]>;

function checkInputs(scope: Scope, edges: ReadonlyMap<Scope, Backward>, problems: Problems): void {
  const use = (name: string, by: string, user: number): void => {
    const maker = scope.makers.get(name);
    if (maker !== undefined) {
      if (maker >= user) noteBackward(edges.get(scope), user, maker);
      return;
    }
    const home = definer(scope, name);
    if (home === undefined) {
      const message = `${shortName(by)} uses the value '${shortName(name)}', which nothing makes`;
      problems.missing("dangling-value", message, by);
      return;
    }
    const outside = home.scope.makers.get(name) ?? -1;
    if (outside >= home.user) noteBackward(edges.get(home.scope), home.user, outside);
  };
  scope.graph.nodes.forEach((node, index) => {
    for (const input of node.inputs) if (input !== "") use(input, node.id, index);
  });
  for (const { name } of scope.graph.outputs) {
    if (name !== "") use(name, scope.graph.path === "" ? "the graph's output" : scope.graph.path, Infinity);
  }
}

function noteBackward(backward: Backward | undefined, user: number, maker: number): void {
  const needs = backward?.get(user);
  if (needs === undefined) backward?.set(user, [maker]);
  else needs.push(maker);
}

/** Only a graph that uses something before it is made can have a cycle. */
function checkOrder(scope: Scope, backward: Backward, problems: Problems): void {
  const { graph, makers } = scope;
  const needs = graph.nodes.map((node, index) => {
    const earlier = node.inputs.map((name) => makers.get(name) ?? -1).filter((maker) => maker >= 0);
    return [...new Set([...earlier, ...(backward.get(index) ?? [])])];
  });
  const cycle = findCycle(needs.length, (index) => needs[index] ?? []);
  if (cycle === undefined) return;
  const names = cycle.slice(0, 5).map((index) => `'${shortName(graph.nodes[index]?.name ?? "")}'`);
  const more = cycle.length > names.length ? ` and ${cycle.length - names.length} more` : "";
  const message = `the nodes ${names.join(" → ")}${more} wait for each other in a circle; none can ever run`;
  problems.error("graph-cycle", message, graph.nodes[cycle[0] ?? 0]?.id ?? graph.path);
}

/** Every domain in use must be imported: the graph's by the model, a body's by its function. */
function checkImports(
  scopes: readonly Scope[],
  opsets: Model["opsets"],
  functions: readonly ModelFunction[],
  problems: Problems,
): void {
  const own = new Map<Scope["graph"], Model["opsets"]>(
    functions.map((one) => [one.body as Scope["graph"], one.opsets]),
  );
  const brought = new Set(functions.map(({ domain }) => domain));
  const told = new Set<string>();
  for (const scope of scopes) {
    let root = scope;
    while (root.outer !== undefined) root = root.outer.scope;
    const imports = own.get(root.graph) ?? opsets;
    for (const node of scope.graph.nodes) {
      const domain = node.domain === "" ? "ai.onnx" : node.domain;
      if (imports.has(domain) || told.has(domain) || brought.has(node.domain)) continue;
      told.add(domain);
      const message = `the domain '${shortName(domain)}' is used but not imported, so that its opset version is not known`;
      problems.missing("missing-opset-import", message, node.id);
    }
  }
}

function checkCalls(functions: readonly ModelFunction[], problems: Problems): void {
  const byCall = new Functions({ functions });
  for (const one of functions) {
    if (byCall.calledBy({ ...one, operator: one.name }) === one) continue;
    const message = `the function '${shortName(one.name)}' is there twice; the first one counts`;
    problems.error("duplicate-name", message, one.body.path);
  }
  const places = new Map(functions.map((one, index) => [one, index]));
  const calls = functions.map(({ body }) =>
    body.nodes.flatMap((node) => {
      const called = byCall.calledBy(node);
      return called === undefined ? [] : (places.get(called) ?? []);
    }),
  );
  const cycle = findCycle(functions.length, (index) => calls[index] ?? []);
  if (cycle === undefined) return;
  const names = cycle.slice(0, 5).map((index) => `'${shortName(functions[index]?.name ?? "")}'`);
  const message = `the functions ${names.join(" → ")} call each other in a circle`;
  problems.error("recursive-function", message, functions[cycle[0] ?? 0]?.body.path ?? "");
}
