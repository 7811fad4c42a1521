import { t } from "../../words/texts";
import { heDeviation, matrices, median, scaleOf, shown } from "../layer-weight";
import type { Found } from "../rule";
import { rule } from "../rule";

/** Weights far smaller than those of the other layers: next to nothing passes. */
export const vanishingWeight = rule({
  id: "vanishing-weight",
  title: "Weights far too small",
  severity: "warning",
  needs: ["weights"],
  concept: 30,
  thresholds: {
    he: { value: 1000, reason: "So many times below He's initialisation a layer passes next to nothing." },
    peers: {
      value: 100,
      reason: "A network whose layers are all small was made so; one among others was not.",
    },
  },
  check: (evidence, { he, peers }) => {
    const all = matrices(evidence).filter(({ measured }) => measured.summary.zeroFraction !== 1);
    const middle = median(all.map((matrix) => scaleOf(matrix) / heDeviation(matrix)));
    return all.flatMap((matrix): readonly Found[] => {
      const ratio = scaleOf(matrix) / heDeviation(matrix);
      if (ratio * he >= 1 || ratio * peers >= middle) return [];
      const message = t(
        "{0}: its scale of {1} is {2} times below what He's initialisation gives for a fan-in of {3} (threshold {4}), and {5} times below that of the other layers.",
        matrix.name,
        shown(scaleOf(matrix)),
        shown(1 / ratio),
        matrix.layout.fanIn,
        he,
        shown(middle / ratio),
      );
      return [{ message, tensor: matrix.name, measured: ratio, threshold: 1 / he }];
    });
  },
});
