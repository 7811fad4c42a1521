import type { InspectNode, InspectReport } from "./types/inspect";

/** Layers that a summary names. */
const SHOWN = 10;

/** The nodes with most parameters, largest first. */
export function largestNodes({ nodes }: InspectReport): readonly InspectNode[] {
  return nodes
    .filter(({ parameters }) => parameters > 0)
    .sort((a, b) => b.parameters - a.parameters)
    .slice(0, SHOWN);
}

/** Where a node stands and what it is called: `branch/Conv_3` for a node of a subgraph. */
export function placeOf({ graph, name }: InspectNode): string {
  return graph === "" ? name : `${graph}/${name}`;
}

/** The share of a whole, in per cent with one decimal: `12.3 %`. */
export function percent(part: number, whole: number): string {
  return whole === 0 ? "" : `${((100 * part) / whole).toFixed(1)} %`;
}
