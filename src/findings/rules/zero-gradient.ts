import { t } from "../../words/texts";
import { severityOn } from "../made-up";
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
          message: t(
            "{0}: the gradient of the loss ({1}) is exactly zero in all of {2} passes: nothing would update it.",
            name,
            gradients.loss.kind,
            gradients.passes,
          ),
          severity: severityOn(gradients.inputs),
          tensor: name,
          measured: 0,
          threshold: 0,
        },
      ];
    }),
});
