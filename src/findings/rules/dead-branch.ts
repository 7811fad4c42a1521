import { DEAD_SHARE } from "../../gradients/branches";
import { t } from "../../words/texts";
import { severityOn } from "../made-up";
import type { Found } from "../rule";
import { rule } from "../rule";

/** Residual branches that carry next to no gradient, while the way around them does. */
export const deadBranch = rule({
  id: "dead-branch",
  title: "Residual branch without gradient",
  severity: "warning",
  needs: ["gradients"],
  concept: 6,
  thresholds: {
    share: {
      value: DEAD_SHARE,
      reason:
        "A branch that carries less than a thousandth learns a thousand times more slowly than the rest.",
    },
  },
  check: ({ gradients }, { share: limit }) =>
    (gradients?.branches ?? []).flatMap(({ node, operator, entry, share }): readonly Found[] => {
      if (gradients === undefined || share >= limit) return [];
      return [
        {
          message: t(
            share === 0
              ? "{0} {1}: the branch that begins at '{2}' carries no gradient at all (threshold {3}): what stands in it does not learn."
              : "{0} {1}: the branch that begins at '{2}' carries a share of {4} of the gradient (threshold {3}): what stands in it does not learn.",
            operator,
            node,
            entry,
            limit,
            share.toExponential(1),
          ),
          severity: severityOn(gradients.inputs),
          node,
          value: entry,
          measured: share,
          threshold: limit,
        },
      ];
    }),
});
