import type { Port } from "../analysis/uses";
import type { ModelIndex } from "../analysis/model-index";
import { opsetsByGraph } from "../analysis/graphs";
import { qualify } from "../model/model";
import type { Operator } from "../operators/operator";
import { operatorOf } from "../operators/registry";

/** Operators that hand their first input on when a finished model runs. */
const PASSING: ReadonlySet<string> = new Set(["Identity", "Dropout", "Cast"]);

/** The registry's entry for a node where it stands. */
export function entryOf(
  index: ModelIndex,
  { node, graph }: Pick<Port, "node" | "graph">,
): Operator | undefined {
  return operatorOf(node, opsetsByGraph(index.model).get(graph) ?? index.model.opsets);
}

/** The name of a node's input as the whole model knows it; undefined where it is omitted. */
export function inputOf({ node, graph }: Pick<Port, "node" | "graph">, index: number): string | undefined {
  const name = node.inputs[index] ?? "";
  return name === "" ? undefined : qualify(graph, name);
}

/** Who makes a value, looking through what only hands it on. */
export function makerOf({ uses }: ModelIndex, value: string | undefined): Port | undefined {
  let port = value === undefined ? undefined : uses.producers.get(value);
  // In a broken file a chain may lead back to itself.
  const seen = new Set<Port>();
  while (port !== undefined && PASSING.has(port.node.operator) && !seen.has(port)) {
    seen.add(port);
    const before = inputOf(port, 0);
    port = before === undefined ? undefined : uses.producers.get(before);
  }
  return port;
}

/** The only consumer of a value that is no output of its graph, looking through what only hands it on. */
export function onlyConsumerOf({ uses }: ModelIndex, { node, graph, index }: Port): Port | undefined {
  let name = node.outputs[index] ?? "";
  // In a broken file a chain may lead back to itself.
  const seen = new Set<string>();
  for (;;) {
    if (name === "" || seen.has(name) || graph.outputs.some((output) => output.name === name))
      return undefined;
    seen.add(name);
    const consumers = uses.consumers.get(qualify(graph, name)) ?? [];
    const [only] = consumers;
    if (only === undefined || consumers.length > 1 || only.graph !== graph) return undefined;
    if (!PASSING.has(only.node.operator) || only.index !== 0) return only;
    name = only.node.outputs[0] ?? "";
  }
}
