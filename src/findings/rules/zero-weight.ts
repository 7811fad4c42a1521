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
        const whole = `${name} is zero in all of its ${String(elements)} elements`;
        if (layout !== undefined) {
          return { message: `${whole}: the layer passes nothing of its input on.`, tensor: name };
        }
        const kind = use?.slot?.word ?? "tensor";
        const message = `${whole}; of a ${kind} that may be meant, as of one that starts at zero.`;
        return { message, tensor: name, severity: "hint" as const };
      }),
});
