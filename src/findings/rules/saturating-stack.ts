import { inOrder } from "../../analysis/order";
import type { Graph, Node } from "../../model/model";
import { qualify } from "../../model/model";
import { t } from "../../words/texts";
import { activationOf } from "../activation";
import type { Evidence, Found } from "../rule";
import { rule } from "../rule";
import { entryOf } from "../wires";

const SATURATING: ReadonlySet<string> = new Set(["sigmoid", "tanh", "hardsigmoid", "hardtanh"]);

/** Roles after which the scale of the signal is a new one. */
const RESTORING: ReadonlySet<string> = new Set(["normalization", "recurrent"]);

interface Chain {
  /** Saturating activations in a row on the way here. */
  readonly length: number;
  readonly first: string;
  readonly last: Node;
}

/** The derivative of a sigmoid is at most ¼, of a tanh at most 1: their product over many layers vanishes. */
export const saturatingStack = rule({
  id: "saturating-stack",
  title: "Many sigmoids or tanhs in a row",
  severity: "warning",
  needs: ["graph"],
  concept: 6,
  thresholds: {
    layers: { value: 6, reason: "Six sigmoids alone shrink a gradient by 4⁶ = 4,096." },
  },
  check: (evidence, { layers }) =>
    evidence.index.uses.graphs.flatMap((graph) => longest(evidence, graph, layers)),
});

/** The ends of all chains that are long enough and go on no further. */
function longest(evidence: Evidence, graph: Graph, layers: number): readonly Found[] {
  const chains = new Map<string, Chain>();
  const ends = new Map<string, Chain>();
  for (const node of inOrder(graph)) {
    const before = restores(evidence, graph, node) ? undefined : chainInto(graph, node, chains);
    const activation = activationOf(node, entryOf(evidence.index, { node, graph }));
    const saturates = activation !== undefined && SATURATING.has(activation);
    const chain = saturates
      ? { length: (before?.length ?? 0) + 1, first: before?.first ?? node.name, last: node }
      : before;
    if (chain === undefined) continue;
    for (const output of node.outputs) if (output !== "") chains.set(qualify(graph, output), chain);
    if (saturates && chain.length >= layers) {
      ends.set(chain.first, chain);
    }
  }
  return Array.from(ends.values(), ({ length, first, last }) => ({
    message: t(
      "{0} sigmoid or tanh layers follow each other from {1} to {2}, without normalisation or a skip connection between (threshold {3}): gradients shrink at each of them.",
      length,
      first,
      last.name,
      layers,
    ),
    node: last.name,
    id: last.id,
    measured: length,
    threshold: layers,
  }));
}

function chainInto(graph: Graph, node: Node, chains: ReadonlyMap<string, Chain>): Chain | undefined {
  let longest: Chain | undefined;
  for (const name of node.inputs) {
    const chain = name === "" ? undefined : chains.get(qualify(graph, name));
    if (chain !== undefined && chain.length > (longest?.length ?? 0)) longest = chain;
  }
  return longest;
}

/** Normalisations, recurrent cells, and joins of two computed values: sums of a residual net, products of a gate. */
function restores({ index }: Evidence, graph: Graph, node: Node): boolean {
  const role = entryOf(index, { node, graph })?.role ?? "";
  if (RESTORING.has(role)) return true;
  if (role !== "arithmetic") return false;
  const computed = node.inputs.filter(
    (name) => name !== "" && index.weightOf(qualify(graph, name)) === undefined,
  );
  return new Set(computed).size > 1;
}
