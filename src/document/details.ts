import type { Analysis } from "../analysis/analyse";
import type { ModelIndex } from "../analysis/model-index";
import { groupDetails, modelDetails, nodeDetails, valueDetails } from "../reports/details";
import type { Details } from "../reports/types/details";
import type { InspectSummary } from "../reports/types/inspect";
import type { Answer } from "./answer";
import type { Hierarchies } from "./places";
import { groupOf, notHere, valueOf } from "./places";

interface Known {
  readonly index: ModelIndex;
  readonly analysis: Analysis;
  readonly summary: InspectSummary;
  readonly hierarchies: Hierarchies;
}

/** All that is known of a node, group, value or tensor; "" is the model itself. */
export function detailsOf({ index, analysis, summary, hierarchies }: Known, id: string): Answer<Details> {
  if (id === "") return { ok: modelDetails(index, summary) };
  const node = index.uses.nodes.get(id);
  if (node !== undefined) return { ok: nodeDetails(index, analysis, node, hierarchies(node.graph.path)) };
  const group = groupOf(index, hierarchies, id);
  if (group !== undefined) return { ok: groupDetails(index, analysis, group.hierarchy, group.group) };
  const details = valueDetails(index, analysis.types, valueOf(id));
  return details === undefined ? { error: notHere(id) } : { ok: details };
}
