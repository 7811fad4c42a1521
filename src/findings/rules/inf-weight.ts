import { nonFiniteWeights } from "../non-finite-weight";
import { rule } from "../rule";

/** Infinities become NaN as soon as two of them, or one and a zero, meet. */
export const infWeight = rule({
  id: "inf-weight",
  title: "Infinity in a weight",
  severity: "error",
  needs: ["weights"],
  concept: 42,
  thresholds: {},
  check: (evidence) => nonFiniteWeights(evidence, "inf"),
});
