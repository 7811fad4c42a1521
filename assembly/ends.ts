import { sumOf } from "./lanes";
import { LANES } from "./layout";

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
