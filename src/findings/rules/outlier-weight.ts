import { t } from "../../words/texts";
import { matrices, shown } from "../layer-weight";
import type { Found } from "../rule";
import { rule } from "../rule";

/** The few are a thousandth of the elements, or in small tensors this many. */
const FEW = 4;

/** A few weights so large that one 8-bit scale for the tensor leaves no steps for the others. */
export const outlierWeight = rule({
  id: "outlier-weight",
  title: "A few weights dwarf the rest",
  severity: "warning",
  needs: ["weights"],
  concept: 45,
  thresholds: {
    ratio: { value: 40, reason: "Of the 127 steps of int8, the rest would keep three." },
    elements: { value: 500, reason: "Of fewer elements, a few are a part of the whole." },
  },
  check: (evidence, { ratio: limit, elements: least }) =>
    matrices(evidence).flatMap(
      ({ name, elements, measured: { summary, distribution } }): readonly Found[] => {
        if (elements < least) return [];
        const rest = distribution.magnitudeAt(1 - Math.max(0.001, FEW / elements));
        const largest = Math.max(-(summary.min ?? 0), summary.max ?? 0);
        if (rest === 0 || largest <= limit * rest) return [];
        const message = t(
          "{0}: its largest weight of {1} is {2} times as large as nearly all others (threshold {3}): 8-bit quantisation of the whole tensor would lose them.",
          name,
          shown(largest),
          shown(largest / rest),
          limit,
        );
        return [{ message, tensor: name, measured: largest / rest, threshold: limit }];
      },
    ),
});
