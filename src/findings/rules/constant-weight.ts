import type { WeightLayout } from "../../analysis/weight-use";
import { t } from "../../words/texts";
import { matrices, shown } from "../layer-weight";
import { rule } from "../rule";

/** A matrix of one repeated number treats all inputs alike and learns in lockstep. */
export const constantWeight = rule({
  id: "constant-weight",
  title: "One repeated number",
  severity: "warning",
  needs: ["weights"],
  concept: 30,
  thresholds: {
    elements: { value: 9, reason: "Fewer elements are alike by chance or by design." },
  },
  check: (evidence, { elements: least }) =>
    matrices(evidence)
      .filter(({ measured: { summary }, elements }) => {
        const { min, max } = summary;
        return elements >= least && min !== undefined && min === max && min !== 0;
      })
      .filter(({ measured: { summary }, layout }) => !averages(summary.min ?? 0, layout))
      .map(({ name, elements, measured: { summary } }) => ({
        message: t(
          "{0} is {1} in all of its {2} elements: every output is the same, and stays the same in training.",
          name,
          shown(summary.min ?? 0),
          elements,
        ),
        tensor: name,
        measured: summary.min ?? null,
      })),
});

/** A kernel that averages its window is a filter that is meant. */
function averages(value: number, { fanIn, kernel }: WeightLayout): boolean {
  return kernel > 1 && Math.abs(value * fanIn - 1) < 1e-3;
}
