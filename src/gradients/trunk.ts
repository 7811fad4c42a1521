import { inOrder } from "../analysis/order";
import type { ModelIndex } from "../analysis/model-index";
import type { Role } from "../operators/operator";
import { operatorOf } from "../operators/registry";

/** A value that every way from the inputs to the loss passes, behind one more layer than the one before it. */
export interface TrunkValue {
  readonly name: string;
  /** Parameters that entered since the last one. */
  readonly parameters: readonly string[];
}

const LAYERS: ReadonlySet<Role> = new Set(["linear", "recurrent", "attention"]);

/**
 * The trunk of a graph: values at which nothing else is alive, one for each layer or block of layers.
 *
 * @param reaches whether a value has a cotangent.
 * @param isParameter whether a stored tensor is one.
 */
export function trunkOf(
  { model, stored }: ModelIndex,
  reaches: (value: string) => boolean,
  isParameter: (tensor: string) => boolean,
): readonly TrunkValue[] {
  const nodes = inOrder(model.graph);
  const last = new Map<string, number>();
  nodes.forEach(({ inputs }, at) => {
    for (const name of inputs) last.set(name, at);
  });
  for (const { name } of model.graph.outputs) last.set(name, nodes.length);
  const alive = new Set(
    model.graph.inputs.map(({ name }) => name).filter((name) => reaches(name) && last.has(name)),
  );
  const trunk: TrunkValue[] = [];
  let [layers, parameters]: [number, string[]] = [0, []];
  nodes.forEach((node, at) => {
    const { inputs, outputs } = node;
    if (stored.has(outputs[0] ?? "")) return;
    for (const name of inputs) if (last.get(name) === at) alive.delete(name);
    const made = outputs.filter((name) => reaches(name) && (last.get(name) ?? -1) > at);
    for (const name of made) alive.add(name);
    const role = operatorOf(node, model.opsets)?.role;
    if (role !== undefined && LAYERS.has(role)) layers++;
    parameters.push(...inputs.filter(isParameter));
    const [name] = made;
    if (name === undefined || alive.size !== 1 || layers === 0) return;
    trunk.push({ name, parameters });
    [layers, parameters] = [0, []];
  });
  return trunk;
}
