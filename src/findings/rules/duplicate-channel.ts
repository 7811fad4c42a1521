import { t } from "../../words/texts";
import { channelsText, matrices } from "../layer-weight";
import type { Found } from "../rule";
import { rule } from "../rule";

/** Equal channels compute the same thing twice, and stay equal in training. */
export const duplicateChannel = rule({
  id: "duplicate-channel",
  title: "Equal channels",
  severity: "info",
  needs: ["weights"],
  concept: 30,
  thresholds: {
    elements: {
      value: 9,
      reason: "Channels of fewer numbers are equal by chance, above all in 8-bit weights.",
    },
  },
  check: (evidence, { elements }) =>
    matrices(evidence).flatMap(({ name, measured: { channels } }): readonly Found[] => {
      if (channels === undefined || channels.each < elements) return [];
      const varied = (channel: number): boolean => channels.min[channel] !== channels.max[channel];
      const pairs = [...channels.duplicates].filter(([channel]) => varied(channel));
      if (pairs.length === 0) return [];
      const equal = [...new Set(pairs.flat())].sort((a, b) => a - b);
      return [
        {
          message: t(
            "{0}: the weights of {1} are equal to another channel's: they compute the same thing.",
            name,
            channelsText(equal, channels.l2.length),
          ),
          tensor: name,
          channels: equal,
          measured: equal.length,
          threshold: 0,
        },
      ];
    }),
});
