import type { ValueStatistics } from "../reports/types";
import type { Accumulator } from "./watch";

/** Interim. */
export function interimStatistics(): Accumulator<ValueStatistics> {
  let [count, nan, inf, zeros, sum, squares, min, max] = [0, 0, 0, 0, 0, 0, Infinity, -Infinity];
  return {
    add(values) {
      for (let at = 0; at < values.length; at++) {
        const value = values[at] ?? NaN;
        count++;
        if (Number.isNaN(value)) nan++;
        else if (!Number.isFinite(value)) inf++;
        else {
          sum += value;
          squares += value * value;
          if (value === 0) zeros++;
          if (value < min) min = value;
          if (value > max) max = value;
        }
      }
    },
    result() {
      const finite = count - nan - inf;
      const mean = finite > 0 ? sum / finite : null;
      return {
        count,
        nan,
        inf,
        mean,
        std: mean === null ? null : Math.sqrt(Math.max(0, squares / finite - mean * mean)),
        min: finite > 0 ? min : null,
        max: finite > 0 ? max : null,
        l2: Math.sqrt(squares),
        zeroFraction: count > 0 ? zeros / count : null,
        quantiles: null,
        histogram: null,
      };
    },
  };
}
