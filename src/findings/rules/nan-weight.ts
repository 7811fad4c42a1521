import { nonFiniteWeights } from "../non-finite-weight";
import { rule } from "../rule";

/** One NaN in a weight makes every output that depends on it NaN. */
export const nanWeight = rule({
  id: "nan-weight",
  title: "NaN in a weight",
  severity: "error",
  needs: ["weights"],
  concept: 42,
  thresholds: {},
  check: (evidence) => nonFiniteWeights(evidence, "nan"),
});
