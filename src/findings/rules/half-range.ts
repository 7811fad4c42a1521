import { LARGEST_HALF } from "../../tensors/half";
import { t } from "../../words/texts";
import { shown } from "../layer-weight";
import type { Found } from "../rule";
import { rule } from "../rule";

/** Activations that float16 cannot hold. */
export const halfRange = rule({
  id: "half-range",
  title: "Activation too large for float16",
  severity: "warning",
  needs: ["run"],
  concept: 45,
  thresholds: {},
  check: ({ run }) =>
    (run?.values ?? []).flatMap(({ name, node, dtype, statistics }): readonly Found[] => {
      if (!dtype.startsWith("float") || statistics === undefined) return [];
      const largest = Math.max(-(statistics.min ?? 0), statistics.max ?? 0);
      if (largest <= LARGEST_HALF) return [];
      const message = t(
        "{0} {1}: its output reaches {2}, beyond float16's {3}: in half precision it becomes infinite.",
        node.operator,
        node.name,
        shown(largest),
        LARGEST_HALF.toLocaleString("en"),
      );
      return [
        { message, node: node.name, value: name, id: node.id, measured: largest, threshold: LARGEST_HALF },
      ];
    }),
});
