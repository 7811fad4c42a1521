import { layerWeights } from "../layer-weight";
import { rule } from "../rule";

/** Infinities become NaN as soon as two of them, or one and a zero, meet. */
export const infWeight = rule({
  id: "inf-weight",
  title: "Infinity in a weight",
  severity: "error",
  needs: ["weights"],
  concept: 42,
  thresholds: {},
  check: (evidence) =>
    layerWeights(evidence)
      .filter(({ measured }) => measured.summary.inf > 0)
      .map(({ name, measured: { summary, firstNonFinite } }) => ({
        message: `${name} holds ${String(summary.inf)} infinite of ${String(summary.count)} elements, the first that is not finite at index ${String(firstNonFinite)}.`,
        tensor: name,
        measured: summary.inf,
        threshold: 0,
      })),
});
