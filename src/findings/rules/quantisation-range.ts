import { nameAt } from "../../analysis/slots";
import { t } from "../../words/texts";
import { shown } from "../layer-weight";
import type { Found } from "../rule";
import { rule } from "../rule";
import { entryOf, inputOf } from "../wires";

/** Scales that make no number of a quantised one. */
export const quantisationRange = rule({
  id: "quantisation-range",
  title: "Quantisation scale is no scale",
  severity: "error",
  needs: ["weights"],
  concept: 45,
  thresholds: {},
  check: ({ index, weights }) => {
    const found = new Map<string, Found>();
    for (const placed of index.uses.nodes.values()) {
      const operator = entryOf(index, placed);
      placed.node.inputs.forEach((_, position) => {
        const name = operator === undefined ? undefined : nameAt(operator.inputs, position);
        const tensor = inputOf(placed, position);
        if (name?.endsWith("_scale") !== true || tensor === undefined) return;
        const measured = weights?.measured.get(tensor);
        if (measured === undefined || "severity" in measured) return;
        const { nan, inf, min, zeroFraction = 0 } = measured.summary;
        const wrong =
          nan + inf > 0
            ? t("{0} scales that are not finite", nan + inf)
            : zeroFraction > 0
              ? t("scales of zero")
              : min !== undefined && min < 0
                ? t("a negative scale, {0}", shown(min))
                : undefined;
        if (wrong === undefined) return;
        const message = t(
          "{0}, the {1} of {2}, holds {3}: what is quantised with it is lost.",
          tensor,
          name,
          placed.node.name,
          wrong,
        );
        found.set(tensor, { message, tensor, measured: min ?? null, threshold: 0 });
      });
    }
    return [...found.values()];
  },
});
