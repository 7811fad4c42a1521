import { t } from "../../words/texts";
import { layerWeights } from "../layer-weight";
import { rule } from "../rule";

/** A matrix of zeros passes nothing on; scales and biases may be zero on purpose. */
export const zeroWeight = rule({
  id: "zero-weight",
  title: "Whole weight is zero",
  severity: "error",
  needs: ["weights"],
  concept: 30,
  thresholds: {},
  check: (evidence) =>
    layerWeights(evidence)
      .filter(({ measured: { summary }, elements }) => elements > 0 && summary.zeroFraction === 1)
      .map(({ name, layout, use, elements }) => {
        if (layout !== undefined) {
          const message = t(
            "{0} is zero in all of its {1} elements: the layer passes nothing of its input on.",
            name,
            elements,
          );
          return { message, tensor: name };
        }
        const message = t(
          "{0} is zero in all of its {1} elements; of a {2} that may be meant, as of one that starts at zero.",
          name,
          elements,
          use?.slot?.word ?? "tensor",
        );
        return { message, tensor: name, severity: "hint" as const };
      }),
});
