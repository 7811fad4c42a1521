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
  private positions = 0;
  private samples = 0;

  constructor(
    private readonly range: ActivationRange,
    private readonly axis: number,
    private readonly total: number,
  ) {
    this.fired = new Float64Array(total);
    this.stuck = new Float64Array(total);
    this.lowest = new Float64Array(total).fill(Infinity);
    this.highest = new Float64Array(total).fill(-Infinity);
  }

  /** Whether values of this shape have these units. */
  fits(shape: readonly number[]): boolean {
    return shape[this.axis] === this.total;
  }

  /** @param shape one that fits. */
  add(values: ArrayLike<number>, shape: readonly number[]): void {
    const inner = shape.slice(this.axis + 1).reduce((product, size) => product * size, 1);
    const { floor = Infinity, low, high } = this.range;
    const margin = END * ((high ?? 0) - (low ?? 0));
    const lowEnd = low === undefined ? -Infinity : low + margin;
    const highEnd = high === undefined ? Infinity : high - margin;
    for (let from = 0, unit = 0; from < values.length; from += inner, unit = (unit + 1) % this.total) {
      this.addRun(values, from, from + inner, unit, floor, lowEnd, highEnd);
    }
    this.positions += this.total === 0 ? 0 : values.length / this.total;
    this.samples += shape[0] ?? 1;
  }

  private addRun(
    values: ArrayLike<number>,
    from: number,
    to: number,
    unit: number,
    floor: number,
    lowEnd: number,
    highEnd: number,
  ): void {
    let [fired, stuck] = [0, 0];
    let lowest = this.lowest[unit] ?? Infinity;
    let highest = this.highest[unit] ?? -Infinity;
    for (let at = from; at < to; at++) {
      const value = values[at] ?? NaN;
      if (value > floor) fired++;
      if (value <= lowEnd || value >= highEnd) stuck++;
      if (value < lowest) lowest = value;
      if (value > highest) highest = value;
    }
    this.fired[unit] = (this.fired[unit] ?? 0) + fired;
    this.stuck[unit] = (this.stuck[unit] ?? 0) + stuck;
    this.lowest[unit] = lowest;
    this.highest[unit] = highest;
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
