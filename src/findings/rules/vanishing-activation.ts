import { rule } from "../rule";
import { courseOf, SIGNAL_THRESHOLDS, signalOf } from "../signal";

/** A scale that changes by a steady factor from layer to layer is off by its power at the end. */
export const vanishingActivation = rule({
  id: "vanishing-activation",
  title: "The signal fades along the depth",
  severity: "warning",
  needs: ["run"],
  concept: 6,
  thresholds: SIGNAL_THRESHOLDS,
  check: (evidence, { slope, ratio }) => {
    const signal = signalOf(evidence);
    if (signal === undefined || -signal.slope < slope || signal.ratio * ratio > 1) return [];
    return [courseOf(signal, "fades", slope)];
  },
});
