import { COUNTS, NEGATIVE, TABLE } from "./layout";
import { sumOf } from "./lanes";

/** One more of the numbers whose code is `code`, in the first or the second table. */
// @ts-ignore: decorator
@inline
export function count(code: u16, table: usize): void {
  const at = COUNTS + table + (usize(code) << 2);
  store<u32>(at, load<u32>(at) + 1);
}

/**
 * Writes what was counted to `out`, and empties the counters: a code, then how many numbers had it, both in 32 bits. It
 * looks downwards from the largest magnitude and ends when all numbers are found: few codes occur.
 *
 * @param most the code of the largest magnitude.
 * @param total of the numbers counted.
 * @returns how many codes were written.
 */
export function harvest(most: i32, total: u32, out: usize): u32 {
  const start = out;
  let left = total;
  // Zeros of either sign are common, and lie farthest down.
  for (let sign: usize = 0; sign <= NEGATIVE; sign += NEGATIVE) {
    const held = load<u32>(COUNTS + sign) + load<u32>(COUNTS + sign + TABLE);
    out = put(u32(sign >> 2), held, out);
    left -= held;
    store<u32>(COUNTS + sign, 0);
    store<u32>(COUNTS + sign + TABLE, 0);
  }
  for (let group = (most >> 2) << 2; group >= 0 && left > 0; group -= 4) {
    for (let sign: usize = 0; sign <= NEGATIVE; sign += NEGATIVE) {
      const at = COUNTS + (usize(group) << 2) + sign;
      const held = i32x4.add(v128.load(at), v128.load(at + TABLE));
      if (!v128.any_true(held)) continue;
      const code = u32((at - COUNTS) >> 2);
      v128.store(at, i32x4.splat(0));
      v128.store(at + TABLE, i32x4.splat(0));
      left -= sumOf(held);
      out = put(code, i32x4.extract_lane(held, 0), out);
      out = put(code + 1, i32x4.extract_lane(held, 1), out);
      out = put(code + 2, i32x4.extract_lane(held, 2), out);
      out = put(code + 3, i32x4.extract_lane(held, 3), out);
    }
  }
  return u32(out - start) >> 3;
}

/** Writes a code and how often it occurs, if at all; the place behind. */
function put(code: u32, held: u32, out: usize): usize {
  store<u32>(out, code);
  store<u32>(out, held, 4);
  return out + (usize(held !== 0) << 3);
}
