import { t } from "../words/texts";
import { layerWeights } from "./layer-weight";
import type { Evidence, Found } from "./rule";

/** The weights that hold a NaN, or an infinity: how many, and where the first element that is not finite stands. */
export function nonFiniteWeights(evidence: Evidence, kind: "nan" | "inf"): readonly Found[] {
  return layerWeights(evidence)
    .filter(({ measured }) => measured.summary[kind] > 0)
    .map(({ name, measured: { summary, firstNonFinite } }) => ({
      message: t(
        kind === "nan"
          ? "{0} holds {1} NaN of {2} elements, the first that is not finite at index {3}."
          : "{0} holds {1} infinite of {2} elements, the first that is not finite at index {3}.",
        name,
        summary[kind],
        summary.count,
        String(firstNonFinite),
      ),
      tensor: name,
      measured: summary[kind],
      threshold: 0,
    }));
}
