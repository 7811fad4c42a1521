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
      const message = `${matrix.name}: its scale of ${shown(scaleOf(matrix))} is ${shown(1 / ratio)} times below what He's initialisation gives for a fan-in of ${String(matrix.layout.fanIn)} (threshold ${String(he)}), and ${shown(middle / ratio)} times below that of the other layers.`;
      return [{ message, tensor: matrix.name, measured: ratio, threshold: 1 / he }];
    });
  },
});
