import { LARGEST_HALF } from "../../tensors/half";
import { t } from "../../words/texts";
import { layerWeights, shown } from "../layer-weight";
import type { Found } from "../rule";
import { rule } from "../rule";

/** Parameters that float16 cannot hold. */
export const halfOverflow = rule({
  id: "half-overflow",
  title: "Too large for float16",
  severity: "warning",
  needs: ["weights"],
  concept: 45,
  thresholds: {},
  check: (evidence) =>
    layerWeights(evidence).flatMap(({ name, measured: { summary } }): readonly Found[] => {
      if (evidence.index.roles.get(name) !== "parameter") return [];
      const largest = Math.max(-(summary.min ?? 0), summary.max ?? 0);
      if (largest <= LARGEST_HALF) return [];
      const message = t(
        "{0}: its largest element of {1} is beyond float16's {2}: a conversion makes it infinite.",
        name,
        shown(largest),
        LARGEST_HALF.toLocaleString("en"),
      );
      return [{ message, tensor: name, measured: largest, threshold: LARGEST_HALF }];
    }),
});
