import type { ModelIndex } from "../../analysis/model-index";
import type { PlacedNode, Port } from "../../analysis/uses";
import { qualify } from "../../model/model";
import type { Tensor } from "../../model/tensor";
import { operatorOf } from "../../operators/registry";

/** Ports looked at for one input: what it means is told by the first ones or not at all. */
const MOST_PORTS = 200;

/** Operators behind which an input still means what it meant, besides those that only show it another way. */
const HARMLESS: ReadonlySet<string> = new Set(["Pad", "Concat", "Slice", "QuantizeLinear", "Resize"]);

/** The inputs of nodes that take a value: straight, or behind operators that change its look but not its meaning. */
export function takersOf({ uses, model }: ModelIndex, value: string): readonly Port[] {
  const ports: Port[] = [];
  const seen = new Set([value]);
  for (const name of seen) {
    for (const port of uses.consumers.get(name) ?? []) {
      if (ports.length === MOST_PORTS) return ports;
      ports.push(port);
      const entry = operatorOf(port.node, model.opsets);
      const through = HARMLESS.has(port.node.operator) || (entry?.looksThrough === true && port.index === 0);
      if (!through) continue;
      for (const output of port.node.outputs) if (output !== "") seen.add(qualify(port.graph, output));
    }
  }
  return ports;
}

/** The stored tensor in an input of a node, straight or seen another way. */
export function tensorAt(index: ModelIndex, { node, graph }: PlacedNode, slot: number): Tensor | undefined {
  const name = node.inputs[slot] ?? "";
  const stored = name === "" ? undefined : index.weightOf(qualify(graph, name));
  return stored === undefined ? undefined : index.stored.get(stored)?.tensor;
}
