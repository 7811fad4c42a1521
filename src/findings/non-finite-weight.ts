import { layerWeights } from "./layer-weight";
import type { Evidence, Found } from "./rule";

/** The weights that hold a NaN, or an infinity: how many, and where the first element that is not finite stands. */
export function nonFiniteWeights(
  evidence: Evidence,
  kind: "nan" | "inf",
  word: "NaN" | "infinite",
): readonly Found[] {
  return layerWeights(evidence)
    .filter(({ measured }) => measured.summary[kind] > 0)
    .map(({ name, measured: { summary, firstNonFinite } }) => ({
      message: `${name} holds ${String(summary[kind])} ${word} of ${String(summary.count)} elements, the first that is not finite at index ${String(firstNonFinite)}.`,
      tensor: name,
      measured: summary[kind],
      threshold: 0,
    }));
}
