import { saltAt, turnKey, untilTurn } from "./checksum";
import { count } from "./counters";
import { both, promoteHigh } from "./lanes";
import { LANES, TABLE } from "./layout";

/** Bytes of a strip's lanes, and of a row's record. */
const STRIP: usize = 160;
const RECORD: usize = 48;

/** Makes strips empty: nothing summed, no least, no largest. */
export function clear(strips: usize, out: usize): void {
  const end = out + strips * STRIP;
  memory.fill(out, 0, strips * STRIP);
  for (; out < end; out += STRIP) {
    v128.store(out, f32x4.splat(Infinity), 96);
    v128.store(out, f32x4.splat(-Infinity), 112);
  }
}

/**
 * Adds four columns of float32 to the strip at `out`: `steps` vectors, `step` bytes apart, then of a last one the
 * `tail` first lanes. All of it lies in one turn of the table of random words.
 *
 * A strip: sums of the first and of the second powers by lane (two vectors of float64 each), of the third and fourth
 * powers by lanes 0+2 and 1+3, least, largest, zeros, and the checksum.
 *
 * @param place in its channel of the first number, in 16-bit words
 * @param across the four lanes are at one place of four channels, else at four places of one.
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
  const zero = f32x4.splat(0);
  let s1a = v128.load(out);
  let s1b = v128.load(out, 16);
  let s2a = v128.load(out, 32);
  let s2b = v128.load(out, 48);
  let s3 = v128.load(out, 64);
  let s4 = v128.load(out, 80);
  let least = v128.load(out, 96);
  let largest = v128.load(out, 112);
  let zeros = v128.load(out, 128);
  let sum = v128.load(out, 144);
  const key = turnKey(place);
  let salt = saltAt(place);
  let at = from;
  for (let left = steps; left > 0; left--, at += step) {
    count(load<u16>(at, 2), 0);
    count(load<u16>(at, 6), TABLE);
    count(load<u16>(at, 10), 0);
    count(load<u16>(at, 14), TABLE);
    const v = v128.load(at);
    least = f32x4.pmin(least, v);
    largest = f32x4.pmax(largest, v);
    zeros = i32x4.sub(zeros, f32x4.eq(v, zero));
    // Adding zero makes minus zero one.
    const words = f32x4.add(v, zero);
    const random = across ? v128.load32_splat(salt) : v128.load(salt);
    sum = i32x4.add(sum, i32x4.dot_i16x8_s(words, v128.xor(random, key)));
    salt += across ? 4 : 16;
    const a = f64x2.promote_low_f32x4(v);
    const b = promoteHigh(v);
    const a2 = f64x2.mul(a, a);
    const b2 = f64x2.mul(b, b);
    s1a = f64x2.add(s1a, a);
    s1b = f64x2.add(s1b, b);
    s2a = f64x2.add(s2a, a2);
    s2b = f64x2.add(s2b, b2);
    s3 = f64x2.add(s3, f64x2.add(f64x2.mul(a2, a), f64x2.mul(b2, b)));
    s4 = f64x2.add(s4, f64x2.add(f64x2.mul(a2, a2), f64x2.mul(b2, b2)));
  }
  if (tail > 0) {
    for (let lane: i32 = 0; lane < tail; lane++) count(load<u16>(at + (lane << 2), 2), 0);
    const inside = i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(tail));
    const v = v128.and(v128.load(at), inside);
    least = f32x4.pmin(least, v128.bitselect(v, least, inside));
    largest = f32x4.pmax(largest, v128.bitselect(v, largest, inside));
    zeros = i32x4.sub(zeros, v128.and(f32x4.eq(v, zero), inside));
    const words = f32x4.add(v, zero);
    sum = i32x4.add(sum, i32x4.dot_i16x8_s(words, v128.xor(v128.load(salt), key)));
    const a = f64x2.promote_low_f32x4(v);
    const b = promoteHigh(v);
    const a2 = f64x2.mul(a, a);
    const b2 = f64x2.mul(b, b);
    s1a = f64x2.add(s1a, a);
    s1b = f64x2.add(s1b, b);
    s2a = f64x2.add(s2a, a2);
    s2b = f64x2.add(s2b, b2);
    s3 = f64x2.add(s3, f64x2.add(f64x2.mul(a2, a), f64x2.mul(b2, b)));
    s4 = f64x2.add(s4, f64x2.add(f64x2.mul(a2, a2), f64x2.mul(b2, b2)));
  }
  v128.store(out, s1a);
  v128.store(out, s1b, 16);
  v128.store(out, s2a, 32);
  v128.store(out, s2b, 48);
  v128.store(out, s3, 64);
  v128.store(out, s4, 80);
  v128.store(out, least, 96);
  v128.store(out, largest, 112);
  v128.store(out, zeros, 128);
  v128.store(out, sum, 144);
}

/** The lanes of a strip as a record: four sums of powers, then least, largest, zeros and the checksum. */
function reduce(out: usize): void {
  store<f64>(out, both(f64x2.add(v128.load(LANES), v128.load(LANES + 16))));
  store<f64>(out, both(f64x2.add(v128.load(LANES + 32), v128.load(LANES + 48))), 8);
  store<f64>(out, both(v128.load(LANES + 64)), 16);
  store<f64>(out, both(v128.load(LANES + 80)), 24);
  let least = load<f32>(LANES, 96);
  let largest = load<f32>(LANES, 112);
  let zeros = load<u32>(LANES, 128);
  let sum = load<u32>(LANES, 144);
  for (let lane: usize = 4; lane < 16; lane += 4) {
    least = min(least, load<f32>(LANES + lane, 96));
    largest = max(largest, load<f32>(LANES + lane, 112));
    zeros += load<u32>(LANES + lane, 128);
    sum += load<u32>(LANES + lane, 144);
  }
  store<f32>(out, least, 32);
  store<f32>(out, largest, 36);
  store<u32>(out, zeros, 40);
  store<u32>(out, sum, 44);
}

/** `rows` rows of `width` float32 one after the other, a record for each; the first number of each is at `place`. */
export function rows(from: usize, rows: usize, width: u32, place: u32, out: usize): void {
  for (let row: usize = 0; row < rows; row++) {
    clear(1, LANES);
    let word = place << 1;
    for (let left = width; left > 0;) {
      const some = min(left, untilTurn(word) >> 1);
      strip(from, 16, some >> 2, i32(some & 3), word, false, LANES);
      from += usize(some) << 2;
      word += some << 1;
      left -= some;
    }
    reduce(out);
    out += RECORD;
  }
}

/** Adds a matrix of float32, rows `pitch` bytes apart, to `strips` strips, one for every four columns. */
export function columns(
  from: usize,
  rows: u32,
  strips: usize,
  pitch: usize,
  place: u32,
  out: usize,
): void {
  let word = place << 1;
  for (let left = rows; left > 0;) {
    const some = min(left, untilTurn(word) >> 1);
    for (let at: usize = 0; at < strips; at++) {
      strip(from + (at << 4), pitch, some, 0, word, true, out + at * STRIP);
    }
    from += usize(some) * pitch;
    word += some << 1;
    left -= some;
  }
}
