import { shown } from "../layer-weight";
import { rule } from "../rule";
import { signalOf } from "../signal";

/** A scale that changes by a steady factor from layer to layer is off by its power at the end. */
export const vanishingActivation = rule({
  id: "vanishing-activation",
  title: "The signal fades along the depth",
  severity: "warning",
  needs: ["run"],
  concept: 6,
  thresholds: {
    slope: { value: 0.2, reason: "Decades per layer: a factor of 1.6 each time." },
    ratio: {
      value: 1000,
      reason: "Between the first and the last layer: a network of few layers may do less.",
    },
  },
  check: (evidence, { slope, ratio }) => {
    const signal = signalOf(evidence);
    if (signal === undefined || -signal.slope < slope || signal.ratio * ratio > 1) return [];
    const message = `The standard deviation fades by ${shown(Math.abs(signal.slope))} decades per layer (threshold ${String(slope)}) over ${String(signal.layers)} layers from ${signal.first} to ${signal.last}: the last one has ${shown(signal.ratio)} times the first one's.`;
    return [{ message, node: signal.last, measured: signal.slope, threshold: slope }];
  },
});
