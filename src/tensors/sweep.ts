import type { ChannelSummary } from "./channels";
import { Channels } from "./channels";
import type { Numbers } from "./decode";
import type { LineSums } from "./kernel";
import type { Kernel } from "./kernel";
import { BLOCK, sharedKernel } from "./kernel";
import type { PowerSums } from "./moments";
import { momentsOf, momentsOfSums } from "./moments";
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
  readonly statistics = new Statistics();
  private channels: Channels | undefined;
  /** Magnitude among the numbers that are gone over just now; not finite where one of them is not. */
  private largest = 0;

  /**
   * @param axis of the channels; undefined: none
   * @param fast null: plain loops alone
   */
  constructor(
    shape: readonly number[],
    axis: number | undefined,
    private readonly fast: Kernel | null = sharedKernel(),
  ) {
    this.channels = axis === undefined ? undefined : new Channels(shape, axis);
  }

  /** The next elements, in row-major order. */
  add(values: Numbers): void {
    const { channels, fast } = this;
    if (fast === null || values.length < LEAST || !(values instanceof Float32Array)) {
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

  /** What follows has other channels. */
  dropChannels(): void {
    this.channels = undefined;
  }

  channelSummary(): ChannelSummary | undefined {
    return this.channels?.result();
  }

  private addRows(values: Float32Array, fast: Kernel): void {
    for (let from = 0; from < values.length; from += BLOCK) {
      const block = values.subarray(from, from + BLOCK);
      this.addMoments(block, fast.rows(block, 1, block.length, 0)(0));
    }
  }

  /** Channels whose elements come in runs: as many whole runs at a time as lie in a block. */
  private addByRows(values: Float32Array, fast: Kernel, channels: Channels): void {
    const { inner, total } = channels;
    for (let from = 0; from < values.length;) {
      const { channel, place } = channels.next;
      const left = Math.min(BLOCK, values.length - from);
      const whole = place % inner === 0 ? Math.min(Math.floor(left / inner), total - channel) : 0;
      const width = whole > 0 ? inner : Math.min(left, inner - (place % inner));
      const rows = Math.max(1, whole);
      const block = values.subarray(from, from + rows * width);
      const sums = fast.rows(block, rows, width, place);
      this.addLines(block, rows, (line) => channel + line, sums, channels);
      from += block.length;
    }
  }

  /** A matrix whose rows have an element of every channel; what is cut at either end goes to the plain loops. */
  private addByColumns(values: Float32Array, fast: Kernel, channels: Channels): void {
    const { total } = channels;
    const first = (total - channels.next.channel) % total;
    const rows = Math.max(0, Math.floor((values.length - first) / total));
    const cut = rows === 0 ? [values] : [values.subarray(0, first), values.subarray(first + rows * total)];
    const [before, after] = cut;
    const plain = (some: Float32Array | undefined): void => {
      if (some === undefined) return;
      channels.add(some);
      this.addRows(some, fast);
    };
    plain(before);
    if (rows > 0) {
      const block = values.subarray(first, first + rows * total);
      const sums = fast.columns(block, total, channels.next.place);
      this.addLines(block, total, (line) => line, sums, channels);
    }
    plain(after);
  }

  /** Adds the sums of lines, each of one channel; where these do not tell, their elements. */
  private addLines(
    block: Float32Array,
    lines: number,
    channelOf: (line: number) => number,
    sums: (line: number) => LineSums,
    channels: Channels,
  ): void {
    let [count, first, second, third, fourth, zeros, min, max] = [0, 0, 0, 0, 0, 0, Infinity, -Infinity];
    for (let line = 0; line < lines; line++) {
      const one = sums(line);
      count += one.count;
      first += one.first;
      second += one.second;
      third += one.third;
      fourth += one.fourth;
      zeros += one.zeros;
      if (one.min < min) min = one.min;
      if (one.max > max) max = one.max;
    }
    this.addMoments(block, { count, first, second, third, fourth, zeros, min, max });
    if (!Number.isFinite(first)) {
      channels.add(block);
      return;
    }
    for (let line = 0; line < lines; line++) channels.addSums(channelOf(line), sums(line));
    channels.pass(block.length);
  }

  private addMoments(block: Float32Array, sums: PowerSums): void {
    const largest = Math.max(-sums.min, sums.max);
    this.largest = Number.isFinite(sums.first) ? Math.max(this.largest, largest) : NaN;
    this.statistics.addMoments(momentsOfSums(sums) ?? momentsOf(block));
  }
}
