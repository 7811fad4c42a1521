import { t } from "../../words/texts";
import { activationOf } from "../activation";
import { batchNorms } from "../batch-norm";
import { channelsText } from "../layer-weight";
import type { Found } from "../rule";
import { rule } from "../rule";
import { entryOf, onlyConsumerOf } from "../wires";

/** Activations that put out nothing below zero. */
const CUTTING: ReadonlySet<string> = new Set(["relu", "relu6", "clip"]);

/** A batch normalisation that shifts a channel so far below zero that the ReLU after it practically never fires. */
export const deadBatchNorm = rule({
  id: "dead-batch-norm",
  title: "Channels shifted below the ReLU",
  severity: "warning",
  needs: ["weights"],
  concept: 13,
  thresholds: {
    deviations: { value: 4, reason: "A normal signal is above four deviations in 3 of 100,000 cases." },
  },
  check: (evidence, { deviations }) =>
    batchNorms(evidence).flatMap(({ node, id, port, scale, shift, tensors }): readonly Found[] => {
      const next = onlyConsumerOf(evidence.index, { ...port, index: 0 });
      const activation = next && activationOf(next.node, entryOf(evidence.index, next));
      if (activation === undefined || !CUTTING.has(activation)) return [];
      const dead = (shift ?? []).flatMap((beta, channel) => {
        const gamma = Math.abs(scale?.[channel] ?? 1);
        return beta < 0 && beta < -deviations * gamma ? [channel] : [];
      });
      if (dead.length === 0) return [];
      return [
        {
          message: t(
            "{0}: {1} are shifted more than {2} deviations below zero before {3}: they practically never fire.",
            node,
            channelsText(dead, shift?.length ?? 0),
            deviations,
            next?.node.name ?? "",
          ),
          node,
          tensor: tensors.shift ?? null,
          id,
          channels: dead,
          measured: dead.length,
          threshold: 0,
        },
      ];
    }),
});
