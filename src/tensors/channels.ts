import type { Numbers } from "./decode";

/** What is known of each index along one axis of a tensor; over the finite elements. */
export interface ChannelSummary {
  readonly axis: number;
  readonly l2: readonly number[];
  readonly mean: readonly number[];
  readonly min: readonly number[];
  readonly max: readonly number[];
  /** Channels whose elements are all zero. */
  readonly zero: readonly number[];
  /** Channels equal to an earlier one, element by element as far as a hash tells, by index: that earlier one. */
  readonly duplicates: ReadonlyMap<number, number>;
  /** Elements of each channel. */
  readonly each: number;
}

/** Collects per-channel sums over a tensor whose elements come in row-major order, part by part. */
export class Channels {
  private readonly total: number;
  /** Elements between one channel and the next in the flat order. */
  private readonly inner: number;
  private readonly each: number;
  private readonly sums: Float64Array;
  private readonly squares: Float64Array;
  private readonly lowest: Float64Array;
  private readonly highest: Float64Array;
  private readonly filled: Float64Array;
  private readonly finite: Float64Array;
  private readonly hashes: Uint32Array;
  private readonly seconds: Uint32Array;
  private at = 0;

  constructor(
    shape: readonly number[],
    private readonly axis: number,
  ) {
    this.total = shape[axis] ?? 0;
    this.inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
    const elements = shape.reduce((product, size) => product * size, 1);
    this.each = this.total === 0 ? 0 : elements / this.total;
    const zeros = (): Float64Array => new Float64Array(this.total);
    [this.sums, this.squares, this.filled, this.finite] = [zeros(), zeros(), zeros(), zeros()];
    this.lowest = zeros().fill(Infinity);
    this.highest = zeros().fill(-Infinity);
    this.hashes = new Uint32Array(this.total);
    this.seconds = new Uint32Array(this.total);
  }

  add(values: Numbers): void {
    if (this.total === 0) return;
    let from = 0;
    while (from < values.length) {
      const place = this.at % this.inner;
      const run = Math.min(values.length - from, this.inner - place);
      const channel = Math.floor(this.at / this.inner) % this.total;
      if (this.inner === 1) {
        this.addRow(values, from, Math.min(values.length, from + this.total - channel), channel);
        const step = Math.min(values.length - from, this.total - channel);
        from += step;
        this.at += step;
      } else {
        this.addRun(values, from, from + run, channel);
        from += run;
        this.at += run;
      }
    }
  }

  result(): ChannelSummary {
    const { axis, each, total } = this;
    const list = (of: (channel: number) => number): readonly number[] =>
      Array.from({ length: total }, (_, channel) => of(channel));
    const at = (array: Float64Array) => (channel: number) => array[channel] ?? NaN;
    const zero = list((channel) => channel).filter((channel) => this.filled[channel] === 0 && each > 0);
    return {
      axis,
      each,
      l2: list((channel) => Math.sqrt(at(this.squares)(channel))),
      mean: list((channel) => at(this.sums)(channel) / at(this.finite)(channel)),
      min: list(at(this.lowest)),
      max: list(at(this.highest)),
      zero,
      duplicates: this.duplicates(new Set(zero)),
    };
  }

  /** Consecutive elements of one channel. */
  private addRun(values: Numbers, from: number, to: number, channel: number): void {
    let [sum, square, filled, finite] = [0, 0, 0, 0];
    let [low, high] = [this.lowest[channel] ?? 0, this.highest[channel] ?? 0];
    let hash = this.hashes[channel] ?? 0;
    let second = this.seconds[channel] ?? 0;
    for (let at = from; at < to; at++) {
      const value = values[at] ?? 0;
      const code = codeOf(value);
      hash = mixed(hash, code);
      second = mixed(second, ~code);
      if (value !== 0) filled++;
      // Also false for NaN.
      if (value - value !== 0) continue;
      finite++;
      sum += value;
      square += value * value;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    this.hashes[channel] = hash;
    this.seconds[channel] = second;
    this.lowest[channel] = low;
    this.highest[channel] = high;
    this.sums[channel] = (this.sums[channel] ?? 0) + sum;
    this.squares[channel] = (this.squares[channel] ?? 0) + square;
    this.filled[channel] = (this.filled[channel] ?? 0) + filled;
    this.finite[channel] = (this.finite[channel] ?? 0) + finite;
  }

  /** One element of each of consecutive channels. */
  private addRow(values: Numbers, from: number, to: number, first: number): void {
    for (let at = from, channel = first; at < to; at++, channel++) {
      const value = values[at] ?? 0;
      const code = codeOf(value);
      this.hashes[channel] = mixed(this.hashes[channel] ?? 0, code);
      this.seconds[channel] = mixed(this.seconds[channel] ?? 0, ~code);
      if (value !== 0) this.filled[channel] = (this.filled[channel] ?? 0) + 1;
      if (value - value !== 0) continue;
      this.finite[channel] = (this.finite[channel] ?? 0) + 1;
      this.sums[channel] = (this.sums[channel] ?? 0) + value;
      this.squares[channel] = (this.squares[channel] ?? 0) + value * value;
      if (value < (this.lowest[channel] ?? 0)) this.lowest[channel] = value;
      if (value > (this.highest[channel] ?? 0)) this.highest[channel] = value;
    }
  }

  private duplicates(zero: ReadonlySet<number>): ReadonlyMap<number, number> {
    const first = new Map<string, number>();
    const duplicates = new Map<number, number>();
    for (let channel = 0; channel < this.total; channel++) {
      if (zero.has(channel)) continue;
      const key = `${String(this.hashes[channel])} ${String(this.seconds[channel])} ${String(this.squares[channel])}`;
      const earlier = first.get(key);
      if (earlier === undefined) first.set(key, channel);
      else duplicates.set(channel, earlier);
    }
    return duplicates;
  }
}

/** One step of MurmurHash3 (Austin Appleby, public domain). */
function mixed(hash: number, code: number): number {
  let part = Math.imul(code, 0xcc9e2d51);
  part = Math.imul((part << 15) | (part >>> 17), 0x1b873593);
  const turned = hash ^ part;
  return (Math.imul((turned << 13) | (turned >>> 19), 5) + 0xe6546b64) | 0;
}

const single = new Float32Array(1);
const bits = new Int32Array(single.buffer);

/** The bits of a number as a float32; both zeros are one. */
function codeOf(value: number): number {
  single[0] = value === 0 ? 0 : value;
  return bits[0] ?? 0;
}
