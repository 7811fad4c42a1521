import { saltAt, turnKey, untilTurn } from "./checksum";
import { count } from "./counters";
import { both, promoteHigh } from "./lanes";
import { LANES } from "./layout";

/** Bytes of a strip's lanes, and of a row's record. */
const STRIP: usize = 224;
const RECORD: usize = 32;
/** By which the exponents' biases of float16 and float32 differ, as a factor: 2¹¹². */
const BIAS: u32 = 0x77800000;

/** Makes float32 of float16 (IEEE 754 binary16), four at a time: up to three more than `count` are written. */
export function widen(from: usize, count: usize, to: usize): void {
  const end = to + (count << 2);
  for (; to < end; from += 8, to += 16) {
    const half = v128.load16x4_u(from);
    const magnitude = v128.and(half, i32x4.splat(0x7fff));
    const shifted = i32x4.shl(magnitude, 13);
    // The product makes subnormal numbers right, too.
    const finite = f32x4.mul(shifted, f32x4.splat(reinterpret<f32>(BIAS)));
    const other = v128.or(shifted, i32x4.splat(0x7f800000));
    const value = v128.bitselect(other, finite, i32x4.gt_s(magnitude, i32x4.splat(0x7bff)));
    v128.store(to, v128.or(value, i32x4.shl(v128.and(half, i32x4.splat(0x8000)), 16)));
  }
}

/** Counts float16 by their bits. */
export function countHalves(from: usize, numbers: usize): void {
  for (; numbers >= 4; numbers -= 4, from += 8) {
    count(load<u16>(from), 0);
    count(load<u16>(from, 2), 0);
    count(load<u16>(from, 4), 0);
    count(load<u16>(from, 6), 0);
  }
  for (; numbers > 0; numbers--, from += 2) count(load<u16>(from), 0);
}

/** Makes strips empty: nothing summed, no least, no largest. */
export function clearHalves(strips: usize, out: usize): void {
  const end = out + strips * STRIP;
  memory.fill(out, 0, strips * STRIP);
  for (; out < end; out += STRIP) {
    v128.store(out, i16x8.splat(i16.MAX_VALUE), 128);
    v128.store(out, i16x8.splat(i16.MIN_VALUE), 144);
  }
}

/** Four finite float16, extended with their signs to 32 bits, as float32. */
// @ts-ignore: decorator
@inline
function singles(extended: v128): v128 {
  const bits = v128.and(i32x4.shl(extended, 13), i32x4.splat(0x8fffffff));
  return f32x4.mul(bits, f32x4.splat(reinterpret<f32>(BIAS)));
}

/** Bits of float16 as whole numbers that stand in the same order: those below zero are turned round. */
// @ts-ignore: decorator
@inline
function ordered(v: v128): v128 {
  return v128.xor(v, v128.and(i16x8.shr_s(v, 15), i16x8.splat(0x7fff)));
}

/**
 * Adds eight columns of float16 to the strip at `out`: `steps` vectors, `step` bytes apart, then of a last one the
 * `tail` first lanes; `steps` is less than 65,535. All of it lies in one turn of the table of random words.
 *
 * A strip: sums of the first and of the second powers by lane (four vectors of float64 each), least and largest as
 * {@link ordered} has them, zeros (two vectors), and the checksum (two vectors; rows need one).
 *
 * @param place in its channel of the first number
 * @param across the eight lanes are at one place of eight channels, else at eight places of one.
 */
// @ts-ignore: decorator
@inline
function strip(
  from: usize,
  step: usize,
  steps: usize,
  tail: i32,
  place: u32,
  across: bool,
  out: usize,
): void {
  let s1a = v128.load(out);
  let s1b = v128.load(out, 16);
  let s1c = v128.load(out, 32);
  let s1d = v128.load(out, 48);
  let s2a = v128.load(out, 64);
  let s2b = v128.load(out, 80);
  let s2c = v128.load(out, 96);
  let s2d = v128.load(out, 112);
  let least = v128.load(out, 128);
  let largest = v128.load(out, 144);
  let zeros = i16x8.splat(0);
  let sum = v128.load(out, 192);
  let sumHigh = v128.load(out, 208);
  const key = turnKey(place);
  let salt = saltAt(place);
  let at = from;
  for (let left = steps; left > 0; left--, at += step) {
    count(load<u16>(at), 0);
    count(load<u16>(at, 2), 0);
    count(load<u16>(at, 4), 0);
    count(load<u16>(at, 6), 0);
    count(load<u16>(at, 8), 0);
    count(load<u16>(at, 10), 0);
    count(load<u16>(at, 12), 0);
    count(load<u16>(at, 14), 0);
    const v = v128.load(at);
    const order = ordered(v);
    least = i16x8.min_s(least, order);
    largest = i16x8.max_s(largest, order);
    const none = i16x8.eq(i16x8.add(v, v), i16x8.splat(0));
    zeros = i16x8.sub(zeros, none);
    // Both zeros are one.
    const words = v128.andnot(v, none);
    if (across) {
      const random = v128.xor(v128.load16_splat(salt), key);
      sum = i32x4.add(sum, i32x4.extmul_low_i16x8_s(words, random));
      sumHigh = i32x4.add(sumHigh, i32x4.extmul_high_i16x8_s(words, random));
      salt += 2;
    } else {
      sum = i32x4.add(sum, i32x4.dot_i16x8_s(words, v128.xor(v128.load(salt), key)));
      salt += 16;
    }
    const low = singles(i32x4.extend_low_i16x8_s(v));
    const high = singles(i32x4.extend_high_i16x8_s(v));
    const a = f64x2.promote_low_f32x4(low);
    const b = promoteHigh(low);
    const c = f64x2.promote_low_f32x4(high);
    const d = promoteHigh(high);
    s1a = f64x2.add(s1a, a);
    s1b = f64x2.add(s1b, b);
    s1c = f64x2.add(s1c, c);
    s1d = f64x2.add(s1d, d);
    s2a = f64x2.add(s2a, f64x2.mul(a, a));
    s2b = f64x2.add(s2b, f64x2.mul(b, b));
    s2c = f64x2.add(s2c, f64x2.mul(c, c));
    s2d = f64x2.add(s2d, f64x2.mul(d, d));
  }
  if (tail > 0) {
    for (let lane: i32 = 0; lane < tail; lane++) count(load<u16>(at + (lane << 1)), 0);
    const inside = i16x8.lt_s(i16x8(0, 1, 2, 3, 4, 5, 6, 7), i16x8.splat(i16(tail)));
    const v = v128.and(v128.load(at), inside);
    const order = ordered(v);
    least = i16x8.min_s(least, v128.bitselect(order, least, inside));
    largest = i16x8.max_s(largest, v128.bitselect(order, largest, inside));
    const none = v128.and(i16x8.eq(i16x8.add(v, v), i16x8.splat(0)), inside);
    zeros = i16x8.sub(zeros, none);
    const words = v128.andnot(v, none);
    sum = i32x4.add(sum, i32x4.dot_i16x8_s(words, v128.xor(v128.load(salt), key)));
    const low = singles(i32x4.extend_low_i16x8_s(v));
    const high = singles(i32x4.extend_high_i16x8_s(v));
    const a = f64x2.promote_low_f32x4(low);
    const b = promoteHigh(low);
    const c = f64x2.promote_low_f32x4(high);
    const d = promoteHigh(high);
    s1a = f64x2.add(s1a, a);
    s1b = f64x2.add(s1b, b);
    s1c = f64x2.add(s1c, c);
    s1d = f64x2.add(s1d, d);
    s2a = f64x2.add(s2a, f64x2.mul(a, a));
    s2b = f64x2.add(s2b, f64x2.mul(b, b));
    s2c = f64x2.add(s2c, f64x2.mul(c, c));
    s2d = f64x2.add(s2d, f64x2.mul(d, d));
  }
  v128.store(out, s1a);
  v128.store(out, s1b, 16);
  v128.store(out, s1c, 32);
  v128.store(out, s1d, 48);
  v128.store(out, s2a, 64);
  v128.store(out, s2b, 80);
  v128.store(out, s2c, 96);
  v128.store(out, s2d, 112);
  v128.store(out, least, 128);
  v128.store(out, largest, 144);
  v128.store(out, i32x4.add(v128.load(out, 160), i32x4.extend_low_i16x8_u(zeros)), 160);
  v128.store(out, i32x4.add(v128.load(out, 176), i32x4.extend_high_i16x8_u(zeros)), 176);
  v128.store(out, sum, 192);
  v128.store(out, sumHigh, 208);
}

/** Sum of all the float64 of the four vectors from `at` on. */
function sumOfFour(at: usize): f64 {
  const first = f64x2.add(v128.load(at), v128.load(at, 16));
  return both(f64x2.add(first, f64x2.add(v128.load(at, 32), v128.load(at, 48))));
}

/** Of a strip's lanes: two sums of powers, then least and largest in order, zeros and the checksum. */
function reduce(out: usize): void {
  store<f64>(out, sumOfFour(LANES));
  store<f64>(out, sumOfFour(LANES + 64), 8);
  let least = load<i16>(LANES, 128);
  let largest = load<i16>(LANES, 144);
  for (let lane: usize = 2; lane < 16; lane += 2) {
    least = min(least, load<i16>(LANES + lane, 128));
    largest = max(largest, load<i16>(LANES + lane, 144));
  }
  let zeros: u32 = 0;
  let sum: u32 = 0;
  for (let lane: usize = 0; lane < 16; lane += 4) {
    zeros += load<u32>(LANES + lane, 160) + load<u32>(LANES + lane, 176);
    sum += load<u32>(LANES + lane, 192);
  }
  store<i32>(out, least, 16);
  store<i32>(out, largest, 20);
  store<u32>(out, zeros, 24);
  store<u32>(out, sum, 28);
}

/** `rows` rows of `width` float16 one after the other, a record for each; the first number of each is at `place`. */
export function halfRows(from: usize, rows: usize, width: u32, place: u32, out: usize): void {
  for (let row: usize = 0; row < rows; row++) {
    clearHalves(1, LANES);
    let word = place;
    for (let left = width; left > 0;) {
      const some = min(left, untilTurn(word));
      strip(from, 16, some >> 3, i32(some & 7), word, false, LANES);
      from += usize(some) << 1;
      word += some;
      left -= some;
    }
    reduce(out);
    out += RECORD;
  }
}

/** Adds a matrix of float16, rows `pitch` bytes apart, to `strips` strips, one for every eight columns. */
export function halfColumns(
  from: usize,
  rows: u32,
  strips: usize,
  pitch: usize,
  place: u32,
  out: usize,
): void {
  let word = place;
  for (let left = rows; left > 0;) {
    const some = min(left, untilTurn(word));
    for (let at: usize = 0; at < strips; at++) {
      strip(from + (at << 4), pitch, some, 0, word, true, out + at * STRIP);
    }
    from += usize(some) * pitch;
    word += some;
    left -= some;
  }
}
