import { DEAD_SHARE } from "../../gradients/branches";
import { gradientSeverity } from "../gradient-severity";
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
      const much =
        share === 0 ? "no gradient at all" : `a share of ${share.toExponential(1)} of the gradient`;
      return [
        {
          message: `${operator} ${node}: the branch that begins at '${entry}' carries ${much} (threshold ${String(limit)}): what stands in it does not learn.`,
          severity: gradientSeverity(gradients),
          node,
          value: entry,
          measured: share,
          threshold: limit,
        },
      ];
    }),
});
