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
}

const LAYERS: ReadonlySet<Role> = new Set(["linear", "recurrent", "attention"]);

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
  const trunk: TrunkValue[] = [];
  let passed: Node[] = [];
  for (const { name, nodes } of narrowsOf(index, reaches)) {
    passed.push(...nodes);
    const isLayer = (node: Node): boolean => LAYERS.has(operatorOf(node, opsets)?.role ?? "other");
    if (!passed.some(isLayer)) continue;
    trunk.push({ name, parameters: passed.flatMap(({ inputs }) => inputs.filter(isParameter)) });
    passed = [];
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
