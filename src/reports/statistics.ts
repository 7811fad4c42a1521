import type { Summary } from "../tensors/statistics";
import type { ValueStatistics } from "./types/weights";

/** Of what holds no numbers. */
export const NO_STATISTICS: ValueStatistics = {
  count: 0,
  nan: 0,
  inf: 0,
  mean: null,
  std: null,
  min: null,
  max: null,
  l2: null,
  zeroFraction: null,
  kurtosis: null,
  quantiles: null,
  histogram: null,
};

/** Statistics as a report has them; undefined: of texts, which have none. */
export function reportStatistics(summary: Summary | undefined): ValueStatistics {
  if (summary === undefined) return NO_STATISTICS;
  const { count, nan, inf, mean, std, min, max, l2, zeroFraction, kurtosis, quantiles, histogram } = summary;
  return {
    count,
    nan,
    inf,
    mean: mean ?? null,
    std: std ?? null,
    min: min ?? null,
    max: max ?? null,
    l2: l2 ?? null,
    zeroFraction: zeroFraction ?? null,
    kurtosis: kurtosis ?? null,
    quantiles: quantiles ?? null,
    histogram: histogram ?? null,
  };
}
