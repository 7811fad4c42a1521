import { rule } from "../rule";
import { courseOf, SIGNAL_THRESHOLDS, signalOf } from "../signal";

/** A scale that changes by a steady factor from layer to layer is off by its power at the end. */
export const explodingActivation = rule({
  id: "exploding-activation",
  title: "The signal grows along the depth",
  severity: "warning",
  needs: ["run"],
  concept: 42,
  thresholds: SIGNAL_THRESHOLDS,
  check: (evidence, { slope, ratio }) => {
    const signal = signalOf(evidence);
    if (signal === undefined || signal.slope < slope || signal.ratio < ratio) return [];
    return [courseOf(signal, "grows", slope)];
  },
});
