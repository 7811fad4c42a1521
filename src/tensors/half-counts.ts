import { bucketOf, NEGATIVE } from "./buckets";
import { numberFromHalf } from "./half";
import type { Moments } from "./moments";
import { NOTHING } from "./moments";

const CODES = 2 ** 16;
/** Codes from here on, the sign aside, are infinite or no numbers. */
const NOT_FINITE = 0x7c00;

/** How often each of the values of float16 occurs: all but the channels follows from it. */
export class HalfCounts {
  private readonly counts = new Float64Array(CODES);
  notFinite = 0;

  /** @param pairs a code and how much more often it occurs, again and again. */
  add(pairs: Uint32Array): void {
    const { counts } = this;
    for (let at = 0; at < pairs.length; at += 2) {
      const [code = 0, more = 0] = [pairs[at], pairs[at + 1]];
      counts[code] = (counts[code] ?? 0) + more;
      if ((code & NOT_FINITE) === NOT_FINITE) this.notFinite += more;
    }
  }

  moments(): Moments {
    let [count, nan, inf, sum, min, max] = [0, 0, 0, 0, Infinity, -Infinity];
    this.each((held, value) => {
      count += held;
      if (Number.isNaN(value)) nan += held;
      else if (!Number.isFinite(value)) inf += held;
      else {
        sum += held * value;
        if (value < min) min = value;
        if (value > max) max = value;
      }
    });
    const finite = count - nan - inf;
    if (finite === 0) return { ...NOTHING, count, nan, inf };
    const zeros = (this.counts[0] ?? 0) + (this.counts[NEGATIVE] ?? 0);
    const mean = sum / finite;
    let [m2, m3, m4] = [0, 0, 0];
    this.each((held, value) => {
      if (!Number.isFinite(value)) return;
      const distance = value - mean;
      const square = held * distance * distance;
      m2 += square;
      m3 += square * distance;
      m4 += square * distance * distance;
    });
    return { count, nan, inf, zeros, mean, m2, m3, m4, min, max };
  }

  /** By the upper half of a float32's bits: pairs of a bucket, which may come several times, and a count. */
  buckets(): Uint32Array {
    const pairs: number[] = [];
    this.each((held, value, code) => {
      pairs.push(bucketOf(Math.abs(value)) + (code & NEGATIVE), held);
    });
    return Uint32Array.from(pairs);
  }

  private each(work: (held: number, value: number, code: number) => void): void {
    const { counts } = this;
    for (let code = 0; code < CODES; code++) {
      const held = counts[code] ?? 0;
      if (held > 0) work(held, numberFromHalf(code), code);
    }
  }
}
