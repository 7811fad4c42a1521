import type { VerdictKind } from "../gradients/verdict";
import { twinText } from "../gradients/twin";
import { t } from "../words/texts";
import type { Found, Rule } from "./rule";
import { rule } from "./rule";

/** Vanishing and exploding gradients. */
const CONCEPT = 6;

/** A rule on what the gradients do along the trunk; verdict.ts has its limits. */
export function trendRule(about: {
  readonly id: string;
  readonly title: string;
  readonly kind: VerdictKind;
}): Rule {
  return rule({
    id: about.id,
    title: about.title,
    severity: "warning",
    needs: ["gradients"],
    concept: CONCEPT,
    thresholds: {},
    check: ({ gradients }): readonly Found[] => {
      if (gradients === undefined) return [];
      const { kind, message, depths, gradient } = gradients.verdict;
      if (kind !== about.kind) return [];
      const [first] = depths;
      const { twin } = gradients;
      const sentences = [
        message,
        ...(twin === undefined ? [] : [twinText(gradients.verdict, twin)]),
        t("Measured with the loss {0}, {1} passes.", gradients.loss.kind, gradients.passes),
      ];
      return [
        {
          message: sentences.join(" "),
          value: first?.value ?? null,
          measured: gradient === undefined ? null : gradient.perLayer,
        },
      ];
    },
  });
}
