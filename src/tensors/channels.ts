import { halfTerm, singleTerm } from "./checksum";
import type { Numbers } from "./decode";
import { halfFromNumber } from "./half";
import type { PowerSums } from "./moments";

/** What is known of each index along one axis of a tensor; over the finite elements. */
export interface ChannelSummary {
  readonly axis: number;
  readonly l2: readonly number[];
  readonly mean: readonly number[];
  readonly min: readonly number[];
  readonly max: readonly number[];
  /** Channels whose elements are all zero. */
  readonly zero: readonly number[];
  /** Channels equal to an earlier one, element by element as far as sums and a checksum tell, by index: that earlier one. */
  readonly duplicates: ReadonlyMap<number, number>;
  /** Elements of each channel. */
  readonly each: number;
}

/** Sums over some elements of a channel, all finite. */
export interface ChannelSums extends Omit<PowerSums, "third" | "fourth"> {
  /** The sum of what {@link Channels} adds for each element, in 32 bits. */
  readonly checksum: number;
}

/** Of a sum of doubles, as a part of what is summed up: some ten digits are right. */
const ROUNDING = 1e-10;

/** Entries of the largest tables; where a file says more, it is not taken at its word. */
const MOST = 2 ** 22;

/** Collects per-channel sums over a tensor whose elements come in row-major order, part by part. */
export class Channels {
  readonly total: number;
  /** Elements between one channel and the next in the flat order. */
  readonly inner: number;
  private readonly each: number;
  private readonly sums: Float64Array;
  private readonly squares: Float64Array;
  private readonly lowest: Float64Array;
  private readonly highest: Float64Array;
  private readonly filled: Float64Array;
  private readonly finite: Float64Array;
  private readonly checksums: Int32Array;
  private at = 0;

  /** @param half the numbers are stored as float16: their checksum is of these bits. */
  constructor(
    shape: readonly number[],
    private readonly axis: number,
    private readonly half = false,
  ) {
    const elements = shape.reduce((product, size) => product * size, 1);
    // A tensor without elements has no channels, however many its shape names.
    this.total = elements === 0 || (shape[axis] ?? 0) > MOST ? 0 : (shape[axis] ?? 0);
    this.inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
    this.each = this.total === 0 ? 0 : elements / this.total;
    const zeros = (): Float64Array => new Float64Array(this.total);
    [this.sums, this.squares, this.filled, this.finite] = [zeros(), zeros(), zeros(), zeros()];
    this.lowest = zeros().fill(Infinity);
    this.highest = zeros().fill(-Infinity);
    this.checksums = new Int32Array(this.total);
  }

  /** The channel of the next element, and where in the channel it is. */
  get next(): { readonly channel: number; readonly place: number } {
    const { at, inner, total } = this;
    const row = Math.floor(at / inner);
    return { channel: row % total, place: Math.floor(row / total) * inner + (at % inner) };
  }

  add(values: Numbers): void {
    if (this.total === 0) return;
    for (let from = 0; from < values.length;) {
      const { channel, place } = this.next;
      const left = this.inner === 1 ? this.total - channel : this.inner - (place % this.inner);
      const to = Math.min(values.length, from + left);
      if (this.inner === 1) this.addRow(values, from, to, channel, place);
      else this.addRun(values, from, to, channel, place);
      this.at += to - from;
      from = to;
    }
  }

  /** Adds what is known of elements of one channel, all finite; {@link pass} says that they were the next ones. */
  addSums(channel: number, sums: ChannelSums): void {
    const { count, zeros, first, second, min, max, checksum } = sums;
    this.sums[channel] = (this.sums[channel] ?? 0) + first;
    this.squares[channel] = (this.squares[channel] ?? 0) + second;
    this.finite[channel] = (this.finite[channel] ?? 0) + count;
    this.filled[channel] = (this.filled[channel] ?? 0) + count - zeros;
    this.checksums[channel] = (this.checksums[channel] ?? 0) + checksum;
    if (min < (this.lowest[channel] ?? 0)) this.lowest[channel] = min;
    if (max > (this.highest[channel] ?? 0)) this.highest[channel] = max;
  }

  /** Goes on behind so many elements, which were added otherwise. */
  pass(elements: number): void {
    this.at += elements;
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
  private addRun(values: Numbers, from: number, to: number, channel: number, place: number): void {
    let [first, second, zeros, count, checksum] = [0, 0, 0, 0, 0];
    let [min, max] = [Infinity, -Infinity];
    for (let at = from; at < to; at++) {
      const value = values[at] ?? 0;
      checksum = (checksum + this.term(value, place + at - from)) | 0;
      if (value - value !== 0) {
        // NaN and infinities are no zeros, and in no sum.
        this.filled[channel] = (this.filled[channel] ?? 0) + 1;
        continue;
      }
      count++;
      if (value === 0) zeros++;
      first += value;
      second += value * value;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    this.addSums(channel, { count, first, second, min, max, zeros, checksum });
  }

  private term(value: number, place: number): number {
    return this.half ? halfTerm(halfFromNumber(value), place) : singleTerm(value, place);
  }

  /** One element of each of consecutive channels. */
  private addRow(values: Numbers, from: number, to: number, first: number, place: number): void {
    for (let at = from, channel = first; at < to; at++, channel++) {
      const value = values[at] ?? 0;
      this.checksums[channel] = (this.checksums[channel] ?? 0) + this.term(value, place);
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
    const known = new Map<number, number[]>();
    const duplicates = new Map<number, number>();
    for (let channel = 0; channel < this.total; channel++) {
      if (zero.has(channel)) continue;
      const checksum = this.checksums[channel] ?? 0;
      const alike = known.get(checksum) ?? [];
      const earlier = alike.find((one) => this.looksLike(one, channel));
      if (earlier !== undefined) duplicates.set(channel, earlier);
      else known.set(checksum, [...alike, channel]);
    }
    return duplicates;
  }

  private looksLike(one: number, other: number): boolean {
    const alike = [this.lowest, this.highest, this.filled].every((of) => of[one] === of[other]);
    const squares = this.squares[one] ?? NaN;
    const scale = Math.sqrt(squares * this.each);
    return alike && this.near(this.squares, one, other, squares) && this.near(this.sums, one, other, scale);
  }

  /** Whether two sums differ by no more than the order in which they were added up explains. */
  private near(sums: Float64Array, one: number, other: number, scale: number): boolean {
    return !(Math.abs((sums[one] ?? 0) - (sums[other] ?? 0)) > ROUNDING * scale);
  }
}
