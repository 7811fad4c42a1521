import { layerWeights } from "../layer-weight";
import { rule } from "../rule";

/** One NaN in a weight makes every output that depends on it NaN. */
export const nanWeight = rule({
  id: "nan-weight",
  title: "NaN in a weight",
  severity: "error",
  needs: ["weights"],
  concept: 42,
  thresholds: {},
  check: (evidence) =>
    layerWeights(evidence)
      .filter(({ measured }) => measured.summary.nan > 0)
      .map(({ name, measured: { summary, firstNonFinite } }) => ({
        message: `${name} holds ${String(summary.nan)} NaN of ${String(summary.count)} elements, the first that is not finite at index ${String(firstNonFinite)}.`,
        tensor: name,
        measured: summary.nan,
        threshold: 0,
      })),
});
