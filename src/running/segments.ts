import type { Analysis } from "../analysis/analyse";
import type { ModelIndex } from "../analysis/model-index";
import { inOrder, takenBy } from "../analysis/order";
import { storedBytes } from "../analysis/stored-bytes";
import { bytesOf } from "../model/dtype";
import type { Node } from "../model/model";

/** A run of a graph's nodes that is one session: what it needs from before, and what others need of it. */
export interface Segment {
  readonly nodes: readonly Node[];
  /** Inputs of the graph, and values of segments before. */
  readonly takes: readonly string[];
  /** Values that segments behind take. */
  readonly keeps: readonly string[];
}

/** What a segment may hold, in bytes: more only where a single node does. */
interface Limits {
  readonly weights: number;
  /** Of all values that its nodes make. */
  readonly values: number;
}

/** The whole graph as one segment. */
export function wholeGraph(index: ModelIndex): Segment {
  const [whole] = segmentsOf(index, undefined, { weights: Infinity, values: Infinity });
  return whole ?? { nodes: [], takes: [], keeps: [] };
}

/**
 * The main graph cut into segments that fit in a session: each as long as it can be, but ended at the narrowest point
 * of its last half, where the values that have to be kept are smallest.
 *
 * @param analysis for the sizes of values; without it all points are alike.
 */
export function segmentsOf(
  index: ModelIndex,
  analysis: Analysis | undefined,
  limits: Limits,
): readonly Segment[] {
  const { graph } = index.model;
  // Constants go with whoever takes them.
  const nodes = inOrder(graph).filter(({ outputs }) => !index.stored.has(outputs[0] ?? ""));
  const taken = nodes.map((node) => takenBy(node, graph).filter((name) => name !== ""));
  const widths = widthsOf(index, analysis, nodes, taken);
  const segments: Segment[] = [];
  for (let from = 0; from < nodes.length;) {
    const end = fullAt(index, analysis, nodes, taken, from, limits);
    const to = end === nodes.length ? end : narrowest(widths, from, end);
    segments.push(segment(index, nodes, taken, from, to));
    from = to;
  }
  return segments;
}

/** The first node that a segment from a node on has no room for. */
function fullAt(
  { stored }: ModelIndex,
  analysis: Analysis | undefined,
  nodes: readonly Node[],
  taken: readonly (readonly string[])[],
  from: number,
  limits: Limits,
): number {
  const weights = new Set<string>();
  let [held, made] = [0, 0];
  for (let at = from; at < nodes.length; at++) {
    for (const name of taken[at] ?? []) {
      const tensor = stored.get(name)?.tensor;
      if (tensor === undefined || weights.has(name)) continue;
      weights.add(name);
      held += storedBytes(tensor) ?? 0;
    }
    for (const name of nodes[at]?.outputs ?? []) made += name === "" ? 0 : bytesOfValue(analysis, name);
    if ((held > limits.weights || made > limits.values) && at > from) return at;
  }
  return nodes.length;
}

/** Of the points in the last half of a segment the one with the least to keep; the later one of equals. */
function narrowest(widths: readonly number[], from: number, end: number): number {
  let best = end;
  for (let at = end; at > from && at >= from + (end - from) / 2; at--) {
    if ((widths[at] ?? 0) < (widths[best] ?? 0)) best = at;
  }
  return best;
}

/** A value whose size is not known is taken to be large; one that is no tensor cannot be kept at all. */
const UNKNOWN_BYTES = 2 ** 30;

/** Before each node, the bytes of all values that are made before it and taken from there on. */
function widthsOf(
  { stored, model }: ModelIndex,
  analysis: Analysis | undefined,
  nodes: readonly Node[],
  taken: readonly (readonly string[])[],
): readonly number[] {
  const lastUse = new Map<string, number>();
  taken.forEach((names, at) => {
    for (const name of names) lastUse.set(name, at);
  });
  for (const { name } of model.graph.inputs) lastUse.delete(name);
  const changes = new Float64Array(nodes.length + 2);
  nodes.forEach(({ outputs }, at) => {
    for (const name of outputs) {
      const last = lastUse.get(name);
      if (last === undefined || stored.has(name)) continue;
      const bytes = bytesOfValue(analysis, name);
      changes[at + 1] = (changes[at + 1] ?? 0) + bytes;
      changes[last + 1] = (changes[last + 1] ?? 0) - bytes;
    }
  });
  let width = 0;
  return Array.from(changes, (change) => (width += change));
}

function bytesOfValue(analysis: Analysis | undefined, name: string): number {
  const type = analysis?.types.get(name);
  if (type === undefined || type.kind === "unknown") return UNKNOWN_BYTES;
  if (type.kind !== "tensor") return 2 ** 50;
  const elements = type.shape?.reduce<number>(
    (all, size) => all * (typeof size === "number" ? size : NaN),
    1,
  );
  const bytes = bytesOf(type.dtype ?? "float32", elements ?? NaN) ?? NaN;
  return Number.isNaN(bytes) ? UNKNOWN_BYTES : bytes;
}

function segment(
  { stored }: ModelIndex,
  nodes: readonly Node[],
  taken: readonly (readonly string[])[],
  from: number,
  to: number,
): Segment {
  const own = nodes.slice(from, to);
  const made = new Set(own.flatMap(({ outputs }) => outputs));
  const takes = new Set(taken.slice(from, to).flat());
  const later = new Set(taken.slice(to).flat());
  return {
    nodes: own,
    takes: [...takes].filter((name) => !made.has(name) && !stored.has(name)),
    keeps: [...made].filter((name) => later.has(name)),
  };
}
