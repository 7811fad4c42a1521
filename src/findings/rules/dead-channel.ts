import { t } from "../../words/texts";
import { onlyConsumerOf } from "../wires";
import { activationOf } from "../activation";
import type { Matrix } from "../layer-weight";
import { channelsText, elementsAt, matrices } from "../layer-weight";
import type { Evidence, Found } from "../rule";
import { rule } from "../rule";
import { entryOf, inputOf } from "../wires";

/** An output channel whose weights are all zero gives the same number whatever comes in. */
export const deadChannel = rule({
  id: "dead-channel",
  title: "Channels without weights",
  severity: "warning",
  needs: ["weights"],
  concept: 4,
  thresholds: {
    percent: {
      value: 2,
      reason: "Fourier matrices have one or two such channels by design: so few are a hint.",
    },
  },
  check: (evidence, { percent }) =>
    matrices(evidence).flatMap((matrix): readonly Found[] => {
      const { channels } = matrix.measured;
      if (channels === undefined || channels.zero.length === channels.l2.length) return [];
      const dead = withoutBias(evidence, matrix, channels.zero);
      if (dead.length === 0) return [];
      const all = channels.l2.length;
      return [
        {
          message: t(
            "{0}: the weights of {1} are all zero, so that these outputs never change. Structured pruning does this on purpose; then remove them.",
            matrix.name,
            channelsText(dead, all),
          ),
          tensor: matrix.name,
          channels: dead,
          ...(100 * dead.length < percent * all ? { severity: "hint" as const } : {}),
          measured: dead.length,
          threshold: 0,
        },
      ];
    }),
});

/** Before a ReLU, a channel with a positive bias is a constant, but not dead. */
function withoutBias(evidence: Evidence, { use }: Matrix, zero: readonly number[]): readonly number[] {
  if (use === undefined || zero.length === 0) return zero;
  const { index } = evidence;
  const next = onlyConsumerOf(index, { ...use, index: 0 });
  const relu = next !== undefined && activationOf(next.node, entryOf(index, next)) === "relu";
  const own = activationOf(use.node, entryOf(index, use)) === "relu";
  if (!relu && !own) return zero;
  const at = use.operator.inputs.findIndex((name) => use.operator.slots?.[name]?.word === "bias");
  const value = at < 0 ? undefined : inputOf(use, at);
  const bias = elementsAt(evidence, value === undefined ? undefined : index.weightOf(value));
  return bias === undefined ? zero : zero.filter((channel) => (bias[channel] ?? 0) <= 0);
}
