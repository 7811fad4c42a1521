import { bucketOf } from "./buckets";
import type { ChannelSums } from "./channels";
import { KERNEL } from "./kernel-bytes";
import type { PowerSums } from "./moments";

/** What assembly/statistics.ts exports; addresses and sizes in bytes where it says so, else in numbers. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly harvest: (most: number, total: number, out: number) => number;
  readonly clear: (strips: number, out: number) => void;
  readonly rows: (from: number, rows: number, width: number, place: number, out: number) => void;
  readonly columns: (from: number, rows: number, width: number, place: number, out: number) => void;
  readonly widen: (from: number, count: number, to: number) => void;
  readonly ends: (
    from: number,
    rows: number,
    width: number,
    floor: number,
    low: number,
    high: number,
    out: number,
  ) => void;
}

/** Where the numbers lie in the memory, in bytes; before them are the counters of assembly/statistics.ts. */
const INPUT = 0x90000;
/** Numbers that are looked at in one go: 256 KB, which stay in a core's own cache. */
export const BLOCK = 65_536;
/** Behind the input, with room for one number more than it has: a row that has to be filled up to four. */
const OUT = INPUT + 4 * BLOCK + 64;
const STRIP_BYTES = 160;
const RECORD_BYTES = 48;
const PAIR_BYTES = 8;
const ENDS_BYTES = 16;
const BUCKETS = 2 ** 16;
const LANES = 4;
const PAGE = 2 ** 16;

/** Sums over a row or a column of numbers. */
export type LineSums = ChannelSums & PowerSums;

/** How numbers lie in a range: above its floor, at one of its ends, and the least and the largest of them. */
export interface Ends {
  readonly above: number;
  readonly stuck: number;
  readonly min: number;
  readonly max: number;
}

/** The inner loops in WebAssembly: its memory holds a block of numbers, what was counted and what was summed. */
export class Kernel {
  private input = new Float32Array();
  private halves = new Uint16Array();
  private words = new Uint32Array();
  private singles = new Float32Array();
  private doubles = new Float64Array();
  /** Zeros that were counted beside columns. */
  private padding = 0;

  private constructor(private readonly exports: Exports) {
    this.see(exports.memory.buffer);
  }

  /** null where there is no WebAssembly, or none with vectors. */
  static create(): Kernel | null {
    try {
      const bytes = Uint8Array.from(atob(KERNEL), (letter) => letter.charCodeAt(0));
      const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
      return new Kernel(exports as unknown as Exports);
    } catch {
      return null;
    }
  }

  /**
   * How many numbers had each upper half since the last call: a bucket, then how much it holds, again and again; valid
   * until the next call.
   *
   * @param largest magnitude of them; not finite where that is not known.
   */
  counts(total: number, largest: number): Uint32Array {
    this.reserve(OUT + BUCKETS * PAIR_BYTES);
    const most = Number.isFinite(largest) ? bucketOf(largest) : BUCKETS / 2 - 1;
    const pairs = this.exports.harvest(most, total + this.padding, OUT);
    const [first, last] = [OUT / 4, OUT / 4 + 2 * pairs];
    // Zeros come first; what stood beside columns is none of the numbers.
    if (this.padding > 0) this.words[first + 1] = (this.words[first + 1] ?? 0) - this.padding;
    this.padding = 0;
    return this.words.subarray(first, last);
  }

  /** For each of `rows` rows of `width` numbers, {@link BLOCK} numbers at most in all, how they lie in a range. */
  ends(
    values: Float32Array,
    rows: number,
    width: number,
    { floor, low, high }: { readonly floor: number; readonly low: number; readonly high: number },
  ): (row: number) => Ends {
    this.reserve(OUT + rows * ENDS_BYTES);
    this.input.set(values);
    this.exports.ends(INPUT, rows, width, floor, low, high, OUT);
    const { words, singles } = this;
    return (row) => {
      const word = OUT / 4 + 4 * row;
      return {
        above: words[word] ?? 0,
        stuck: words[word + 1] ?? 0,
        min: singles[word + 2] ?? NaN,
        max: singles[word + 3] ?? NaN,
      };
    };
  }

  /**
   * Sums and counts `rows` rows of `width` numbers, {@link BLOCK} numbers at most in all.
   *
   * @param place of each row's first number in its channel
   */
  rows(values: Float32Array, rows: number, width: number, place: number): (row: number) => LineSums {
    this.reserve(OUT + rows * RECORD_BYTES);
    this.input.set(values);
    this.exports.rows(INPUT, rows, width, place, OUT);
    const { words, singles, doubles } = this;
    return (row) => {
      const double = (OUT + row * RECORD_BYTES) / 8;
      const word = 2 * double + 8;
      return {
        count: width,
        first: doubles[double] ?? NaN,
        second: doubles[double + 1] ?? NaN,
        third: doubles[double + 2] ?? NaN,
        fourth: doubles[double + 3] ?? NaN,
        min: singles[word] ?? NaN,
        max: singles[word + 1] ?? NaN,
        zeros: words[word + 2] ?? 0,
        checksum: words[word + 3] ?? 0,
      };
    };
  }

  /**
   * Sums and counts a matrix by columns, all of its rows.
   *
   * @param place of the first row's numbers in their columns
   * @returns sums by column; the third and fourth ones are right only where all columns are added up
   */
  columns(values: Float32Array, width: number, place: number): (column: number) => LineSums {
    const strips = Math.ceil(width / LANES);
    const filled = strips * LANES;
    const rows = values.length / width;
    const atOnce = Math.floor(BLOCK / filled);
    this.reserve(OUT + strips * STRIP_BYTES);
    this.exports.clear(strips, OUT);
    // What stands beside the columns is to add nothing.
    if (filled > width) this.input.fill(0);
    for (let row = 0; row < rows; row += atOnce) {
      const some = Math.min(atOnce, rows - row);
      this.copyRows(values.subarray(row * width, (row + some) * width), width, filled);
      this.exports.columns(INPUT, some, filled, place + row, OUT);
      this.padding += some * (filled - width);
    }
    const { words, singles, doubles } = this;
    return (column) => {
      const lane = column % LANES;
      const strip = OUT + Math.floor(column / LANES) * STRIP_BYTES;
      const double = strip / 8;
      const word = strip / 4 + lane;
      return {
        count: rows,
        first: doubles[double + lane] ?? NaN,
        second: doubles[double + LANES + lane] ?? NaN,
        third: lane < 2 ? (doubles[double + 8 + lane] ?? NaN) : 0,
        fourth: lane < 2 ? (doubles[double + 10 + lane] ?? NaN) : 0,
        min: singles[word + 24] ?? NaN,
        max: singles[word + 28] ?? NaN,
        zeros: words[word + 32] ?? 0,
        checksum: words[word + 36] ?? 0,
      };
    };
  }

  /** Makes numbers of the bits of float16. @param values as many as there are codes. */
  widen(codes: Uint16Array, values: Float32Array): void {
    const room = OUT / 2;
    this.reserve(OUT + 2 * BLOCK);
    for (let from = 0; from < codes.length; from += BLOCK) {
      const some = codes.subarray(from, from + BLOCK);
      this.halves.set(some, room);
      this.exports.widen(OUT, some.length, INPUT);
      values.set(this.input.subarray(0, some.length), from);
    }
  }

  private copyRows(values: Float32Array, width: number, filled: number): void {
    if (filled === width) this.input.set(values);
    else {
      for (let from = 0, to = 0; from < values.length; from += width, to += filled) {
        this.input.set(values.subarray(from, from + width), to);
      }
    }
  }

  private see(buffer: ArrayBuffer): void {
    this.input = new Float32Array(buffer, INPUT, BLOCK);
    this.halves = new Uint16Array(buffer);
    this.words = new Uint32Array(buffer);
    this.singles = new Float32Array(buffer);
    this.doubles = new Float64Array(buffer);
  }

  /** Makes the memory at least so large; it is another one then. */
  private reserve(bytes: number): void {
    const { memory } = this.exports;
    const missing = bytes - memory.buffer.byteLength;
    if (missing <= 0) return;
    memory.grow(Math.ceil(missing / PAGE));
    this.see(memory.buffer);
  }
}

let shared: Kernel | null | undefined;

/** One for all: between two calls it keeps nothing. null where there is none. */
export function sharedKernel(): Kernel | null {
  if (shared === undefined) shared = Kernel.create();
  return shared;
}
