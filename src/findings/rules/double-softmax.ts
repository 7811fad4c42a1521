import type { Port } from "../../analysis/uses";
import { t } from "../../words/texts";
import { activationOf } from "../activation";
import type { Evidence, Found } from "../rule";
import { rule } from "../rule";
import { entryOf, inputOf, makerOf } from "../wires";

/** Softmax → Log is the common way to a log softmax; these are not. */
const NORMALISED: ReadonlySet<string> = new Set(["softmax", "logsoftmax"]);
const SQUASHING: ReadonlySet<string> = new Set([...NORMALISED, "sigmoid", "hardsigmoid"]);

/** Probabilities that are squashed once more: close to uniform, whatever the network says. */
export const doubleSoftmax = rule({
  id: "double-softmax",
  title: "Softmax of a softmax",
  severity: "warning",
  needs: ["graph"],
  concept: 23,
  thresholds: {},
  check: ({ index }) =>
    Array.from(index.uses.nodes.values()).flatMap((placed): readonly Found[] => {
      const second = activationOf(placed.node, entryOf(index, placed));
      if (second === undefined || !SQUASHING.has(second)) return [];
      const first = softmaxBefore({ index }, placed);
      if (first === undefined) return [];
      const message = t(
        "{0} takes the output of {1}, which is normalised already: the probabilities are pressed towards each other, and the loss sees almost no gradient.",
        `${placed.node.operator} ${placed.node.name}`,
        `${first.node.operator} ${first.node.name}`,
      );
      return [{ message, node: placed.node.name, id: placed.node.id }];
    }),
});

/** What a layer with an activation of its own computes from the softmax in between is no softmax any more. */
function softmaxBefore(
  { index }: Pick<Evidence, "index">,
  placed: Pick<Port, "node" | "graph">,
): Port | undefined {
  if (entryOf(index, placed)?.role !== "activation") return undefined;
  const maker = makerOf(index, inputOf(placed, 0));
  if (maker === undefined) return undefined;
  const activation = activationOf(maker.node, entryOf(index, maker));
  return activation !== undefined && NORMALISED.has(activation) ? maker : undefined;
}
