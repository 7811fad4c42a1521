import { gradientSeverity } from "../gradient-severity";
import type { Found } from "../rule";
import { rule } from "../rule";

/** Parameters whose gradient is exactly zero in every pass: nothing would ever update them. */
export const zeroGradient = rule({
  id: "zero-gradient",
  title: "Parameter with a gradient of zero",
  severity: "warning",
  needs: ["gradients"],
  concept: 6,
  thresholds: {},
  check: ({ gradients }) =>
    Array.from(gradients?.parameters ?? []).flatMap(([name, { state }]): readonly Found[] => {
      if (gradients === undefined || state !== "zero") return [];
      return [
        {
          message: `${name}: the gradient of the loss (${gradients.loss.kind}) is exactly zero in all of ${String(gradients.passes)} passes: nothing would update it.`,
          severity: gradientSeverity(gradients),
          tensor: name,
          measured: 0,
          threshold: 0,
        },
      ];
    }),
});
