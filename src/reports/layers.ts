import type { Analysis, NodeCosts } from "../analysis/analyse";
import type { Hierarchy } from "../analysis/hierarchy";
import { bytesIn, elementsIn, learnedBy } from "../analysis/learned";
import { sum } from "../analysis/memory";
import type { ModelIndex } from "../analysis/model-index";
import { counterOf, SUPPOSED_SIZE } from "./layer-count";
import { namerOf } from "./layer-naming";
import type { Layer } from "./layer-tree";
import { layerTree } from "./layer-tree";
import type { LayerCosts, LayerRow, LayersReport } from "./types/layers";

type Costs = Pick<NodeCosts, "macs" | "flops" | "activationBytes">;

/** What a layer costs with all that is inside it, before it is written down. */
interface Tally {
  readonly layer: Layer;
  readonly inside: readonly Tally[];
  /** Rows that it takes, its own included. */
  readonly rows: number;
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
  const written = (nodes: number, learned: ReadonlySet<string>, costs: Costs): LayerCosts => ({
    nodes,
    parameters: elementsIn(index, learned),
    weightBytes: bytesIn(index, learned) ?? null,
    macs: counter.count(costs.macs),
    flops: counter.count(costs.flops),
    activationBytes: counter.count(costs.activationBytes),
  });
  const namesOf = namerOf(index, analysis);
  const rows: LayerRow[] = [];
  const add = (tally: Tally, depth: number, parent: number, inMain: boolean): void => {
    const { layer, inside, nodes, learned, costs } = tally;
    const at = rows.length;
    const counts = written(nodes, learned, costs);
    const place = {
      depth,
      parent,
      inside: tally.rows - 1,
      shareOfParameters: parameters === 0 ? null : counts.parameters / parameters,
      shareOfMacs: inMain ? counter.share(costs.macs) : null,
    };
    // Spread into one literal, 100,000 rows would take 2 s instead of 0.1 s.
    rows.push(Object.assign(namesOf(layer), counts, place));
    for (const one of inside) add(one, depth + 1, at, inMain && layer.kind === "group");
  };
  for (const layer of layerTree(index, hierarchies)) {
    add(tallyOf(index, analysis, layer), 0, NO_PARENT, layer.kind !== "graph");
  }
  return {
    rows,
    totals: written(index.uses.nodes.size, learned, analysis.totals),
    uncosted: analysis.uncosted,
    supposed: SUPPOSED_SIZE,
  };
}

const NO_PARENT = -1;

function tallyOf(index: ModelIndex, analysis: Analysis, layer: Layer): Tally {
  const inside = layer.children.map((child) => tallyOf(index, analysis, child));
  const rows = inside.reduce((count, one) => count + one.rows, 1);
  if (layer.kind !== "node") {
    const nodes = inside.reduce((count, one) => count + one.nodes, 0);
    return { layer, inside, rows, nodes, learned: union(inside), costs: sumOf(inside) };
  }
  const { node, graph, quiet } = layer;
  const own = learnedBy(index, graph, node);
  const learned = inside.length === 0 ? own : new Set([...union(inside), ...own]);
  const costs = analysis.costs.get(node.id) ?? NOT_KNOWN;
  return { layer, inside, rows, nodes: quiet ? 0 : 1, learned, costs };
}

function union(tallies: readonly Tally[]): ReadonlySet<string> {
  const all = new Set<string>();
  for (const { learned } of tallies) for (const name of learned) all.add(name);
  return all;
}

const NOT_KNOWN: Costs = { macs: undefined, flops: undefined, activationBytes: undefined };

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
