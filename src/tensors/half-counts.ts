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
      const code = pairs[at] ?? 0;
      const more = pairs[at + 1] ?? 0;
      counts[code] = (counts[code] ?? 0) + more;
      if ((code & NOT_FINITE) === NOT_FINITE) this.notFinite += more;
    }
  }

  moments(): Moments {
    const { counts } = this;
    let [count, nan, inf, sum, min, max] = [0, 0, 0, 0, Infinity, -Infinity];
    for (let code = 0; code < CODES; code++) {
      const held = counts[code] ?? 0;
      if (held === 0) continue;
      const value = numberFromHalf(code);
      count += held;
      if ((code & NOT_FINITE) === NOT_FINITE) {
        if (Number.isNaN(value)) nan += held;
        else inf += held;
        continue;
      }
      sum += held * value;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    const finite = count - nan - inf;
    if (finite === 0) return { ...NOTHING, count, nan, inf };
    const zeros = (counts[0] ?? 0) + (counts[NEGATIVE] ?? 0);
    const mean = sum / finite;
    return { count, nan, inf, zeros, mean, min, max, ...this.powersAround(mean) };
  }

  /** By the upper half of a float32's bits: pairs of a bucket, which may come several times, and a count. */
  buckets(): Uint32Array {
    const { counts } = this;
    const pairs = new Uint32Array(2 * CODES);
    let end = 0;
    for (let code = 0; code < CODES; code++) {
      const held = counts[code] ?? 0;
      if (held === 0) continue;
      pairs[end++] = bucketOf(Math.abs(numberFromHalf(code))) + (code & NEGATIVE);
      pairs[end++] = held;
    }
    return pairs.subarray(0, end);
  }

  private powersAround(mean: number): Pick<Moments, "m2" | "m3" | "m4"> {
    const { counts } = this;
    let [m2, m3, m4] = [0, 0, 0];
    for (let code = 0; code < CODES; code++) {
      const held = counts[code] ?? 0;
      if (held === 0 || (code & NOT_FINITE) === NOT_FINITE) continue;
      const distance = numberFromHalf(code) - mean;
      const square = held * distance * distance;
      m2 += square;
      m3 += square * distance;
      m4 += square * distance * distance;
    }
    return { m2, m3, m4 };
  }
}
