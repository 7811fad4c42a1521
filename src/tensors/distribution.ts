import type { Filled, Steps } from "./buckets";
import { bucketOf, Buckets, countsBelow, INFINITE, lowestOf, NEGATIVE, stepsOf, valueAt } from "./buckets";
import type { Numbers } from "./decode";

/** So many numbers are kept as they are: quantiles and histograms of small tensors are exact. */
const KEPT = 4096;

export interface Histogram {
  /** One more than there are counts, ascending. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/**
 * How numbers are distributed, without knowing their range beforehand: as they are while they are few, then counted by
 * the upper half of their bits. A bucket is at most 2⁻⁷ of its value wide.
 */
export class Distribution {
  /** Absent while all numbers are kept as they are, and once nothing more is added. */
  private buckets: Buckets | undefined;
  private kept: Numbers[] | undefined = [];
  private keptCount = 0;
  private filled: Filled | undefined;

  /** Whether so many more would be kept as they are. */
  keeps(more: number): boolean {
    return this.kept !== undefined && this.keptCount + more <= KEPT;
  }

  add(values: Numbers): void {
    if (this.kept === undefined || !this.keeps(values.length)) {
      this.counted().count(values instanceof Float32Array ? values : Float32Array.from(values, inRange));
      return;
    }
    const finite = values.every((value) => value - value === 0)
      ? values.slice()
      : values.filter(Number.isFinite);
    this.kept.push(finite);
    this.keptCount += finite.length;
  }

  /** Adds what was counted otherwise, of more numbers than are kept: buckets, each followed by how much it holds. */
  addPairs(pairs: Uint32Array): void {
    this.counted().addPairs(pairs);
  }

  /** Adds so many zeros, as a sparse tensor leaves out. */
  addZeros(zeros: number): void {
    if (this.keeps(zeros)) this.add(new Float32Array(zeros));
    else this.counted().add(0, zeros);
  }

  /** Nothing more is added: only what holds something is remembered. */
  settle(): void {
    this.filled = this.fill();
    this.buckets = undefined;
    this.kept = undefined;
  }

  /** All that a settled one holds. */
  get settled(): Filled {
    return this.fill();
  }

  /** One that holds what another had settled to. */
  static of(settled: Filled): Distribution {
    const distribution = new Distribution();
    distribution.filled = settled;
    distribution.kept = undefined;
    return distribution;
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
    const wanted = part * this.tail(0, INFINITE);
    const { codes, counts } = this.fill();
    const magnitudes = new Float64Array(INFINITE);
    codes.forEach((code, at) => {
      const bucket = code % NEGATIVE;
      if (bucket < INFINITE) magnitudes[bucket] = (magnitudes[bucket] ?? 0) + (counts[at] ?? 0);
    });
    let below = 0;
    for (let bucket = 0; bucket < INFINITE; bucket++) {
      below += magnitudes[bucket] ?? 0;
      if (below >= wanted) return lowestOf(bucket + 1);
    }
    return lowestOf(INFINITE);
  }

  /** The finite elements in ascending order, for quantiles and histograms: to ask for both at once is cheaper. */
  ordered(min: number, max: number): Ordered {
    if (this.kept === undefined) return new Bucketed(stepsOf(this.fill(), min, max));
    const sorted = new Float64Array(this.keptCount);
    let at = 0;
    for (const some of this.kept) {
      sorted.set(some, at);
      at += some.length;
    }
    return new Exact(sorted.sort());
  }

  /** The counts by bucket, of what was kept as well: from here on nothing is kept. */
  private counted(): Buckets {
    this.buckets ??= this.bucketsOfKept();
    this.kept = undefined;
    return this.buckets;
  }

  private bucketsOfKept(): Buckets {
    const buckets = new Buckets();
    for (const some of this.kept ?? []) {
      buckets.count(some instanceof Float32Array ? some : Float32Array.from(some, inRange));
    }
    return buckets;
  }

  private fill(): Filled {
    return this.filled ?? (this.buckets ?? this.bucketsOfKept()).filled();
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
}

/** Finite elements in ascending order. */
interface Ordered {
  /** The values below which these parts of the elements lie (linear between neighbours, as numpy has it). */
  readonly quantiles: (parts: readonly number[]) => readonly number[];
  /** How many elements lie in each of these bins; the last one includes its end. */
  readonly histogram: (edges: readonly number[]) => Histogram;
}

class Exact implements Ordered {
  constructor(private readonly sorted: Float64Array) {}

  quantiles(parts: readonly number[]): readonly number[] {
    return parts.map((part) => between(this.sorted, part * (this.sorted.length - 1)));
  }

  histogram(edges: readonly number[]): Histogram {
    const { sorted } = this;
    let at = 0;
    const below = edges.map((edge) => {
      while (at < sorted.length && (sorted[at] ?? 0) < edge) at++;
      return at;
    });
    return binned(edges, below, sorted.length);
  }
}

class Bucketed implements Ordered {
  constructor(private readonly steps: Steps) {}

  quantiles(parts: readonly number[]): readonly number[] {
    return parts.map((part) => valueAt(this.steps, part));
  }

  histogram(edges: readonly number[]): Histogram {
    return binned(edges, countsBelow(this.steps, edges), this.steps.total);
  }
}

/** @param below how many elements lie below each edge. */
function binned(edges: readonly number[], below: readonly number[], all: number): Histogram {
  const last = edges.length - 2;
  const counts = edges
    .slice(1)
    .map((_, bin) => (bin === last ? all : (below[bin + 1] ?? 0)) - (bin === 0 ? 0 : (below[bin] ?? 0)));
  return { edges, counts };
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
