import { both, promoteHigh, sumOf } from "./lanes";

/**
 * Of `count` float32, a multiple of four: the sums of the numbers, of their magnitudes and of their squares, in
 * float64; then the largest magnitude, which is not finite where one of them is not, how many lie below `least` in
 * magnitude, and how many of those are zero, in 32 bits each.
 */
export function magnitudes(from: usize, count: usize, least: f32, out: usize): void {
  const leasts = f32x4.splat(least);
  const zero = f32x4.splat(0);
  let below = i32x4.splat(0);
  let zeros = i32x4.splat(0);
  let largest = i32x4.splat(0);
  let lowFirst = f64x2.splat(0);
  let highFirst = f64x2.splat(0);
  let lowSize = f64x2.splat(0);
  let highSize = f64x2.splat(0);
  let lowSecond = f64x2.splat(0);
  let highSecond = f64x2.splat(0);
  for (const end = from + 4 * count; from < end; from += 16) {
    const v = v128.load(from);
    const size = f32x4.abs(v);
    // The bits of magnitudes lie as the magnitudes do, infinities and what is no number above all others: one
    // instruction, where the maximum of floating numbers takes seven.
    largest = i32x4.max_s(largest, size);
    below = i32x4.sub(below, f32x4.lt(size, leasts));
    zeros = i32x4.sub(zeros, f32x4.eq(v, zero));
    const low = f64x2.promote_low_f32x4(v);
    const high = promoteHigh(v);
    lowFirst = f64x2.add(lowFirst, low);
    highFirst = f64x2.add(highFirst, high);
    lowSize = f64x2.add(lowSize, f64x2.abs(low));
    highSize = f64x2.add(highSize, f64x2.abs(high));
    lowSecond = f64x2.add(lowSecond, f64x2.mul(low, low));
    highSecond = f64x2.add(highSecond, f64x2.mul(high, high));
  }
  store<f64>(out, both(f64x2.add(lowFirst, highFirst)));
  store<f64>(out, both(f64x2.add(lowSize, highSize)), 8);
  store<f64>(out, both(f64x2.add(lowSecond, highSecond)), 16);
  const upper = i32x4.max_s(largest, i64x2.shuffle(largest, largest, 1, 1));
  store<i32>(out, max(i32x4.extract_lane(upper, 0), i32x4.extract_lane(upper, 1)), 24);
  store<u32>(out, sumOf(below), 28);
  store<u32>(out, sumOf(zeros), 32);
}
