import { t } from "../../words/texts";
import { heDeviation, matrices, median, scaleOf, shown } from "../layer-weight";
import type { Found } from "../rule";
import { rule } from "../rule";

/** Weights far larger than any initialisation or healthy training makes them. */
export const explodingWeight = rule({
  id: "exploding-weight",
  title: "Weights far too large",
  severity: "warning",
  needs: ["weights"],
  concept: 42,
  thresholds: {
    he: {
      value: 100,
      reason:
        "Trained networks mostly stay within ten times the deviation of He's initialisation; output layers that speak in pixels reach fifty.",
    },
    peers: {
      value: 20,
      reason: "A network whose layers are all large was made so; one among others was not.",
    },
    magnitude: { value: 1e4, reason: "No healthy weight of a layer is as large, whatever its fan-in." },
  },
  check: (evidence, { he, peers, magnitude }) => {
    const all = matrices(evidence);
    const middle = median(all.map((matrix) => scaleOf(matrix) / heDeviation(matrix)));
    return all.flatMap((matrix): readonly Found[] => {
      const ratio = scaleOf(matrix) / heDeviation(matrix);
      const { min = 0, max = 0 } = matrix.measured.summary;
      const largest = Math.max(-min, max);
      if (ratio > he && ratio > peers * middle) {
        const message = t(
          "{0}: its scale of {1} is {2} times what He's initialisation gives for a fan-in of {3} (threshold {4}), and {5} times that of the other layers.",
          matrix.name,
          shown(scaleOf(matrix)),
          shown(ratio),
          matrix.layout.fanIn,
          he,
          shown(ratio / middle),
        );
        return [{ message, tensor: matrix.name, measured: ratio, threshold: he }];
      }
      if (largest <= magnitude) return [];
      const message = t(
        "{0}: its largest weight is {1} (threshold {2}).",
        matrix.name,
        shown(largest),
        shown(magnitude),
      );
      return [{ message, tensor: matrix.name, measured: largest, threshold: magnitude }];
    });
  },
});
