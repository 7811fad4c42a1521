import type { Values } from "../running/values";
import { numberAt } from "../running/values";

/** What is known of one value's numbers over several passes. */
export interface Tallied {
  readonly count: number;
  readonly sum: number;
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

/** Sums over the numbers of one value, pass by pass. */
export class Tally {
  private count = 0;
  private sum = 0;
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
    if (data instanceof Float32Array) this.addNumbers(data);
    else this.addNumbers(Float64Array.from({ length: data.length }, (_, at) => numberAt(values, at)));
    this.rms.push(Math.sqrt((this.squares - before) / Math.max(1, data.length)));
  }

  /** Whether nothing but zeros has been seen. */
  get isZero(): boolean {
    return this.max === 0 && this.notFinite === 0;
  }

  private addNumbers(numbers: Float32Array | Float64Array): void {
    let [sum, squares, max, notFinite, zeros, small] = [0, 0, 0, 0, 0, 0];
    for (let at = 0; at < numbers.length; at++) {
      const value = numbers[at] ?? 0;
      const size = Math.abs(value);
      if (!(size < Infinity)) {
        notFinite++;
        continue;
      }
      sum += value;
      squares += value * value;
      if (size > max) max = size;
      if (size < LEAST_HALF) {
        if (size === 0) zeros++;
        else small++;
      }
    }
    this.sum += sum;
    this.squares += squares;
    this.max = Math.max(this.max, max);
    this.notFinite += notFinite;
    this.filled += numbers.length - notFinite - zeros;
    this.small += small;
  }

  result(): Tallied {
    const { count, sum, squares, max, notFinite, rms, filled, small } = this;
    return { count, sum, squares, max, notFinite, rms, tiny: filled === 0 ? 0 : small / filled };
  }
}
