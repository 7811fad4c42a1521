import type { Analysis, NodeCosts } from "../analysis/analyse";
import type { Hierarchy } from "../analysis/hierarchy";
import { bytesIn, elementsIn, learnedBy } from "../analysis/learned";
import { sum } from "../analysis/memory";
import type { ModelIndex } from "../analysis/model-index";
import { counterOf, SUPPOSED_SIZE } from "./layer-count";
import { namerOf } from "./layer-naming";
import type { Layer } from "./layer-tree";
import { layerTree } from "./layer-tree";
import type { LayerCosts, LayerRow, LayersReport } from "./types";

type Costs = Pick<NodeCosts, "macs" | "flops" | "activationBytes">;

/** What nodes cost together, before it is written down. */
interface Tally {
  readonly nodes: number;
  /** Qualified names of the stored tensors. */
  readonly learned: ReadonlySet<string>;
  readonly costs: Costs;
}

/**
 * Every node of all graphs and every group with its totals: parameters in elements, costs for one run of the graph
 * that the row stands in. A node that holds graphs has their parameters, and costs what running it costs.
 *
 * @param hierarchies the groups of a graph, by its path; undefined where they are not wanted
 */
export function layersOf(
  index: ModelIndex,
  analysis: Analysis,
  hierarchies: (path: string) => Hierarchy | undefined,
): LayersReport {
  const counter = counterOf(analysis.totals.macs);
  const learned = learnedIn(index);
  const parameters = elementsIn(index, learned);
  const written = ({ nodes, learned, costs }: Tally): LayerCosts => ({
    nodes,
    parameters: elementsIn(index, learned),
    weightBytes: bytesIn(index, learned) ?? null,
    macs: counter.count(costs.macs),
    flops: counter.count(costs.flops),
    activationBytes: counter.count(costs.activationBytes),
  });
  const namesOf = namerOf(index, analysis);
  const rows: LayerRow[] = [];

  function add(layer: Layer, depth: number, parent: number, inMain: boolean): Tally {
    const at = rows.length;
    // The place is kept until what is inside is counted.
    rows.length++;
    const inner = inMain && layer.kind === "group";
    const tally = tallyOf(
      layer,
      layer.children.map((child) => add(child, depth + 1, at, inner)),
    );
    const costs = written(tally);
    rows[at] = {
      ...namesOf(layer),
      ...costs,
      depth,
      parent,
      inside: rows.length - at - 1,
      shareOfParameters: parameters === 0 ? null : costs.parameters / parameters,
      shareOfMacs: inMain ? counter.share(tally.costs.macs) : null,
    };
    return tally;
  }

  function tallyOf(layer: Layer, inside: readonly Tally[]): Tally {
    const learned = new Set(inside.flatMap((one) => [...one.learned]));
    if (layer.kind !== "node") return { nodes: total(inside), learned, costs: sumOf(inside) };
    const { node, graph, quiet } = layer;
    for (const name of learnedBy(index, graph, node)) learned.add(name);
    return { nodes: quiet ? 0 : 1, learned, costs: analysis.costs.get(node.id) ?? NOT_KNOWN };
  }

  for (const layer of layerTree(index, hierarchies)) add(layer, 0, -1, layer.kind !== "graph");
  return {
    rows,
    totals: written({ nodes: index.uses.nodes.size, learned, costs: analysis.totals }),
    uncosted: analysis.uncosted,
    supposed: SUPPOSED_SIZE,
  };
}

const NOT_KNOWN: Costs = { macs: undefined, flops: undefined, activationBytes: undefined };

function total(tallies: readonly Tally[]): number {
  return tallies.reduce((nodes, one) => nodes + one.nodes, 0);
}

function sumOf(tallies: readonly Tally[]): Costs {
  return {
    macs: sum(tallies.map(({ costs }) => costs.macs)),
    flops: sum(tallies.map(({ costs }) => costs.flops)),
    activationBytes: sum(tallies.map(({ costs }) => costs.activationBytes)),
  };
}

/** All parameters and statistics of the model. */
function learnedIn({ stored, roles }: ModelIndex): ReadonlySet<string> {
  return new Set([...stored.keys()].filter((name) => roles.get(name) !== "constant"));
}
