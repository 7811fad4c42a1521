import type { Numbers } from "../tensors/decode";
import type { Ends, Kernel } from "../tensors/kernel";
import { BLOCK, sharedKernel } from "../tensors/kernel";
import type { ActivationRange } from "./activation-range";

/** How the units of one activation did over all samples. */
export interface Units {
  readonly axis: number;
  readonly total: number;
  /** Samples seen, and values of one unit over all of them. */
  readonly samples: number;
  readonly positions: number;
  /** Never above the floor. */
  readonly dead: readonly number[];
  /** Above the floor in less than {@link RARE} of the positions, but not never. */
  readonly rare: readonly number[];
  /** At an end of the range nearly always. */
  readonly saturated: readonly number[];
  /** One value everywhere, whatever the input was; the dead are left out. */
  readonly constant: readonly number[];
}

/** A unit that fires less often contributes next to nothing. */
const RARE = 0.01;
/** "At an end": within this part of the range. */
const END = 0.01;
/** Shorter runs of a unit's numbers are gone over sooner than the kernel is asked. */
const LEAST = 16;
/** A unit is saturated that is at an end at least this often. */
const STUCK = 0.99;

/**
 * With 95 % certainty a unit that fired in none of n samples fires in fewer than this part of them (the rule of
 * three, Hanley and Lippman-Hand 1983). Positions of one sample are correlated and do not count as samples.
 */
export function deadBound(samples: number): number {
  return Math.min(1, 3 / samples);
}

/** Counts of an activation's units, fed run by run. */
export class UnitCounts {
  private readonly fired: Float64Array;
  private readonly stuck: Float64Array;
  private readonly lowest: Float64Array;
  private readonly highest: Float64Array;
  /** Above the floor a unit fires; at `low` and below or `high` and above it is stuck. */
  private readonly ends: { readonly floor: number; readonly low: number; readonly high: number };
  private positions = 0;
  private samples = 0;

  constructor(
    private readonly range: ActivationRange,
    private readonly axis: number,
    private readonly total: number,
    private readonly fast: Kernel | null = sharedKernel(),
  ) {
    this.fired = new Float64Array(total);
    this.stuck = new Float64Array(total);
    this.lowest = new Float64Array(total).fill(Infinity);
    this.highest = new Float64Array(total).fill(-Infinity);
    const { floor = Infinity, low, high } = range;
    const margin = END * ((high ?? 0) - (low ?? 0));
    // Rounded as the values are, so that a unit at its floor is at its floor.
    this.ends = {
      floor: Math.fround(floor),
      low: Math.fround(low === undefined ? -Infinity : low + margin),
      high: Math.fround(high === undefined ? Infinity : high - margin),
    };
  }

  /** Whether values of this shape have these units. */
  fits(shape: readonly number[]): boolean {
    return shape[this.axis] === this.total;
  }

  /**
   * @param shape one that fits.
   * @param samples that are new with it.
   */
  add(values: Numbers, shape: readonly number[], samples = shape[0] ?? 1): void {
    const inner = shape.slice(this.axis + 1).reduce((product, size) => product * size, 1);
    if (this.fast !== null && values instanceof Float32Array && inner >= LEAST) {
      this.addByKernel(values, inner, this.fast);
    } else {
      for (let from = 0, unit = 0; from < values.length; from += inner, unit = (unit + 1) % this.total) {
        this.addEnds(unit, endsOf(values, from, from + inner, this.ends));
      }
    }
    this.positions += this.total === 0 ? 0 : values.length / this.total;
    this.samples += samples;
  }

  /** As many whole runs at a time as the kernel takes; of a longer one as much. */
  private addByKernel(values: Float32Array, inner: number, fast: Kernel): void {
    const atOnce = Math.max(1, Math.floor(BLOCK / inner)) * inner;
    for (let from = 0; from < values.length; from += atOnce) {
      const end = Math.min(values.length, from + atOnce);
      for (let at = from; at < end; at += BLOCK) {
        const block = values.subarray(at, Math.min(end, at + BLOCK));
        const width = Math.min(inner, block.length);
        const rows = fast.ends(block, block.length / width, width, this.ends);
        const first = Math.floor(at / inner);
        for (let row = 0; row < block.length / width; row++)
          this.addEnds((first + row) % this.total, rows(row));
      }
    }
  }

  private addEnds(unit: number, { above, stuck, min, max }: Ends): void {
    this.fired[unit] = (this.fired[unit] ?? 0) + above;
    this.stuck[unit] = (this.stuck[unit] ?? 0) + stuck;
    if (min < (this.lowest[unit] ?? 0)) this.lowest[unit] = min;
    if (max > (this.highest[unit] ?? 0)) this.highest[unit] = max;
  }

  result(): Units {
    const { fired, stuck, lowest, highest, positions, samples, axis, total } = this;
    const { floor, low, high } = this.range;
    const those = (test: (unit: number) => boolean): readonly number[] =>
      Array.from({ length: total }, (_, unit) => unit).filter(test);
    const part = (counts: Float64Array, unit: number): number => (counts[unit] ?? 0) / positions;
    // Where nothing was seen, or only values that are no numbers, nothing is said.
    const seen = (unit: number): boolean => (highest[unit] ?? NaN) >= (lowest[unit] ?? NaN);
    const dead = (unit: number): boolean => floor !== undefined && seen(unit) && fired[unit] === 0;
    const ends = low !== undefined || high !== undefined;
    return {
      axis,
      total,
      samples,
      positions,
      dead: those(dead),
      rare: those((unit) => floor !== undefined && fired[unit] !== 0 && part(fired, unit) < RARE),
      saturated: those((unit) => ends && seen(unit) && part(stuck, unit) >= STUCK),
      constant: those((unit) => positions > 1 && !dead(unit) && lowest[unit] === highest[unit]),
    };
  }
}

function endsOf(
  values: Numbers,
  from: number,
  to: number,
  { floor, low, high }: { readonly floor: number; readonly low: number; readonly high: number },
): Ends {
  let [above, stuck, min, max] = [0, 0, Infinity, -Infinity];
  for (let at = from; at < to; at++) {
    const value = values[at] ?? NaN;
    if (value > floor) above++;
    if (value <= low || value >= high) stuck++;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { above, stuck, min, max };
}
