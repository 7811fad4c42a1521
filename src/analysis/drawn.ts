import { Functions } from "../model/functions";
import type { Graph, Model, Node, ValueInfo } from "../model/model";
import { qualify } from "../model/model";
import type { Tensor } from "../model/tensor";
import type { Operator } from "../operators/operator";
import { operatorOf } from "../operators/registry";
import { capturesInside, graphsOf, opsetsByGraph, subgraphsOf } from "./graphs";
import { namedFunctions } from "./named-functions";
import { nameAt, slotAt } from "./slots";
import { storedTensors } from "./stored";

/** A node that stands as a box of its own. */
export interface DrawnNode {
  readonly kind: "node";
  readonly id: string;
  readonly node: Node;
  /** The registry's entry; undefined where the operator is not known. */
  readonly operator: Operator | undefined;
  /** Stored tensors that enter it, seen through Identity, Cast, Transpose and the like. */
  readonly weights: readonly StoredInput[];
  /** Paths of subgraphs and function bodies that it opens into. */
  readonly graphs: readonly string[];
}

export interface StoredInput {
  /** `weight`, `bias`…: the registry's word, the signature's name, or the tensor's own. */
  readonly word: string;
  /** Whether a person wants to see it: shapes and axes say less than weights do. */
  readonly kind: "learned" | "statistic" | "constant" | "unknown";
  readonly tensor: Tensor;
}

/** A graph's own input or output, or a value of an enclosing graph that this one uses. */
export interface DrawnValue {
  readonly kind: "input" | "output";
  readonly id: string;
  /** Qualified. */
  readonly value: string;
  readonly info: ValueInfo;
}

export type Leaf = DrawnNode | DrawnValue;

/** A value goes from one leaf to another; both by their index. */
export interface Connection {
  /** Qualified. */
  readonly value: string;
  readonly from: number;
  readonly to: number;
}

/** What of a graph is drawn: stored tensors stand inside the nodes that take them and are no boxes. */
export interface DrawnGraph {
  readonly graph: Graph;
  /** Inputs, then nodes in the file's order, then outputs. */
  readonly leaves: readonly Leaf[];
  readonly connections: readonly Connection[];
}

/** The drawing of the graph at a path; undefined where the model has no such graph. */
export function drawnGraph(model: Model, path: string): DrawnGraph | undefined {
  const graph = graphsOf(model).find((one) => one.path === path);
  if (graph === undefined) return undefined;
  const opsets = opsetsByGraph(model).get(graph) ?? model.opsets;
  const functions = new Functions(model);
  const stored = storedBehind(model, graph, opsets);
  const wanted = new Set(graph.outputs.map((output) => qualify(graph, output.name)));

  const leaves: Leaf[] = [];
  const makers = new Map<string, number>();
  for (const info of graph.inputs) {
    const value = qualify(graph, info.name);
    if (stored.has(value) || makers.has(value)) continue;
    makers.set(value, leaves.length);
    leaves.push({ kind: "input", id: `input:${value}`, value, info });
  }
  for (const node of graph.nodes) {
    const outputs = node.outputs.filter((name) => name !== "").map((name) => qualify(graph, name));
    const hidden = outputs.length > 0 && outputs.every((value) => stored.has(value) && !wanted.has(value));
    // TensorFlow's Placeholder is the graph's input itself, its NoOp only orders others.
    const alone = node.inputs.length === 0 && node.outputs.length === 0;
    if (hidden || alone) continue;
    for (const value of outputs) if (!makers.has(value)) makers.set(value, leaves.length);
    const operator = operatorOf(node, opsets);
    const weights = storedInputs(node, graph, operator, stored);
    leaves.push({
      kind: "node",
      id: node.id,
      node,
      operator,
      weights,
      graphs: graphsBehind(node, functions),
    });
  }
  const outputsFrom = leaves.length;
  for (const info of graph.outputs) {
    const value = qualify(graph, info.name);
    leaves.push({ kind: "output", id: `output:${value}`, value, info });
  }
  return { graph, leaves, connections: connect(graph, leaves, outputsFrom, makers, stored) };
}

const NO_GRAPHS: readonly string[] = [];

function graphsBehind(node: Node, functions: Functions): readonly string[] {
  const called = functions.calledBy(node);
  if (called === undefined && node.attributes.size === 0) return NO_GRAPHS;
  const { domain } = node;
  const named = namedFunctions(node).flatMap(
    ({ name }) => functions.calledBy({ domain, operator: name }) ?? [],
  );
  return [
    ...subgraphsOf(node).map(([, graph]) => graph.path),
    ...(called ? [called] : named).map(({ body }) => body.path),
  ];
}

/** The stored tensors of the model, and what is only another view of one, by qualified name. */
function storedBehind(model: Model, graph: Graph, opsets: Model["opsets"]): ReadonlyMap<string, Tensor> {
  const stored = new Map<string, Tensor>();
  for (const [name, { tensor }] of storedTensors(model)) stored.set(name, tensor);
  for (const node of graph.nodes) {
    const first = onlyStored(node, graph, stored);
    if (first === undefined) continue;
    if (operatorOf(node, opsets)?.looksThrough !== true) continue;
    for (const name of node.outputs) if (name !== "") stored.set(qualify(graph, name), first);
  }
  return stored;
}

/** The first of a node's inputs, if there are no others than stored ones. */
function onlyStored(node: Node, graph: Graph, stored: ReadonlyMap<string, Tensor>): Tensor | undefined {
  let first: Tensor | undefined;
  for (const name of node.inputs) {
    if (name === "") continue;
    const tensor = stored.get(qualify(graph, name));
    if (tensor === undefined) return undefined;
    first ??= tensor;
  }
  return first;
}

function storedInputs(
  node: Node,
  graph: Graph,
  operator: Operator | undefined,
  stored: ReadonlyMap<string, Tensor>,
): readonly StoredInput[] {
  const inputs: StoredInput[] = [];
  node.inputs.forEach((name, index) => {
    const tensor = name === "" ? undefined : stored.get(qualify(graph, name));
    if (tensor === undefined) return;
    const slot = operator === undefined ? undefined : slotAt(operator, index);
    const word = slot?.word ?? (operator && nameAt(operator.inputs, index)) ?? lastWord(name);
    inputs.push({ word, kind: slot?.kind ?? "unknown", tensor });
  });
  return inputs;
}

function lastWord(name: string): string {
  return name.slice(Math.max(name.lastIndexOf("."), name.lastIndexOf("/")) + 1);
}

/** Adds a leaf for each value of an enclosing graph that is used here. */
function connect(
  graph: Graph,
  leaves: Leaf[],
  outputsFrom: number,
  makers: Map<string, number>,
  stored: ReadonlyMap<string, Tensor>,
): readonly Connection[] {
  const connections: Connection[] = [];
  /** Values that go to the present leaf. */
  const seen = new Set<string>();
  const outer = new Set(graph.captures.values());
  const join = (value: string, to: number): void => {
    if (stored.has(value) && !makers.has(value)) return;
    let from = makers.get(value);
    if (from === undefined && outer.has(value)) {
      from = leaves.length;
      makers.set(value, from);
      const info = { name: value, type: { kind: "unknown" } as const, docString: "" };
      leaves.push({ kind: "input", id: `input:${value}`, value, info });
    }
    if (from === undefined || seen.has(value)) return;
    seen.add(value);
    connections.push({ value, from, to });
  };
  const count = leaves.length;
  for (let index = 0; index < count; index++) {
    const leaf = leaves[index];
    seen.clear();
    if (leaf?.kind === "node") {
      for (const name of leaf.node.inputs) if (name !== "") join(qualify(graph, name), index);
      for (const value of capturesInside(leaf.node)) join(value, index);
    } else if (leaf !== undefined && index >= outputsFrom) join(leaf.value, index);
  }
  return connections;
}
