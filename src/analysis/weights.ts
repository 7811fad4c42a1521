import type { Model } from "../model/model";
import { qualify } from "../model/model";
import { operatorOf } from "../operators/registry";
import { opsetsByGraph } from "./graphs";
import type { StoredTensor } from "./stored";
import type { Uses } from "./uses";

/**
 * Finds the stored tensor that a value is: itself, or seen through operators of the same graph that only show it
 * another way (Transpose, DequantizeLinear…). The names are qualified; undefined for what is computed.
 */
export function weightFinder(
  model: Model,
  stored: ReadonlyMap<string, StoredTensor>,
  uses: Uses,
): (value: string) => string | undefined {
  const opsets = opsetsByGraph(model);
  const known = new Map<string, string | undefined>();

  return (value) => {
    // In a broken file a chain may lead back to itself: what is already on the way is not asked again.
    const way = new Set<string>();
    let at = value;
    while (!stored.has(at) && !known.has(at) && !way.has(at)) {
      way.add(at);
      const port = uses.producers.get(at);
      if (port === undefined || port.index !== 0) break;
      const { node, graph } = port;
      const input = node.inputs[0];
      if (input === undefined || input === "") break;
      if (operatorOf(node, opsets.get(graph) ?? model.opsets)?.looksThrough !== true) break;
      at = qualify(graph, input);
    }
    const found = stored.has(at) ? at : known.get(at);
    for (const passed of way) known.set(passed, found);
    return found;
  };
}
