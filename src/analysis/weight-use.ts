import type { Node } from "../model/model";
import { qualify } from "../model/model";
import type { Operator, Slot } from "../operators/operator";
import { operatorOf } from "../operators/registry";
import { opsetsByGraph } from "./graphs";
import type { ModelIndex } from "./model-index";
import { nameAt, slotAt } from "./slots";
import type { PlacedNode } from "./uses";

/** How a layer uses a stored tensor. */
export interface WeightUse extends PlacedNode {
  readonly operator: Operator;
  /** The name of the input that takes it, as in the operator's signature. */
  readonly input: string;
  /** What the operator keeps there; undefined where its entry says nothing of it. */
  readonly slot: Slot | undefined;
  /** The stored tensor's axis of output channels, and how many inputs make one output; undefined where it has none. */
  readonly layout: WeightLayout | undefined;
}

export interface WeightLayout {
  readonly axis: number;
  readonly fanIn: number;
  readonly fanOut: number;
  /** Elements of the window: 1 for matrices. */
  readonly kernel: number;
  /** The stored tensor's axes of the window; none for matrices. */
  readonly kernelAxes: readonly number[];
}

/** Operators that keep elements and axes where they are. */
const STILL: ReadonlySet<string> = new Set(["Identity", "Cast", "DequantizeLinear"]);

/** Every use of every stored tensor, by its qualified name; seen through operators that only show it another way. */
export function weightUses(index: ModelIndex): ReadonlyMap<string, readonly WeightUse[]> {
  const opsets = opsetsByGraph(index.model);
  const uses = new Map<string, WeightUse[]>();
  for (const graph of index.uses.graphs) {
    for (const node of graph.nodes) {
      const operator = operatorOf(node, opsets.get(graph) ?? index.model.opsets);
      if (operator === undefined || operator.looksThrough === true) continue;
      node.inputs.forEach((name, position) => {
        const value = name === "" ? "" : qualify(graph, name);
        const stored = name === "" ? undefined : index.weightOf(value);
        if (stored === undefined) return;
        const slot = slotAt(operator, position);
        const use = {
          node,
          graph,
          operator,
          input: nameAt(operator.inputs, position) ?? "",
          slot,
          layout: slot === undefined ? undefined : layoutOf(index, node, slot, value, stored),
        };
        const known = uses.get(stored);
        if (known === undefined) uses.set(stored, [use]);
        else known.push(use);
      });
    }
  }
  return uses;
}

function layoutOf(
  index: ModelIndex,
  node: Node,
  slot: Slot,
  value: string,
  stored: string,
): WeightLayout | undefined {
  const shape = index.stored.get(stored)?.tensor.shape ?? [];
  if (shape.length < 2) return undefined;
  const axes = slot.axes?.(node, shape.length);
  const order = axes === undefined ? undefined : storedOrder(index, value, stored, shape.length);
  const axis = axes === undefined ? undefined : order?.[axes.out];
  if (axes === undefined || order === undefined || axis === undefined) return undefined;
  const size = (one: number): number => shape[order[one] ?? one] ?? 1;
  const kernel = (axes.kernel ?? []).reduce((product, one) => product * size(one), 1);
  const kernelAxes = (axes.kernel ?? []).map((one) => order[one] ?? one);
  return { axis, fanIn: size(axes.in) * kernel, fanOut: size(axes.out) * kernel, kernel, kernelAxes };
}

/** Where each axis of a value is in the stored tensor that it shows; undefined behind a Reshape. */
function storedOrder(
  { uses }: ModelIndex,
  value: string,
  stored: string,
  rank: number,
): readonly number[] | undefined {
  let order = Array.from({ length: rank }, (_, axis) => axis);
  const seen = new Set<string>();
  for (let at = value; at !== stored;) {
    const producer = uses.producers.get(at);
    if (producer === undefined || seen.has(at)) return undefined;
    seen.add(at);
    const { node, graph } = producer;
    if (node.operator === "Transpose") {
      const perm = node.attributes.get("perm");
      const turn = perm?.kind === "ints" ? perm.value.map(Number) : order.map((_, axis) => rank - 1 - axis);
      order = order.map((axis) => turn[axis] ?? axis);
    } else if (!STILL.has(node.operator)) return undefined;
    at = qualify(graph, node.inputs[0] ?? "");
  }
  return order;
}
