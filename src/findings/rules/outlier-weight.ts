import { matrices, shown } from "../layer-weight";
import type { Found } from "../rule";
import { rule } from "../rule";

/** What counts as the rest of a tensor: this part of its magnitudes. */
const REST = 0.999;

/** A few weights so large that one 8-bit scale for the tensor leaves no steps for the others. */
export const outlierWeight = rule({
  id: "outlier-weight",
  title: "A few weights dwarf the rest",
  severity: "warning",
  needs: ["weights"],
  concept: 45,
  thresholds: {
    ratio: { value: 40, reason: "Of the 127 steps of int8, the rest would keep three." },
    elements: { value: 1000, reason: "Of fewer elements, a thousandth is none." },
  },
  check: (evidence, { ratio: limit, elements: least }) =>
    matrices(evidence).flatMap(
      ({ name, elements, measured: { summary, distribution } }): readonly Found[] => {
        if (elements < least) return [];
        const rest = distribution.magnitudeAt(REST);
        const largest = Math.max(-(summary.min ?? 0), summary.max ?? 0);
        if (rest === 0 || largest <= limit * rest) return [];
        const message = `${name}: its largest weight of ${shown(largest)} is ${shown(largest / rest)} times as large as 99.9 % of the others (threshold ${String(limit)}): 8-bit quantisation of the whole tensor would lose them.`;
        return [{ message, tensor: name, measured: largest / rest, threshold: limit }];
      },
    ),
});
