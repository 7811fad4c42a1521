// The inner loops of the weight statistics, in AssemblyScript (https://www.assemblyscript.org): four numbers at a time.
// scripts/kernel.mjs compiles this to src/tensors/kernel-bytes.ts; src/tensors/kernel.ts calls it, and says where what
// lies in the memory.
//
// Sums count only where all numbers are finite: the caller looks at the first sum, which NaN and infinities spoil.

/** Counters of the upper halves of the numbers: two tables, so that equal neighbours do not wait for each other. */
const COUNTS: usize = 0x10000;
const TABLE: usize = 0x40000;
/** From a bucket's counter to that of the same magnitude below zero. */
const NEGATIVE: usize = 0x20000;
/** The lanes of a row's strip, before they are summed up. */
const LANES: usize = 0x8000;
/** Bytes of a strip's lanes, and of a row's record. */
const STRIP: usize = 160;
const RECORD: usize = 48;
/** By which the places of a checksum are told apart. */
const PLACE: i32 = 0x9e3779b9;

/**
 * Writes what was counted to `out`, and empties the counters: a bucket, then how much it holds, both in 32 bits. It
 * looks downwards from the largest magnitude and ends when all numbers are found: few buckets hold anything.
 *
 * @param most the bucket of the largest magnitude.
 * @param total of the numbers counted.
 * @returns how many buckets were written.
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

/** Writes a bucket and what it holds, if anything; the place behind. */
function put(code: u32, held: u32, out: usize): usize {
  store<u32>(out, code);
  store<u32>(out, held, 4);
  return out + (usize(held !== 0) << 3);
}

/** One more of the numbers whose upper half is `half`, in the first or the second table. */
function count(half: u16, table: usize): void {
  const at = COUNTS + table + (usize(half) << 2);
  store<u32>(at, load<u32>(at) + 1);
}

/** Makes strips empty: nothing summed, no least, no largest. */
export function clear(strips: usize, out: usize): void {
  const end = out + strips * STRIP;
  memory.fill(out, 0, strips * STRIP);
  for (; out < end; out += STRIP) {
    v128.store(out, f32x4.splat(Infinity), 96);
    v128.store(out, f32x4.splat(-Infinity), 112);
  }
}

/** What numbers add to a checksum: `term` of src/tensors/channels.ts. Adding zero makes minus zero one. */
function terms(v: v128, turn: v128): v128 {
  const bits = f32x4.add(v, f32x4.splat(0));
  const stirred = i32x4.mul(v128.xor(bits, i32x4.shr_u(bits, 16)), i32x4.splat(0x85ebca6b));
  const mixed = v128.xor(v128.xor(stirred, i32x4.shr_u(stirred, 13)), turn);
  const code = i32x4.mul(mixed, i32x4.splat(0xc2b2ae35));
  return v128.xor(code, i32x4.shr_u(code, 16));
}

/**
 * Adds four columns of float32 to the strip at `out`: `steps` vectors, `step` bytes apart, then of a last one the
 * `tail` first lanes.
 *
 * A strip: sums of the first and of the second powers by lane (two vectors of float64 each), of the third and fourth
 * powers by lanes 0+2 and 1+3, least, largest, zeros, and the checksum of src/tensors/channels.ts, the place
 * in lane `l` being `place + l · spread` and `advance` more with every step.
 */
function strip(
  from: usize,
  step: usize,
  steps: usize,
  tail: i32,
  place: i32,
  spread: i32,
  advance: i32,
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
  let turn = i32x4.mul(
    i32x4.splat(PLACE),
    i32x4.add(i32x4.splat(place), i32x4.mul(i32x4.splat(spread), i32x4(0, 1, 2, 3))),
  );
  const more = i32x4.splat(PLACE * advance);
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
    sum = i32x4.add(sum, terms(v, turn));
    turn = i32x4.add(turn, more);
    const a = f64x2.promote_low_f32x4(v);
    const b = f64x2.promote_low_f32x4(i64x2.shuffle(v, v, 1, 1));
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
    sum = i32x4.add(sum, v128.and(terms(v, turn), inside));
    const a = f64x2.promote_low_f32x4(v);
    const b = f64x2.promote_low_f32x4(i64x2.shuffle(v, v, 1, 1));
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

function both(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

/** The lanes of a strip as a record: four sums of powers, then least, largest, zeros and checksum. */
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
export function rows(from: usize, rows: usize, width: usize, place: i32, out: usize): void {
  for (let row: usize = 0; row < rows; row++) {
    clear(1, LANES);
    strip(from, 16, width >> 2, i32(width & 3), place, 1, 4, LANES);
    reduce(out);
    from += width << 2;
    out += RECORD;
  }
}

/** Adds a matrix of float32, whose width is a multiple of four, to a strip for every four columns. */
export function columns(from: usize, rows: usize, width: usize, place: i32, out: usize): void {
  for (let strips = width >> 2; strips > 0; strips--) {
    strip(from, width << 2, rows, 0, place, 0, 1, out);
    from += 16;
    out += STRIP;
  }
}

/**
 * For each of `rows` rows of `width` float32 how many lie above `floor`, how many at `low` and below or at `high` and
 * above, and the least and the largest: four numbers of 32 bits.
 */
export function ends(
  from: usize,
  rows: usize,
  width: usize,
  floor: f32,
  low: f32,
  high: f32,
  out: usize,
): void {
  const floors = f32x4.splat(floor);
  const lows = f32x4.splat(low);
  const highs = f32x4.splat(high);
  for (; rows > 0; rows--, out += 16) {
    let above = i32x4.splat(0);
    let stuck = i32x4.splat(0);
    let least = f32x4.splat(Infinity);
    let largest = f32x4.splat(-Infinity);
    let left = width;
    for (; left >= 4; left -= 4, from += 16) {
      const v = v128.load(from);
      above = i32x4.sub(above, f32x4.gt(v, floors));
      stuck = i32x4.sub(stuck, v128.or(f32x4.le(v, lows), f32x4.ge(v, highs)));
      least = f32x4.pmin(least, v);
      largest = f32x4.pmax(largest, v);
    }
    v128.store(LANES, least);
    v128.store(LANES, largest, 16);
    let fired = sumOf(above);
    let at = sumOf(stuck);
    let lowest = f32(Infinity);
    let highest = f32(-Infinity);
    for (let lane: usize = 0; lane < 16; lane += 4) {
      lowest = min(lowest, load<f32>(LANES + lane));
      highest = max(highest, load<f32>(LANES + lane, 16));
    }
    for (; left > 0; left--, from += 4) {
      const value = load<f32>(from);
      fired += u32(value > floor);
      at += u32(value <= low || value >= high);
      if (value < lowest) lowest = value;
      if (value > highest) highest = value;
    }
    store<u32>(out, fired);
    store<u32>(out, at, 4);
    store<f32>(out, lowest, 8);
    store<f32>(out, highest, 12);
  }
}

function sumOf(v: v128): u32 {
  return (
    i32x4.extract_lane(v, 0) + i32x4.extract_lane(v, 1) + i32x4.extract_lane(v, 2) + i32x4.extract_lane(v, 3)
  );
}

/** Makes float32 of float16 (IEEE 754 binary16), four at a time: up to three more than `count` are written. */
export function widen(from: usize, count: usize, to: usize): void {
  const end = to + (count << 2);
  for (; to < end; from += 8, to += 16) {
    const half = v128.load16x4_u(from);
    const magnitude = v128.and(half, i32x4.splat(0x7fff));
    const shifted = i32x4.shl(magnitude, 13);
    // The exponents' biases differ by 112; the product makes subnormal numbers right, too.
    const finite = f32x4.mul(shifted, f32x4.splat(reinterpret<f32>(0x77800000)));
    const other = v128.or(shifted, i32x4.splat(0x7f800000));
    const value = v128.bitselect(other, finite, i32x4.gt_s(magnitude, i32x4.splat(0x7bff)));
    v128.store(to, v128.or(value, i32x4.shl(v128.and(half, i32x4.splat(0x8000)), 16)));
  }
}
