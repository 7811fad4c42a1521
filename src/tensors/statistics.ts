import type { Numbers } from "./decode";
import type { Histogram } from "./distribution";
import { Distribution } from "./distribution";
import type { Moments } from "./moments";
import { finiteOf, l2Of, merge, momentsOf, NOTHING } from "./moments";

/** What is known of some numbers; over the finite ones but for the counts and `zeroFraction`, which are over all. */
export interface Summary {
  readonly count: number;
  readonly nan: number;
  readonly inf: number;
  /** Undefined, as all below, where no element is finite. */
  readonly mean: number | undefined;
  /** The population's: divided by n. */
  readonly std: number | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly l2: number | undefined;
  readonly zeroFraction: number | undefined;
  /** m4·n / m2²: 3 for a normal distribution; undefined where all are equal. */
  readonly kurtosis: number | undefined;
  readonly quantiles: Quantiles | undefined;
  readonly histogram: Histogram | undefined;
}

const QUANTILES = {
  p01: 0.01,
  p05: 0.05,
  p25: 0.25,
  p50: 0.5,
  p75: 0.75,
  p95: 0.95,
  p99: 0.99,
} as const;

export type Quantiles = Readonly<Record<keyof typeof QUANTILES, number>>;

/** Equal bins of a histogram, besides those for the tails. */
const BINS = 64;
/** A tail begins so many robust deviations beyond the quartiles' middle. */
const FAR = 8;
/** The distance of the quartiles of a normal distribution, in standard deviations. */
const QUARTILES = 1.349;

/** Collects numbers part by part, in any order; nothing is kept but counts and sums. */
export class Statistics {
  private moments: Moments = NOTHING;
  readonly distribution = new Distribution();

  add(values: Numbers): void {
    this.moments = merge(this.moments, momentsOf(values));
    this.distribution.add(values);
  }

  /** Adds the moments alone, of numbers that were counted otherwise. */
  addMoments(moments: Moments): void {
    this.moments = merge(this.moments, moments);
  }

  /** Adds so many zeros, as a sparse tensor leaves out. */
  addZeros(count: number): void {
    if (count === 0) return;
    this.moments = merge(this.moments, { ...NOTHING, count, zeros: count, min: 0, max: 0 });
    this.distribution.addZeros(count);
  }

  get notFinite(): number {
    return this.moments.nan + this.moments.inf;
  }

  result(): Summary {
    const { count, nan, inf, zeros, mean, m2, m4, min, max } = this.moments;
    const n = finiteOf(this.moments);
    const zeroFraction = count === 0 ? undefined : zeros / count;
    if (n === 0) return { ...EMPTY, count, nan, inf, zeroFraction };
    const ordered = this.distribution.ordered(min, max);
    const parts = ordered.quantiles(Object.values(QUANTILES));
    const [p01 = NaN, p05 = NaN, p25 = NaN, p50 = NaN, p75 = NaN, p95 = NaN, p99 = NaN] = parts;
    const quantiles = { p01, p05, p25, p50, p75, p95, p99 };
    return {
      count,
      nan,
      inf,
      mean,
      std: Math.sqrt(m2 / n),
      min,
      max,
      l2: l2Of(this.moments),
      zeroFraction,
      kurtosis: m2 > 0 && Number.isFinite(m4) ? (m4 * n) / (m2 * m2) : undefined,
      quantiles,
      histogram: ordered.histogram(edgesOf(min, max, quantiles)),
    };
  }
}

const EMPTY: Summary = {
  count: 0,
  nan: 0,
  inf: 0,
  mean: undefined,
  std: undefined,
  min: undefined,
  max: undefined,
  l2: undefined,
  zeroFraction: undefined,
  kurtosis: undefined,
  quantiles: undefined,
  histogram: undefined,
};

/**
 * Equal bins from the least to the largest value; where one of these lies far out, the equal bins cover what lies near
 * and a bin of its own each tail, so that one outlier does not flatten the rest.
 */
function edgesOf(min: number, max: number, { p25, p50, p75 }: Quantiles): readonly number[] {
  if (min === max) return [min, max];
  const reach = (FAR * (p75 - p25)) / QUARTILES;
  const low = reach > 0 && min < p50 - reach ? p50 - reach : min;
  const high = reach > 0 && max > p50 + reach ? p50 + reach : max;
  const equal = Array.from({ length: BINS + 1 }, (_, bin) =>
    bin === BINS ? high : low + ((high - low) * bin) / BINS,
  );
  return [...(low > min ? [min] : []), ...equal, ...(high < max ? [max] : [])];
}
