import type { Analysis, NodeCosts } from "../analysis/analyse";
import { subgraphsOf } from "../analysis/graphs";
import type { Group } from "../analysis/group";
import type { Hierarchy } from "../analysis/hierarchy";
import { learnedBy } from "../analysis/learned";
import { sum } from "../analysis/memory";
import type { ModelIndex } from "../analysis/model-index";
import type { Graph, Node } from "../model/model";

/** What a node, or all nodes of a group, work with and cost. */
export interface Tally {
  /** Qualified names of parameters and statistics; what several nodes share is here once. */
  readonly learned: ReadonlySet<string>;
  readonly costs: NodeCosts;
}

const NOT_KNOWN: NodeCosts = {
  macs: undefined,
  flops: undefined,
  activationBytes: undefined,
  movedBytes: undefined,
};

/** By id, for every node that is drawn and every group of one graph. */
export function talliesOf(
  index: ModelIndex,
  analysis: Analysis,
  { graph, root }: Hierarchy,
): ReadonlyMap<string, Tally> {
  const tallies = new Map<string, Tally>();
  const ofGroup = (group: Group): Tally => {
    const inside = group.children.flatMap((item): readonly Tally[] => {
      if (item.kind === "group") return [ofGroup(item)];
      if (item.kind !== "node") return [];
      const costs = analysis.costs.get(item.id) ?? NOT_KNOWN;
      const tally = { learned: learnedInside(index, graph, item.node), costs };
      tallies.set(item.id, tally);
      return [tally];
    });
    const tally = {
      learned: new Set(inside.flatMap(({ learned }) => [...learned])),
      costs: {
        macs: sum(inside.map(({ costs }) => costs.macs)),
        flops: sum(inside.map(({ costs }) => costs.flops)),
        activationBytes: sum(inside.map(({ costs }) => costs.activationBytes)),
        movedBytes: sum(inside.map(({ costs }) => costs.movedBytes)),
      },
    };
    tallies.set(group.id, tally);
    return tally;
  };
  ofGroup(root);
  return tallies;
}

/** The parameters of a node and of the graphs that it holds. */
function learnedInside(index: ModelIndex, graph: Graph, node: Node): ReadonlySet<string> {
  const own = learnedBy(index, graph, node);
  const subgraphs = subgraphsOf(node);
  if (subgraphs.length === 0) return own;
  const inside = subgraphs.flatMap(([, inner]) =>
    inner.nodes.flatMap((one) => [...learnedInside(index, inner, one)]),
  );
  return new Set([...own, ...inside]);
}
