import type { Numbers } from "./decode";

/** What one look at some numbers tells; over the finite ones but for the counts. */
export interface Moments {
  /** All elements; `nan` and `inf` of them are not finite. */
  readonly count: number;
  readonly nan: number;
  readonly inf: number;
  readonly zeros: number;
  readonly mean: number;
  /** Sums of the second, third and fourth powers of the distances from the mean. */
  readonly m2: number;
  readonly m3: number;
  readonly m4: number;
  readonly min: number;
  readonly max: number;
}

export const NOTHING: Moments = {
  count: 0,
  nan: 0,
  inf: 0,
  zeros: 0,
  mean: 0,
  m2: 0,
  m3: 0,
  m4: 0,
  min: Infinity,
  max: -Infinity,
};

/** Elements of a block: small enough for sums of powers to stay exact to many digits, and for the cache. */
export const BLOCK = 16_384;

/** Sums of the powers of finite numbers, as the kernel leaves them. */
export interface PowerSums {
  readonly count: number;
  readonly first: number;
  readonly second: number;
  readonly third: number;
  readonly fourth: number;
  readonly zeros: number;
  readonly min: number;
  readonly max: number;
}

/**
 * Where the squared mean is so many variances, it takes too many digits from the sums of powers: of the sixteen of a
 * double, the fourth moment then keeps some ten.
 */
const FAR = 16;

/**
 * The moments that follow from sums of powers; undefined where these do not tell, since something was not finite or
 * the numbers lie close together and far from zero.
 */
export function momentsOfSums(sums: PowerSums): Moments | undefined {
  const { count, first, second, third, fourth, zeros, min, max } = sums;
  if (count === 0) return NOTHING;
  if (!Number.isFinite(first)) return undefined;
  const rest = { zeros, min, max, nan: 0, inf: 0 };
  const moments = aroundMean(count, 0, first, second, third, fourth, rest);
  return moments.mean * first > FAR * moments.m2 ? undefined : moments;
}

/** The moments of `values[from, to)`, in blocks that are merged. */
export function momentsOf(values: Numbers, from = 0, to = values.length): Moments {
  let all = NOTHING;
  for (let start = from; start < to; start += BLOCK) {
    all = merge(all, momentsOfBlock(values, start, Math.min(to, start + BLOCK)));
  }
  return all;
}

/**
 * Powers of the distances from a number near the mean: no cancellation where that is far from zero. The block's first
 * element mostly is; where it is not, the mean that it leads to is.
 */
function momentsOfBlock(values: Numbers, from: number, to: number, near = values[from] ?? 0): Moments {
  const shift = Number.isFinite(near) ? near : 0;
  let [s1, s2, s3, s4, zeros, min, max] = [0, 0, 0, 0, 0, Infinity, -Infinity];
  for (let at = from; at < to; at++) {
    const value = values[at] ?? 0;
    const d = value - shift;
    const d2 = d * d;
    s1 += d;
    s2 += d2;
    s3 += d2 * d;
    s4 += d2 * d2;
    if (value < min) min = value;
    if (value > max) max = value;
    if (value === 0) zeros++;
  }
  // The sums tell whether anything in the block was not finite, or too large to be squared.
  if (!Number.isFinite(s1) || !Number.isFinite(s2)) return momentsOfMixed(values, from, to);
  const moments = aroundMean(to - from, shift, s1, s2, s3, s4, { zeros, min, max, nan: 0, inf: 0 });
  const far = (moments.mean - shift) * s1 > FAR * moments.m2 && moments.mean !== shift;
  return far && near === values[from] ? momentsOfBlock(values, from, to, moments.mean) : moments;
}

/** A block with NaN or infinities: these are counted, and the others measured. */
function momentsOfMixed(values: Numbers, from: number, to: number): Moments {
  const finite: number[] = [];
  let [nan, inf] = [0, 0];
  for (let at = from; at < to; at++) {
    const value = values[at] ?? 0;
    if (Number.isFinite(value)) finite.push(value);
    else if (Number.isNaN(value)) nan++;
    else inf++;
  }
  // All finite, and yet their sums are not: doubles whose squares are beyond the range of doubles.
  if (nan + inf === 0) return { ...beyondSums(finite), count: to - from };
  return { ...momentsOf(Float64Array.from(finite)), count: to - from, nan, inf };
}

function beyondSums(values: readonly number[]): Moments {
  return {
    ...NOTHING,
    mean: values.reduce((sum, value) => sum + value / values.length, 0),
    m2: Infinity,
    m3: NaN,
    m4: Infinity,
    min: Math.min(...values),
    max: Math.max(...values),
    zeros: values.filter((value) => value === 0).length,
  };
}

function aroundMean(
  n: number,
  shift: number,
  s1: number,
  s2: number,
  s3: number,
  s4: number,
  rest: Pick<Moments, "zeros" | "min" | "max" | "nan" | "inf">,
): Moments {
  const d = s1 / n;
  const m2 = Math.max(0, s2 - d * s1);
  const m3 = s3 - 3 * d * s2 + 2 * d * d * s1;
  const m4 = Math.max(0, s4 - 4 * d * s3 + 6 * d * d * s2 - 3 * d * d * d * s1);
  return { count: n, mean: shift + d, m2, m3, m4, ...rest };
}

/**
 * The moments of two sets together: Chan, Golub and LeVeque (1979), for the higher ones Pébay (2008, Sandia report
 * SAND2008-6212).
 */
export function merge(a: Moments, b: Moments): Moments {
  const [na, nb] = [finiteOf(a), finiteOf(b)];
  const counts = {
    count: a.count + b.count,
    nan: a.nan + b.nan,
    inf: a.inf + b.inf,
    zeros: a.zeros + b.zeros,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
  };
  if (nb === 0) return { ...a, ...counts };
  if (na === 0) return { ...b, ...counts };
  const n = na + nb;
  const d = b.mean - a.mean;
  const dn = d / n;
  return {
    ...counts,
    mean: a.mean + nb * dn,
    m2: a.m2 + b.m2 + d * dn * na * nb,
    m3: a.m3 + b.m3 + d * dn * dn * na * nb * (na - nb) + 3 * dn * (na * b.m2 - nb * a.m2),
    m4:
      a.m4 +
      b.m4 +
      d * dn * dn * dn * na * nb * (na * na - na * nb + nb * nb) +
      6 * dn * dn * (na * na * b.m2 + nb * nb * a.m2) +
      4 * dn * (na * b.m3 - nb * a.m3),
  };
}

export function finiteOf({ count, nan, inf }: Moments): number {
  return count - nan - inf;
}

/** The Euclidean norm of the finite elements. */
export function l2Of(moments: Moments): number {
  return Math.sqrt(moments.m2 + finiteOf(moments) * moments.mean * moments.mean);
}
