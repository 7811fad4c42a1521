import type { Magnitudes } from "../tensors/kernel";
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

/** Of the finite ones of some numbers; how many there are, and how many are not finite. */
export interface Sums extends Magnitudes {
  readonly count: number;
  readonly notFinite: number;
}

/** Half of the numbers below float16's least subnormal become zero. */
const LEAST_HALF = 2 ** -24;

/** Below so many numbers the plain loop is done sooner than the kernel is asked. */
const LEAST = 1024;

/** Sums over the numbers of one value, pass by pass. */
export class Tally {
  private sums: Sums = NONE;
  private readonly rms: number[] = [];

  add(pass: Sums): void {
    this.sums = together(this.sums, pass);
    this.rms.push(Math.sqrt(pass.squares / Math.max(1, pass.count)));
  }

  /** Whether nothing but zeros has been seen. */
  get isZero(): boolean {
    return this.sums.max === 0 && this.sums.notFinite === 0;
  }

  result(): Tallied {
    const { count, sum, sizes, squares, max, notFinite, zeros, small } = this.sums;
    const filled = count - zeros - notFinite;
    return {
      count,
      sum,
      sizes,
      squares,
      max,
      notFinite,
      rms: this.rms,
      tiny: filled === 0 ? 0 : small / filled,
    };
  }
}

const NONE: Sums = { count: 0, sum: 0, sizes: 0, squares: 0, max: 0, zeros: 0, small: 0, notFinite: 0 };

/** What the numbers of one value in one pass come to. */
export function sumsOf(values: Values): Sums {
  const { data } = values;
  const numbers =
    data instanceof Float32Array
      ? data
      : Float32Array.from({ length: data.length }, (_, at) => numberAt(values, at));
  const fast = numbers.length < LEAST ? null : sharedKernel();
  let sums = NONE;
  for (let from = 0; from < numbers.length; from += BLOCK) {
    const block = numbers.subarray(from, from + BLOCK);
    const one = fast?.magnitudes(block, LEAST_HALF);
    const isFinite = one !== undefined && Number.isFinite(one.max);
    sums = together(sums, isFinite ? { ...one, count: block.length, notFinite: 0 } : oneByOne(block));
  }
  return sums;
}

function oneByOne(numbers: Float32Array): Sums {
  const sums = { ...NONE, count: numbers.length };
  for (const value of numbers) {
    const size = Math.abs(value);
    if (value - value !== 0) sums.notFinite++;
    else if (value === 0) sums.zeros++;
    else {
      sums.sum += value;
      sums.sizes += size;
      sums.squares += value * value;
      if (size > sums.max) sums.max = size;
      if (size < LEAST_HALF) sums.small++;
    }
  }
  return sums;
}

function together(a: Sums, b: Sums): Sums {
  return {
    count: a.count + b.count,
    sum: a.sum + b.sum,
    sizes: a.sizes + b.sizes,
    squares: a.squares + b.squares,
    max: Math.max(a.max, b.max),
    zeros: a.zeros + b.zeros,
    small: a.small + b.small,
    notFinite: a.notFinite + b.notFinite,
  };
}
