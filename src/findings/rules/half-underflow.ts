import { t } from "../../words/texts";
import { layerWeights, shown } from "../layer-weight";
import type { Found } from "../rule";
import { rule } from "../rule";

/** Half of float16's least number: what is below becomes zero. */
const LEAST = 2 ** -25;

/** Parameters of which float16 would flush many to zero. */
export const halfUnderflow = rule({
  id: "half-underflow",
  title: "Too small for float16",
  severity: "info",
  needs: ["weights"],
  concept: 45,
  thresholds: {
    percent: { value: 5, reason: "A few tiny weights are lost without harm." },
    most: {
      value: 50,
      reason: "Weight decay leaves tiny weights behind; where most are tiny, the layer is lost: a warning.",
    },
  },
  check: (evidence, { percent, most }) =>
    layerWeights(evidence).flatMap(({ name, elements, measured }): readonly Found[] => {
      if (evidence.index.roles.get(name) !== "parameter") return [];
      const zeros = Math.round((measured.summary.zeroFraction ?? 0) * elements);
      const filled = elements - zeros;
      const small = filled === 0 ? 0 : (100 * measured.distribution.belowWithoutZeros(LEAST, zeros)) / filled;
      if (small <= percent) return [];
      const message = t(
        "{0}: {1} % of its elements that are not zero are too small for float16 and would become zero (threshold {2} %).",
        name,
        shown(small),
        percent,
      );
      const severity = small > most ? ("warning" as const) : ("info" as const);
      return [{ message, tensor: name, severity, measured: small, threshold: percent }];
    }),
});
