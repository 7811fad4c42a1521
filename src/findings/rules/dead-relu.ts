import { t } from "../../words/texts";
import { channelsText } from "../layer-weight";
import type { Found } from "../rule";
import { rule } from "../rule";
import { severityOn } from "../made-up";
import { samplesText, watchedUnits } from "../watched-units";

/** Units of a rectifier that fired for no sample: they pass nothing on and learn nothing. */
export const deadRelu = rule({
  id: "dead-relu",
  title: "Units that never fire",
  severity: "warning",
  needs: ["run"],
  concept: 4,
  thresholds: {},
  check: (evidence) =>
    watchedUnits(evidence).flatMap(({ name, node, units }): readonly Found[] => {
      const { dead, total, samples } = units;
      if (dead.length === 0) return [];
      const [where, seen] = [`${node.operator} ${node.name}`, samplesText(evidence, samples)];
      return [
        {
          message:
            dead.length === total
              ? t("{0}: no unit fired at all {1}.", where, seen)
              : t("{0}: {1} never fired {2}.", where, channelsText(dead, total), seen),
          severity: severityOn(evidence.run?.inputs),
          node: node.name,
          value: name,
          id: node.id,
          channels: dead,
          measured: dead.length,
          threshold: 0,
        },
      ];
    }),
});
