import type { ModelIndex } from "../../analysis/model-index";
import { reach } from "../../analysis/reach";
import { qualify } from "../../model/model";
import { t } from "../../words/texts";
import type { Found } from "../rule";
import { rule } from "../rule";

/** TensorFlow's control edges: what must have run before, though nobody takes its values. */
function controlling({ uses }: ModelIndex): readonly string[] {
  const names = new Set<string>();
  for (const { node } of uses.nodes.values()) {
    const control = node.attributes.get("control inputs");
    if (control?.kind === "strings") for (const name of control.value) names.add(name);
  }
  return [...uses.nodes.values()].flatMap(({ node }) => (names.has(node.name) ? [node.id] : []));
}

/** Nodes that no output depends on. */
export const unreachableNode = rule({
  id: "unreachable-node",
  title: "No output depends on it",
  severity: "warning",
  needs: ["graph"],
  concept: undefined,
  thresholds: {},
  check: ({ index }) => {
    const { uses } = index;
    const makers = uses.graphs.flatMap((graph) =>
      graph.outputs.flatMap(({ name }) => uses.producers.get(qualify(graph, name))?.node.id ?? []),
    );
    const needed = reach(uses, [...makers, ...controlling(index)], "upstream");
    return Array.from(uses.nodes.values()).flatMap(({ node, graph }): readonly Found[] => {
      const stored = node.outputs.some((name) => name !== "" && index.stored.has(qualify(graph, name)));
      if (needed.has(node.id) || stored || node.outputs.every((name) => name === "")) return [];
      const message = t(
        "No output depends on {0} {1}: it is computed for nothing, or an output was forgotten.",
        node.operator,
        node.name,
      );
      return [{ message, node: node.name, id: node.id }];
    });
  },
});
