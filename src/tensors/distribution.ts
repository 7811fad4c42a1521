import type { Numbers } from "./decode";

/** So many numbers are kept as they are: quantiles and histograms of small tensors are exact. */
export const KEPT = 16_384;

const BUCKETS = 2 ** 16;
/** The first bucket that holds no finite number: exponent all ones. */
const INFINITE = 0x7f80;
const NEGATIVE = 0x8000;

export interface Histogram {
  /** One more than there are counts, ascending. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/**
 * How numbers are distributed, without knowing their range beforehand: a count for each of the 65,536 values of the
 * upper half of a float32 (sign, exponent and seven bits of the mantissa). A bucket is at most 2⁻⁷ of its value wide.
 */
export class Distribution {
  /** Absent while all numbers are kept as they are, and once nothing more is added. */
  private buckets: Float64Array | undefined;
  private kept: number[] | undefined = [];
  private filled: Filled | undefined;

  add(values: Numbers): void {
    if (this.kept !== undefined && this.kept.length + values.length <= KEPT) {
      for (const value of values) if (Number.isFinite(value)) this.kept.push(value);
      return;
    }
    count(this.counted(), values instanceof Float32Array ? values : Float32Array.from(values, inRange));
  }

  /** Adds what was counted otherwise, by bucket; of more numbers than are kept. */
  addCounts(counts: Uint32Array): void {
    const buckets = this.counted();
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const more = counts[bucket] ?? 0;
      if (more !== 0) buckets[bucket] = (buckets[bucket] ?? 0) + more;
    }
  }

  /** Adds so many zeros, as a sparse tensor leaves out. */
  addZeros(zeros: number): void {
    if (this.kept !== undefined && this.kept.length + zeros <= KEPT) {
      for (let at = 0; at < zeros; at++) this.kept.push(0);
      return;
    }
    const buckets = this.counted();
    buckets[0] = (buckets[0] ?? 0) + zeros;
  }

  /** Nothing more is added: only what holds something is remembered, a few kilobytes instead of half a megabyte. */
  settle(): void {
    this.filled = this.fill();
    this.buckets = undefined;
    this.kept = undefined;
  }

  /** Elements beyond a magnitude, and below one without zeros; to within a bucket. */
  beyond(magnitude: number): number {
    return this.tail(Math.fround(magnitude), INFINITE);
  }

  belowWithoutZeros(magnitude: number, zeros: number): number {
    return this.tail(0, Math.fround(magnitude)) - zeros;
  }

  /** The magnitude below which this part of the finite elements lies, to within a bucket. */
  magnitudeAt(part: number): number {
    const wanted = part * this.finite();
    const { codes, counts } = this.fill();
    const magnitudes = new Float64Array(INFINITE);
    codes.forEach((code, at) => {
      const bucket = code % NEGATIVE;
      if (bucket < INFINITE) magnitudes[bucket] = (magnitudes[bucket] ?? 0) + (counts[at] ?? 0);
    });
    let below = 0;
    for (let bucket = 0; bucket < INFINITE; bucket++) {
      below += magnitudes[bucket] ?? 0;
      if (below >= wanted) return lowest(bucket + 1);
    }
    return lowest(INFINITE);
  }

  /** The values below which these parts of the finite elements lie (linear between neighbours, as numpy has it). */
  quantiles(parts: readonly number[], min: number, max: number): readonly number[] {
    if (this.kept !== undefined) {
      const sorted = Float64Array.from(this.kept).sort();
      return parts.map((part) => between(sorted, part * (sorted.length - 1)));
    }
    const steps = this.steps(min, max);
    return parts.map((part) => valueAt(steps, part));
  }

  /** How many of the finite elements lie in each of these bins; the last one includes its end. */
  histogram(edges: readonly number[], min: number, max: number): Histogram {
    const total = this.kept?.length;
    const below =
      this.kept === undefined
        ? countsBelow(this.steps(min, max), edges)
        : exactCountsBelow(Float64Array.from(this.kept).sort(), edges);
    const all = total ?? this.finite();
    const counts = edges
      .slice(1)
      .map(
        (_, bin) =>
          (bin === edges.length - 2 ? all : (below[bin + 1] ?? 0)) - (bin === 0 ? 0 : (below[bin] ?? 0)),
      );
    return { edges, counts };
  }

  /** The counts by bucket, of what was kept as well: from here on nothing is kept. */
  private counted(): Float64Array {
    if (this.buckets === undefined) {
      this.buckets = new Float64Array(BUCKETS);
      count(this.buckets, Float32Array.from(this.kept ?? [], inRange));
      this.kept = undefined;
    }
    return this.buckets;
  }

  private fill(): Filled {
    if (this.filled !== undefined) return this.filled;
    let { buckets } = this;
    if (buckets === undefined) {
      buckets = new Float64Array(BUCKETS);
      count(buckets, Float32Array.from(this.kept ?? [], inRange));
    }
    const codes: number[] = [];
    buckets.forEach((held, code) => {
      if (held > 0) codes.push(code);
    });
    return {
      codes: Uint16Array.from(codes),
      counts: Float64Array.from(codes, (code) => buckets[code] ?? 0),
    };
  }

  /** Elements whose magnitude lies in buckets from one on to another, exclusive. */
  private tail(from: number, to: number): number {
    const first = bucketOf(from);
    const last = to === INFINITE ? INFINITE : bucketOf(to);
    const { codes, counts } = this.fill();
    let held = 0;
    codes.forEach((code, at) => {
      const bucket = code % NEGATIVE;
      if (bucket >= first && bucket < last) held += counts[at] ?? 0;
    });
    return held;
  }

  private finite(): number {
    return this.tail(0, INFINITE);
  }

  /** The finite buckets that hold something, ascending, with their bounds inside of what occurs. */
  private steps(min: number, max: number): readonly Step[] {
    const { codes, counts } = this.fill();
    const steps: Step[] = [];
    let below = 0;
    const push = (at: number, low: number, high: number): void => {
      const held = counts[at] ?? 0;
      steps.push({ low: Math.max(low, min), high: Math.min(high, max), below, count: held });
      below += held;
    };
    for (let at = codes.length - 1; at >= 0; at--) {
      const bucket = (codes[at] ?? 0) - NEGATIVE;
      if (bucket >= 0 && bucket < INFINITE) push(at, -lowest(bucket + 1), -lowest(bucket));
    }
    codes.forEach((bucket, at) => {
      if (bucket < INFINITE) push(at, lowest(bucket), lowest(bucket + 1));
    });
    return steps;
  }
}

/** The buckets that hold something, ascending by their bits, and how much. */
interface Filled {
  readonly codes: Uint16Array;
  readonly counts: Float64Array;
}

function count(buckets: Float64Array, values: Float32Array): void {
  const halves = new Uint16Array(values.buffer, values.byteOffset, values.length * 2);
  for (let at = 1; at < halves.length; at += 2) {
    const bucket = halves[at] ?? 0;
    buckets[bucket] = (buckets[bucket] ?? 0) + 1;
  }
}

/** A bucket in ascending order: its bounds, and how many elements lie below and in it. */
interface Step {
  readonly low: number;
  readonly high: number;
  readonly below: number;
  readonly count: number;
}

const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

/** The least magnitude of a bucket; beyond the last one the largest finite float32. */
function lowest(bucket: number): number {
  if (bucket >= INFINITE) return 3.4028234663852886e38;
  bits[0] = bucket * 2 ** 16;
  return float[0] ?? 0;
}

function bucketOf(magnitude: number): number {
  float[0] = magnitude;
  return (bits[0] ?? 0) >>> 16;
}

/** Doubles beyond float32's range stay finite. */
function inRange(value: number): number {
  return Number.isFinite(value) ? Math.max(-3.4e38, Math.min(3.4e38, value)) : value;
}

function between(sorted: Float64Array, place: number): number {
  const low = Math.floor(place);
  const a = sorted[low] ?? NaN;
  const b = sorted[Math.min(sorted.length - 1, low + 1)] ?? NaN;
  return a + (b - a) * (place - low);
}

function valueAt(steps: readonly Step[], part: number): number {
  const last = steps.at(-1);
  if (last === undefined) return NaN;
  const place = part * (last.below + last.count - 1);
  const step = steps.find(({ below, count }) => place < below + count) ?? last;
  return step.low + ((step.high - step.low) * (place - step.below + 0.5)) / step.count;
}

function countsBelow(steps: readonly Step[], edges: readonly number[]): readonly number[] {
  let at = 0;
  return edges.map((edge) => {
    for (; at < steps.length && (steps[at]?.high ?? 0) <= edge; at++);
    const step = steps[at];
    if (step === undefined) {
      const last = steps.at(-1);
      return last === undefined ? 0 : last.below + last.count;
    }
    if (edge <= step.low) return step.below;
    return step.below + Math.round((step.count * (edge - step.low)) / (step.high - step.low));
  });
}

function exactCountsBelow(sorted: Float64Array, edges: readonly number[]): readonly number[] {
  let at = 0;
  return edges.map((edge) => {
    while (at < sorted.length && (sorted[at] ?? 0) < edge) at++;
    return at;
  });
}
