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
    let squares = 0;
    for (let at = 0; at < data.length; at++) {
      const value = numberAt(values, at);
      const size = Math.abs(value);
      if (!(size < Infinity)) {
        this.notFinite++;
        continue;
      }
      this.sum += value;
      this.sizes += size;
      squares += value * value;
      if (size > this.max) this.max = size;
      if (size > 0) {
        this.filled++;
        if (size < LEAST_HALF) this.small++;
      }
    }
    this.count += data.length;
    this.squares += squares;
    this.rms.push(Math.sqrt(squares / Math.max(1, data.length)));
  }

  result(): Tallied {
    const { count, sum, sizes, squares, max, notFinite, rms, filled, small } = this;
    return { count, sum, sizes, squares, max, notFinite, rms, tiny: filled === 0 ? 0 : small / filled };
  }
}
