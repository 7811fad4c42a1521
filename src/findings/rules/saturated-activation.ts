import { channelsText } from "../layer-weight";
import type { Found } from "../rule";
import { rule } from "../rule";
import { samplesText, severityOf, watchedUnits } from "../watched-units";

/** Units of a sigmoid, tanh or clipped activation that stay at an end: hardly any gradient passes them. */
export const saturatedActivation = rule({
  id: "saturated-activation",
  title: "Units stuck at an end",
  severity: "warning",
  needs: ["run"],
  concept: 6,
  thresholds: {},
  check: (evidence) =>
    watchedUnits(evidence).flatMap(({ name, node, units }): readonly Found[] => {
      // A rectifier that is clipped rests at zero, and at its upper end, by design.
      if (node.operator === "Clip") return [];
      const { saturated, total, samples } = units;
      if (saturated.length === 0) return [];
      return [
        {
          message: `${node.operator} ${node.name}: ${channelsText(saturated, total)} lay at an end of the range in at least 99 % of the positions ${samplesText(evidence, samples)}.`,
          severity: severityOf(evidence),
          node: node.name,
          value: name,
          id: node.id,
          channels: saturated,
          measured: saturated.length,
          threshold: 0,
        },
      ];
    }),
});
