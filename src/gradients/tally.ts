import { bucketOf, NEGATIVE } from "../tensors/buckets";
import { BLOCK, sharedKernel } from "../tensors/kernel";
import type { Values } from "../running/values";
import { numberAt } from "../running/values";

/** What is known of one value's numbers over several passes. */
export interface Tallied {
  readonly count: number;
  readonly sum: number;
  /** Of absolute values. */
  readonly sizes: number;
  readonly squares: number;
  /** The largest absolute value. */
  readonly max: number;
  readonly notFinite: number;
  /** The root of the mean square, of each pass. */
  readonly rms: readonly number[];
  /** Parts of the non-zero numbers that float16 flushes to zero, or that are subnormal in it. */
  readonly tiny: number;
}

/** Half of the numbers below float16's least subnormal become zero. */
const LEAST_HALF = 2 ** -24;

/** Below so many numbers the plain loop is done sooner than the kernel is asked. */
const LEAST = 1024;

/** Sums over the numbers of one value, pass by pass. */
export class Tally {
  private count = 0;
  private sum = 0;
  private sizes = 0;
  private squares = 0;
  private max = 0;
  private notFinite = 0;
  private filled = 0;
  private small = 0;
  private readonly rms: number[] = [];

  add(values: Values): void {
    const { data } = values;
    this.count += data.length;
    const before = this.squares;
    const numbers =
      data instanceof Float32Array
        ? data
        : Float32Array.from({ length: data.length }, (_, at) => numberAt(values, at));
    this.addNumbers(numbers);
    this.rms.push(Math.sqrt((this.squares - before) / Math.max(1, data.length)));
  }

  /** Whether nothing but zeros has been seen. */
  get isZero(): boolean {
    return this.max === 0 && this.notFinite === 0;
  }

  private addNumbers(numbers: Float32Array): void {
    const fast = numbers.length < LEAST ? null : sharedKernel();
    const before = this.filled + this.notFinite;
    for (let from = 0; from < numbers.length; from += BLOCK) {
      const block = numbers.subarray(from, from + BLOCK);
      const sums = fast?.rows(block, 1, block.length, 0);
      if (sums?.finite === true) {
        const { first, second, min, max, zeros } = sums.at(0);
        this.addSums(first, sizesOf(block), second, Math.max(-min, max), block.length - zeros);
      } else this.addOneByOne(block);
    }
    if (fast === null) this.small += smallIn(numbers);
    else {
      const zeros = numbers.length - (this.filled + this.notFinite - before);
      this.small += belowHalf(fast.counts(numbers.length, this.notFinite > 0 ? NaN : this.max)) - zeros;
    }
  }

  private addOneByOne(numbers: Float32Array): void {
    let first = 0;
    let sizes = 0;
    let second = 0;
    let max = 0;
    let filled = 0;
    for (const value of numbers) {
      if (value - value !== 0) this.notFinite++;
      else if (value !== 0) {
        const size = Math.abs(value);
        filled++;
        first += value;
        sizes += size;
        second += value * value;
        if (size > max) max = size;
      }
    }
    this.addSums(first, sizes, second, max, filled);
  }

  private addSums(first: number, sizes: number, second: number, max: number, filled: number): void {
    this.sum += first;
    this.sizes += sizes;
    this.squares += second;
    this.filled += filled;
    if (max > this.max) this.max = max;
  }

  result(): Tallied {
    const { count, sum, sizes, squares, max, notFinite, rms, filled, small } = this;
    return { count, sum, sizes, squares, max, notFinite, rms, tiny: filled === 0 ? 0 : small / filled };
  }
}

/** The sum of absolute values, all finite; two at a time, since one sum waits for itself. */
function sizesOf(numbers: Float32Array): number {
  const even = numbers.length - (numbers.length % 2);
  let first = even < numbers.length ? Math.abs(numbers[even] ?? 0) : 0;
  let second = 0;
  for (let at = 0; at < even; at += 2) {
    first += Math.abs(numbers[at] ?? 0);
    second += Math.abs(numbers[at + 1] ?? 0);
  }
  return first + second;
}

function smallIn(numbers: Float32Array): number {
  let small = 0;
  for (const value of numbers) if (value !== 0 && Math.abs(value) < LEAST_HALF) small++;
  return small;
}

/** Numbers below the least half, zeros among them. @param counts by the upper half of the bits, whose buckets end there. */
function belowHalf(counts: Uint32Array): number {
  const end = bucketOf(LEAST_HALF);
  let below = 0;
  for (let at = 0; at < counts.length; at += 2) {
    if ((counts[at] ?? 0) % NEGATIVE < end) below += counts[at + 1] ?? 0;
  }
  return below;
}
