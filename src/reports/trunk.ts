import type { ModelIndex } from "../analysis/model-index";
import type { Role } from "../operators/operator";
import { operatorOf } from "../operators/registry";

/** Layers count far more than what moves numbers about: a path goes through as many of them as it can. */
const WEIGHTS: Readonly<Partial<Record<Role, number>>> = {
  linear: 1,
  recurrent: 1,
  attention: 1,
  normalization: 0.1,
  activation: 0.1,
};
const OTHER = 0.001;

/**
 * The first outputs of the main graph's nodes on the path that goes through most layers, from the inputs to an output.
 * One step for each node and each of its inputs.
 */
export function trunkOf({ model, uses }: ModelIndex): readonly string[] {
  const lengths = new Map<string, number>();
  const before = new Map<string, string>();
  for (const node of model.graph.nodes) {
    let [longest, from] = [0, ""];
    for (const input of node.inputs) {
      const length = lengths.get(input) ?? 0;
      if (length > longest) [longest, from] = [length, input];
    }
    const role = operatorOf(node, model.opsets)?.role;
    const length = longest + ((role && WEIGHTS[role]) ?? OTHER);
    for (const output of node.outputs) {
      lengths.set(output, length);
      before.set(output, from);
    }
  }
  const ends = model.graph.outputs.map(({ name }) => name).filter((name) => lengths.has(name));
  const [end] = ends.sort((a, b) => (lengths.get(b) ?? 0) - (lengths.get(a) ?? 0));
  const trunk: string[] = [];
  for (let at = end; at !== undefined && at !== ""; at = before.get(at)) {
    trunk.push(uses.producers.get(at)?.node.outputs[0] ?? at);
  }
  return trunk.reverse();
}
