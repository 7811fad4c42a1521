const PAGE = 256;
const PAGES = 256;
/** The first bucket that holds no finite number: exponent all ones. */
export const INFINITE = 0x7f80;
/** Buckets from here on are those of negative numbers. */
export const NEGATIVE = 0x8000;

/** The buckets that hold something, ascending by their bits, and how much. */
export interface Filled {
  readonly codes: Uint16Array;
  readonly counts: Float64Array;
}

/**
 * A counter for each of the 65,536 values of the upper half of a float32 (sign, exponent and seven bits of the
 * mantissa). The numbers of a network lie in few of them: counters are there by pages, once one of a page is wanted.
 */
export class Buckets {
  private readonly pages: (Float64Array | undefined)[] = new Array<Float64Array | undefined>(PAGES).fill(
    undefined,
  );

  add(code: number, more: number): void {
    const page = (this.pages[code >>> 8] ??= new Float64Array(PAGE));
    page[code & 0xff] = (page[code & 0xff] ?? 0) + more;
  }

  count(values: Float32Array): void {
    const halves = new Uint16Array(values.buffer, values.byteOffset, values.length * 2);
    for (let at = 1; at < halves.length; at += 2) this.add(halves[at] ?? 0, 1);
  }

  /** @param pairs a bucket and how much more it holds, again and again. */
  addPairs(pairs: Uint32Array): void {
    for (let at = 0; at < pairs.length; at += 2) this.add(pairs[at] ?? 0, pairs[at + 1] ?? 0);
  }

  filled(): Filled {
    const codes: number[] = [];
    const counts: number[] = [];
    this.pages.forEach((page, high) => {
      page?.forEach((held, low) => {
        if (held === 0) return;
        codes.push(high * PAGE + low);
        counts.push(held);
      });
    });
    return { codes: Uint16Array.from(codes), counts: Float64Array.from(counts) };
  }
}

/** The finite buckets that hold something, ascending by value: bounds, elements below each and in each. */
export interface Steps {
  readonly length: number;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly below: Float64Array;
  readonly count: Float64Array;
  readonly total: number;
}

/** @param min and max what occurs: no bucket's bounds are beyond. */
export function stepsOf({ codes, counts }: Filled, min: number, max: number): Steps {
  const [low, high] = [new Float64Array(codes.length), new Float64Array(codes.length)];
  const [below, count] = [new Float64Array(codes.length), new Float64Array(codes.length)];
  let [length, total] = [0, 0];
  const push = (at: number, from: number, to: number): void => {
    const held = counts[at] ?? 0;
    low[length] = Math.max(from, min);
    high[length] = Math.min(to, max);
    below[length] = total;
    count[length] = held;
    total += held;
    length++;
  };
  for (let at = codes.length - 1; at >= 0; at--) {
    const bucket = (codes[at] ?? 0) - NEGATIVE;
    if (bucket >= 0 && bucket < INFINITE) push(at, -lowestOf(bucket + 1), -lowestOf(bucket));
  }
  for (let at = 0; at < codes.length; at++) {
    const bucket = codes[at] ?? 0;
    if (bucket < INFINITE) push(at, lowestOf(bucket), lowestOf(bucket + 1));
  }
  return { length, low, high, below, count, total };
}

/** The value below which a part of the elements lies, evenly spread inside of their bucket. */
export function valueAt(steps: Steps, part: number): number {
  if (steps.length === 0) return NaN;
  const place = part * (steps.total - 1);
  let at = 0;
  while (at < steps.length - 1 && place >= (steps.below[at + 1] ?? 0)) at++;
  const [low = NaN, high = NaN, below = NaN, count = NaN] = [
    steps.low[at],
    steps.high[at],
    steps.below[at],
    steps.count[at],
  ];
  // Zeros, and numbers so small that float32 has no digits left for them.
  if (Math.max(-low, high) <= lowestOf(1)) return 0;
  return low + ((high - low) * (place - below + 0.5)) / count;
}

/** How many elements lie below each of some ascending edges. */
export function countsBelow(steps: Steps, edges: readonly number[]): readonly number[] {
  let at = 0;
  return edges.map((edge) => {
    while (at < steps.length && (steps.high[at] ?? 0) <= edge) at++;
    if (at === steps.length) return steps.total;
    const [low = NaN, high = NaN, below = NaN, count = NaN] = [
      steps.low[at],
      steps.high[at],
      steps.below[at],
      steps.count[at],
    ];
    return edge <= low ? below : below + Math.round((count * (edge - low)) / (high - low));
  });
}

const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

/** The least magnitude of a bucket; beyond the last one the largest finite float32. */
export function lowestOf(bucket: number): number {
  if (bucket >= INFINITE) return 3.4028234663852886e38;
  bits[0] = bucket * 2 ** 16;
  return float[0] ?? 0;
}

export function bucketOf(magnitude: number): number {
  float[0] = magnitude;
  return (bits[0] ?? 0) >>> 16;
}
