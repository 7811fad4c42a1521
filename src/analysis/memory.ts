import { bitsOf } from "../model/dtype";
import type { Expression } from "../model/expression";
import { ceilDivide } from "../model/division";
import { add, multiply, negate, sumOf } from "../model/expression";
import { atLeast, maximum } from "../model/order";
import type { Graph } from "../model/model";
import { qualify } from "../model/model";
import type { ValueType } from "../model/shape";
import type { Value } from "../operators/value";
import { product } from "../operators/contraction";
import { capturesInside } from "./graphs";
import { inOrder } from "./order";

/** Bytes of a value while it is alive; undefined where its size is not known, as of strings. */
export function bytesOfValue({ type, items }: Value): Expression | undefined {
  if (items !== undefined) return sum(items.map(bytesOfValue));
  return bytesOfType(type);
}

function bytesOfType(type: ValueType): Expression | undefined {
  if (type.kind === "optional") return bytesOfType(type.element);
  if (type.kind !== "tensor" || type.dtype === undefined) return undefined;
  const [elements, bits] = [product(type.shape), bitsOf(type.dtype)];
  if (elements === undefined || bits === undefined) return undefined;
  return bits % 8 === 0 ? multiply(elements, bits / 8) : ceilDivide(multiply(elements, bits), 8);
}

/** The sum where every part is known. */
export function sum(parts: readonly (Expression | undefined)[]): Expression | undefined {
  const known = parts.filter((one) => one !== undefined);
  return known.length === parts.length ? sumOf(known) : undefined;
}

/** Candidates for the largest of symbolic sums that none of the others certainly exceeds. */
const MOST_CANDIDATES = 6;

/** Bytes alive while a node runs, in the order of running. */
export interface MemoryStep {
  readonly node: string;
  readonly bytes: Expression | undefined;
}

/**
 * What is alive while each node of the main graph runs: inputs from the start to their last consumer, each value from
 * its producer to its last consumer, outputs to the end; no reuse in place.
 */
export function memoryOverTime(
  graph: Graph,
  bytesOf: (value: string) => Expression | undefined,
): readonly MemoryStep[] {
  const order = inOrder(graph);
  const last = lastUses(graph, order);
  const freed = order.map((): Expression | undefined => 0);
  for (const [name, step] of last) if (step < order.length) freed[step] = both(freed[step], bytesOf(name));
  let alive: Expression | undefined = sum(
    graph.inputs.filter(({ name }) => last.has(name)).map(({ name }) => bytesOf(name)),
  );
  return order.map((node, step) => {
    let gone = freed[step];
    for (const name of node.outputs) {
      if (name === "") continue;
      alive = both(alive, bytesOf(name));
      if (!last.has(name)) gone = both(gone, bytesOf(name));
    }
    const bytes = alive;
    alive = gone === undefined ? undefined : both(alive, negate(gone));
    return { node: node.id, bytes };
  });
}

function both(a: Expression | undefined, b: Expression | undefined): Expression | undefined {
  return a === undefined || b === undefined ? undefined : add(a, b);
}

/** By value, the step of its last consumer; those that nobody takes are absent, outputs of the graph last forever. */
function lastUses(graph: Graph, order: Graph["nodes"]): ReadonlyMap<string, number> {
  const last = new Map<string, number>();
  order.forEach((node, step) => {
    for (const name of node.inputs) if (name !== "") last.set(name, step);
    for (const outer of capturesInside(node)) last.set(outer, step);
  });
  for (const { name } of graph.outputs) last.set(name, Infinity);
  for (const name of graph.tensors.keys()) last.delete(qualify(graph, name));
  return last;
}

/** The largest of all steps; undefined where it is not known or too many sums could be it. */
export function peakOf(steps: readonly MemoryStep[]): Expression | undefined {
  let candidates: Expression[] = [0];
  for (const { bytes } of steps) {
    if (bytes === undefined) return undefined;
    if (candidates.some((one) => atLeast(one, bytes) === true)) continue;
    candidates = [...candidates.filter((one) => atLeast(bytes, one) !== true), bytes];
    if (candidates.length > MOST_CANDIDATES) return undefined;
  }
  return candidates.reduce((a, b) => maximum(a, b));
}
