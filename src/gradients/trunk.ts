import { inOrder } from "../analysis/order";
import type { ModelIndex } from "../analysis/model-index";
import type { Node } from "../model/model";
import type { Role } from "../operators/operator";
import { operatorOf } from "../operators/registry";

/** A value that every way from the inputs to the loss passes, behind one more layer than the one before it. */
export interface TrunkValue {
  readonly name: string;
  /** Parameters that entered since the last one. */
  readonly parameters: readonly string[];
  /** Stretches since the last one on which elements are only averaged, picked, moved or repeated. */
  readonly poolings: readonly Pooling[];
}

/** Everything passes both values, and between them nothing but the number of positions changes. */
export interface Pooling {
  readonly before: string;
  readonly behind: string;
}

const LAYERS: ReadonlySet<Role> = new Set(["linear", "recurrent", "attention"]);
/** Pooling, and what cuts, joins, resizes and reshapes. */
const MOVES: ReadonlySet<Role> = new Set(["pooling", "shape"]);
/** What exporters write for a global average pooling; other means are parts of normalisations, not stretches alone. */
const MEAN = "ReduceMean";

/** A value at which nothing else is alive, with the nodes that were passed since the one before it. */
interface Narrow {
  readonly name: string;
  readonly nodes: readonly Node[];
}

/**
 * The trunk of a graph: values at which nothing else is alive, one for each layer or block of layers.
 *
 * @param reaches whether a value has a cotangent.
 * @param isParameter whether a stored tensor is one.
 */
export function trunkOf(
  index: ModelIndex,
  reaches: (value: string) => boolean,
  isParameter: (tensor: string) => boolean,
): readonly TrunkValue[] {
  const { opsets } = index.model;
  const roleOf = (node: Node): Role => operatorOf(node, opsets)?.role ?? "other";
  const moves = (node: Node): boolean => MOVES.has(roleOf(node)) || node.operator === MEAN;
  const trunk: TrunkValue[] = [];
  let passed: Node[] = [];
  let poolings: Pooling[] = [];
  let before: string | undefined;
  for (const { name, nodes } of narrowsOf(index, reaches)) {
    for (const node of nodes) passed.push(node);
    if (before !== undefined && nodes.every(moves)) poolings.push({ before, behind: name });
    before = name;
    if (!passed.some((node) => LAYERS.has(roleOf(node)))) continue;
    const parameters = passed.flatMap(({ inputs }) => inputs.filter(isParameter));
    trunk.push({ name, parameters, poolings });
    passed = [];
    poolings = [];
  }
  return trunk;
}

/**
 * All values that every way from the inputs to the loss passes, in the order of running.
 *
 * @param reaches whether a value has a cotangent.
 */
export function narrowsOf(
  { model, stored }: ModelIndex,
  reaches: (value: string) => boolean,
): readonly Narrow[] {
  const nodes = inOrder(model.graph);
  const last = new Map<string, number>();
  nodes.forEach(({ inputs }, at) => {
    for (const name of inputs) last.set(name, at);
  });
  for (const { name } of model.graph.outputs) last.set(name, nodes.length);
  const alive = new Set(
    model.graph.inputs.map(({ name }) => name).filter((name) => reaches(name) && last.has(name)),
  );
  const narrows: Narrow[] = [];
  let passed: Node[] = [];
  nodes.forEach((node, at) => {
    const { inputs, outputs } = node;
    if (stored.has(outputs[0] ?? "")) return;
    for (const name of inputs) if (last.get(name) === at) alive.delete(name);
    const made = outputs.filter((name) => reaches(name) && (last.get(name) ?? -1) > at);
    for (const name of made) alive.add(name);
    passed.push(node);
    const [name] = made;
    if (name === undefined || alive.size !== 1) return;
    narrows.push({ name, nodes: passed });
    passed = [];
  });
  return narrows;
}
