import type { ChannelSummary } from "./channels";
import { Channels } from "./channels";
import { HalfColumns, SingleColumns } from "./columns";
import type { Numbers } from "./decode";
import { decodeHalves } from "./decode";
import type { Distribution } from "./distribution";
import { HalfCounts } from "./half-counts";
import type { Kernel } from "./kernel";
import { BLOCK, sharedKernel } from "./kernel";
import type { Lines } from "./line-sums";
import type { PowerSums } from "./moments";
import { momentsOf, momentsOfSums } from "./moments";
import type { Summary } from "./statistics";
import { Statistics } from "./statistics";

/** Below so many numbers at a time the plain loops are done sooner than the kernel is asked. */
const LEAST = 256;
/** Narrower matrices are not worth to be filled up to four columns row by row. */
const NARROW = 16;
/** Columns whose sums fit into a few megabytes; wider matrices have few rows. */
const WIDE = 2 ** 18;

/**
 * Statistics of a tensor's numbers as a whole and by channel, in one look at each: by the kernel where there are many
 * of float32, all finite; else by the plain loops, which say the same to some ten digits.
 */
export class Sweep {
  private readonly statistics = new Statistics();
  /** Of float16 that were handed over as their bits; {@link result} adds them to the others. */
  private halfCounts: HalfCounts | undefined;
  private channels: Channels | undefined;
  private columns: SingleColumns | undefined;
  private halfColumns: HalfColumns | undefined;
  /** Magnitude among the numbers that are gone over just now; not finite where one of them is not. */
  private largest = 0;

  /**
   * @param axis of the channels; undefined: none
   * @param half the numbers are stored as float16, and may be handed to {@link addHalves}
   * @param fast null: plain loops alone
   */
  constructor(
    shape: readonly number[],
    axis: number | undefined,
    private readonly half = false,
    private readonly fast: Kernel | null = sharedKernel(),
  ) {
    this.channels = axis === undefined ? undefined : new Channels(shape, axis, half);
  }

  /** The next elements, in row-major order. */
  add(values: Numbers): void {
    const { channels, fast } = this;
    if (fast === null || this.half || values.length < LEAST || !(values instanceof Float32Array)) {
      this.statistics.add(values);
      channels?.add(values);
      return;
    }
    this.largest = 0;
    if (channels === undefined || channels.total === 0) this.addRows(values, fast);
    else if (channels.inner > 1) this.addByRows(values, fast, channels);
    else if (channels.total >= NARROW && channels.total <= WIDE) this.addByColumns(values, fast, channels);
    else {
      channels.add(values);
      this.addRows(values, fast);
    }
    // The counters have to be emptied in any case.
    const counted = fast.counts(values.length, this.largest);
    const { distribution } = this.statistics;
    if (distribution.keeps(values.length)) distribution.add(values);
    else distribution.addPairs(counted);
  }

  /**
   * The next elements, as the bits of float16: these have so few values that all but the channels follows from how
   * often each occurs.
   */
  addHalves(codes: Uint16Array): void {
    const { channels, fast } = this;
    if (fast === null || codes.length < LEAST || this.statistics.distribution.keeps(codes.length)) {
      this.add(decodeHalves(codes));
      return;
    }
    if (channels === undefined || channels.total === 0) countHalves(codes, fast);
    else if (channels.inner > 1) this.addHalvesByRows(codes, fast, channels);
    else if (channels.total >= NARROW && channels.total <= WIDE) {
      this.addHalvesByColumns(codes, fast, channels);
    } else {
      channels.add(decodeHalves(codes));
      countHalves(codes, fast);
    }
    this.halfCounts ??= new HalfCounts();
    this.halfCounts.add(fast.counts(codes.length, Infinity));
  }

  /** Of the elements until now. */
  get notFinite(): number {
    return this.statistics.notFinite + (this.halfCounts?.notFinite ?? 0);
  }

  /** Adds so many zeros, as a sparse tensor leaves out. */
  addZeros(count: number): void {
    this.statistics.addZeros(count);
  }

  /** What all elements together tell; nothing is added any more. */
  result(): { readonly summary: Summary; readonly distribution: Distribution } {
    const { halfCounts, statistics } = this;
    const { distribution } = statistics;
    if (halfCounts !== undefined) {
      statistics.addMoments(halfCounts.moments());
      distribution.addPairs(halfCounts.buckets());
    }
    const summary = statistics.result();
    distribution.settle();
    return { summary, distribution };
  }

  /** What follows has other channels. */
  dropChannels(): void {
    this.channels = undefined;
  }

  /** Nothing is added any more. */
  channelSummary(): ChannelSummary | undefined {
    const { channels } = this;
    for (const columns of [this.columns, this.halfColumns]) {
      columns?.each((column, sums) => channels?.addSums(column, sums));
    }
    return channels?.result();
  }

  private addRows(values: Float32Array, fast: Kernel): void {
    for (let from = 0; from < values.length; from += BLOCK) {
      const block = values.subarray(from, from + BLOCK);
      const { finite, at } = fast.rows(block, 1, block.length, 0);
      this.addMoments(block, finite ? at(0) : undefined);
    }
  }

  /** Channels whose elements come in runs: as many whole runs at a time as lie in a block. */
  private addByRows(values: Float32Array, fast: Kernel, channels: Channels): void {
    eachRun(values, channels, (block, rows, { channel, place }) => {
      const sums = fast.rows(block, rows, block.length / rows, place);
      this.addLines(block, rows, (line) => channel + line, sums, channels);
    });
  }

  private addHalvesByRows(codes: Uint16Array, fast: Kernel, channels: Channels): void {
    eachRun(codes, channels, (block, rows, { channel, place }) => {
      const sums = fast.halfRows(block, rows, block.length / rows, place);
      addHalfLines(block, rows, (line) => channel + line, sums, channels);
    });
  }

  /** A matrix whose rows have an element of every channel; what is cut at either end goes to the plain loops. */
  private addByColumns(values: Float32Array, fast: Kernel, channels: Channels): void {
    const { total } = channels;
    const plain = (some: Float32Array): void => {
      channels.add(some);
      this.addRows(some, fast);
    };
    this.columns ??= new SingleColumns(total, fast);
    const { columns } = this;
    wholeRows(values, channels, plain, (block) => {
      const sums = columns.add(block, channels.next.place);
      this.addMoments(block, sums);
      if (sums === undefined) channels.add(block);
      else channels.pass(block.length);
    });
  }

  private addHalvesByColumns(codes: Uint16Array, fast: Kernel, channels: Channels): void {
    const { total } = channels;
    const plain = (some: Uint16Array): void => {
      channels.add(decodeHalves(some));
      countHalves(some, fast);
    };
    this.halfColumns ??= new HalfColumns(total, fast);
    const { halfColumns } = this;
    wholeRows(codes, channels, plain, (block) => {
      if (halfColumns.add(block, channels.next.place)) channels.pass(block.length);
      // The numbers have been counted all the same.
      else channels.add(decodeHalves(block));
    });
  }

  /** Adds the sums of lines, each of one channel; where these do not tell, their elements. */
  private addLines(
    block: Float32Array,
    lines: number,
    channelOf: (line: number) => number,
    sums: Lines,
    channels: Channels,
  ): void {
    let [count, first, second, third, fourth, zeros, min, max] = [0, 0, 0, 0, 0, 0, Infinity, -Infinity];
    for (let line = 0; line < lines; line++) {
      const one = sums.at(line);
      count += one.count;
      first += one.first;
      second += one.second;
      third += one.third;
      fourth += one.fourth;
      zeros += one.zeros;
      if (one.min < min) min = one.min;
      if (one.max > max) max = one.max;
      if (sums.finite) channels.addSums(channelOf(line), one);
    }
    const total = { count, first, second, third, fourth, zeros, min, max };
    this.addMoments(block, sums.finite ? total : undefined);
    if (sums.finite) channels.pass(block.length);
    else channels.add(block);
  }

  /** @param sums undefined where a number is not finite */
  private addMoments(block: Float32Array, sums: PowerSums | undefined): void {
    const moments = sums === undefined ? undefined : momentsOfSums(sums);
    const largest = sums === undefined ? NaN : Math.max(-sums.min, sums.max);
    // Not a number once one of the blocks had one that is not finite.
    this.largest = Math.max(this.largest, largest);
    this.statistics.addMoments(moments ?? momentsOf(block));
  }
}

/** Stored numbers, as float32 or as the bits of float16. */
type Stored = Float32Array | Uint16Array;

/** Hands on as many whole runs of a channel at a time as lie in a block, or what is left of one. */
function eachRun<T extends Stored>(
  values: T,
  channels: Channels,
  work: (block: T, rows: number, first: Channels["next"]) => void,
): void {
  const { inner, total } = channels;
  for (let from = 0; from < values.length;) {
    const first = channels.next;
    const left = Math.min(BLOCK, values.length - from);
    const whole = first.place % inner === 0 ? Math.min(Math.floor(left / inner), total - first.channel) : 0;
    const width = whole > 0 ? inner : Math.min(left, inner - (first.place % inner));
    const rows = Math.max(1, whole);
    const block = values.subarray(from, from + rows * width) as T;
    work(block, rows, first);
    from += block.length;
  }
}

/** Hands on the whole rows of a matrix, each an element of every channel, and what is cut at either end. */
function wholeRows<T extends Stored>(
  values: T,
  channels: Channels,
  cut: (some: T) => void,
  whole: (block: T) => void,
): void {
  const { total } = channels;
  const first = Math.min(values.length, (total - channels.next.channel) % total);
  const end = first + Math.floor((values.length - first) / total) * total;
  if (first > 0) cut(values.subarray(0, first) as T);
  if (end > first) whole(values.subarray(first, end) as T);
  if (end < values.length) cut(values.subarray(end) as T);
}

/** Adds the sums of lines of float16 to their channels; where not all are finite, the elements. */
function addHalfLines(
  codes: Uint16Array,
  lines: number,
  channelOf: (line: number) => number,
  sums: Lines,
  channels: Channels,
): void {
  if (!sums.finite) {
    channels.add(decodeHalves(codes));
    return;
  }
  for (let line = 0; line < lines; line++) channels.addSums(channelOf(line), sums.at(line));
  channels.pass(codes.length);
}

function countHalves(codes: Uint16Array, fast: Kernel): void {
  for (let from = 0; from < codes.length; from += BLOCK) {
    fast.countHalves(codes.subarray(from, from + BLOCK));
  }
}
