import { bucketOf } from "./buckets";
import { RANDOM_WORDS } from "./checksum";
import { finiteInOrder, numberInOrder } from "./half";
import { KERNEL } from "./kernel-bytes";
import type { Lines, LineSums } from "./line-sums";
import { all, emptySums } from "./line-sums";

type ByRows = (from: number, rows: number, width: number, place: number, out: number) => void;
type ByColumns = (
  from: number,
  rows: number,
  strips: number,
  pitch: number,
  place: number,
  out: number,
) => void;

/** What assembly/statistics.ts exports; addresses and sizes in bytes where it says so, else in numbers. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly harvest: (most: number, total: number, out: number) => number;
  readonly clear: (strips: number, out: number) => void;
  readonly rows: ByRows;
  readonly columns: ByColumns;
  readonly widen: (from: number, count: number, to: number) => void;
  readonly countHalves: (from: number, count: number) => void;
  readonly clearHalves: (strips: number, out: number) => void;
  readonly halfRows: ByRows;
  readonly halfColumns: ByColumns;
  readonly ends: (
    from: number,
    rows: number,
    width: number,
    floor: number,
    low: number,
    high: number,
    out: number,
  ) => void;
  readonly magnitudes: (from: number, count: number, least: number, out: number) => void;
}

/** The random words of checksums, in bytes: assembly/layout.ts. */
const SALT = 0x1000;
/** Where the numbers lie in the memory, in bytes; before them are the counters of assembly/counters.ts. */
const INPUT = 0x90000;
/** Numbers that are looked at in one go: 256 KB, which stay in a core's own cache. */
export const BLOCK = 65_536;
/** Behind the input, with room for one number more than it has: a row that has to be filled up to four. */
const OUT = INPUT + 4 * BLOCK + 64;
export const STRIP_BYTES = 160;
const RECORD_BYTES = 48;
export const HALF_STRIP_BYTES = 224;
const HALF_RECORD_BYTES = 32;
const PAIR_BYTES = 8;
const ENDS_BYTES = 16;
const MAGNITUDES_BYTES = 40;
const BUCKETS = 2 ** 16;
/** Numbers of a vector. */
export const LANES = 4;
export const HALF_LANES = 8;
const PAGE = 2 ** 16;
/** Rows so many bytes long lie in the same places of a core's cache, one above the other. */
const CACHE_PERIOD = 1024;
/** By which they are moved apart: a line of the cache. */
const CACHE_LINE = 64;
/** Columns that are gone through together: their sums stay in the cache, too. */
const PANEL = 4096;

/** How numbers lie in a range: above its floor, at one of its ends, and the least and the largest of them. */
export interface Ends {
  readonly above: number;
  readonly stuck: number;
  readonly min: number;
  readonly max: number;
}

/** How large numbers are. */
export interface Magnitudes {
  readonly sum: number;
  /** Of magnitudes. */
  readonly sizes: number;
  readonly squares: number;
  /** The largest magnitude; not finite where one of the numbers is not, and then nothing else here counts. */
  readonly max: number;
  readonly zeros: number;
  /** Numbers that are not zero, but below a least magnitude. */
  readonly small: number;
}

/** The inner loops in WebAssembly: its memory holds a block of numbers, what was counted and what was summed. */
export class Kernel {
  private input = new Float32Array();
  private halves = new Uint16Array();
  private signedWords = new Int32Array();
  private words = new Uint32Array();
  private singles = new Float32Array();
  private doubles = new Float64Array();
  /** Zeros that were counted beside columns. */
  private padding = 0;

  private constructor(private readonly exports: Exports) {
    this.see(exports.memory.buffer);
    new Int16Array(exports.memory.buffer).set(RANDOM_WORDS, SALT / 2);
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

  /** How large numbers are, {@link BLOCK} of them at most. @param least the magnitude below which they are small */
  magnitudes(values: Float32Array, least: number): Magnitudes {
    this.reserve(OUT + MAGNITUDES_BYTES);
    this.input.set(values);
    const count = Math.ceil(values.length / LANES) * LANES;
    this.input.fill(0, values.length, count);
    this.exports.magnitudes(INPUT, count, least, OUT);
    const { words, singles, doubles } = this;
    const [double, word] = [OUT / 8, OUT / 4 + 6];
    const [below = 0, zeros = 0] = words.subarray(word + 1, word + 3);
    return {
      sum: doubles[double] ?? NaN,
      sizes: doubles[double + 1] ?? NaN,
      squares: doubles[double + 2] ?? NaN,
      max: singles[word] ?? NaN,
      zeros: zeros - (count - values.length),
      small: below - zeros,
    };
  }

  /**
   * Sums and counts `rows` rows of `width` numbers, {@link BLOCK} numbers at most in all.
   *
   * @param place of each row's first number in its channel
   */
  rows(values: Float32Array, rows: number, width: number, place: number): Lines {
    this.reserve(OUT + rows * RECORD_BYTES);
    this.input.set(values);
    this.exports.rows(INPUT, rows, width, place, OUT);
    const { words, singles, doubles } = this;
    const sums = emptySums();
    sums.count = width;
    const at = (row: number): LineSums => {
      const double = (OUT + row * RECORD_BYTES) / 8;
      const word = 2 * double + 8;
      sums.first = doubles[double] ?? NaN;
      sums.second = doubles[double + 1] ?? NaN;
      sums.third = doubles[double + 2] ?? NaN;
      sums.fourth = doubles[double + 3] ?? NaN;
      sums.min = singles[word] ?? NaN;
      sums.max = singles[word + 1] ?? NaN;
      sums.zeros = words[word + 2] ?? 0;
      sums.checksum = words[word + 3] ?? 0;
      return sums;
    };
    return { finite: all(rows, (row) => Number.isFinite(doubles[(OUT + row * RECORD_BYTES) / 8])), at };
  }

  /**
   * Adds a matrix, all of its rows, to sums by column: src/tensors/columns.ts says what stands in them.
   *
   * @param strips the sums until now; empty before the first
   * @param place of the first row's numbers in their columns
   * @returns the sums then, valid until the next call
   */
  columns(values: Float32Array, width: number, place: number, strips: Uint8Array): Uint8Array {
    const count = Math.ceil(width / LANES);
    this.take(strips, count * STRIP_BYTES);
    if (strips.length === 0) this.exports.clear(count, OUT);
    this.byColumns(values, this.input, width, LANES, (rows, some, pitch, row, strip) => {
      this.exports.columns(INPUT, rows, some, pitch, place + row, OUT + strip * STRIP_BYTES);
    });
    return new Uint8Array(this.words.buffer, OUT, count * STRIP_BYTES);
  }

  /** Counts float16 by their bits, {@link BLOCK} of them at most. */
  countHalves(codes: Uint16Array): void {
    this.halves.set(codes);
    this.exports.countHalves(INPUT, codes.length);
  }

  /** As {@link rows} for the bits of float16; sums of finite ones alone are right. */
  halfRows(codes: Uint16Array, rows: number, width: number, place: number): Lines {
    this.reserve(OUT + rows * HALF_RECORD_BYTES);
    this.halves.set(codes);
    this.exports.halfRows(INPUT, rows, width, place, OUT);
    const { words, signedWords, doubles } = this;
    const sums = emptySums();
    sums.count = width;
    const at = (row: number): LineSums => {
      const double = (OUT + row * HALF_RECORD_BYTES) / 8;
      const word = 2 * double + 4;
      sums.first = doubles[double] ?? NaN;
      sums.second = doubles[double + 1] ?? NaN;
      sums.min = numberInOrder(signedWords[word] ?? 0);
      sums.max = numberInOrder(signedWords[word + 1] ?? 0);
      sums.zeros = words[word + 2] ?? 0;
      sums.checksum = words[word + 3] ?? 0;
      return sums;
    };
    const finite = all(rows, (row) => {
      const word = (OUT + row * HALF_RECORD_BYTES) / 4 + 4;
      return finiteInOrder(signedWords[word] ?? 0) && finiteInOrder(signedWords[word + 1] ?? 0);
    });
    return { finite, at };
  }

  /** As {@link columns} for the bits of float16. */
  halfColumns(codes: Uint16Array, width: number, place: number, strips: Uint8Array): Uint8Array {
    const count = Math.ceil(width / HALF_LANES);
    this.take(strips, count * HALF_STRIP_BYTES);
    if (strips.length === 0) this.exports.clearHalves(count, OUT);
    this.byColumns(codes, this.halves, width, HALF_LANES, (rows, some, pitch, row, strip) => {
      this.exports.halfColumns(INPUT, rows, some, pitch, place + row, OUT + strip * HALF_STRIP_BYTES);
    });
    return new Uint8Array(this.words.buffer, OUT, count * HALF_STRIP_BYTES);
  }

  /** Makes numbers of the bits of float16. @param values as many as there are codes. */
  widen(codes: Uint16Array, values: Float32Array): void {
    this.reserve(OUT + 2 * BLOCK);
    const room = new Uint16Array(this.words.buffer, OUT, BLOCK);
    for (let from = 0; from < codes.length; from += BLOCK) {
      const some = codes.subarray(from, from + BLOCK);
      room.set(some);
      this.exports.widen(OUT, some.length, INPUT);
      values.set(this.input.subarray(0, some.length), from);
    }
  }

  /**
   * Copies a matrix part by part, so many columns and rows at a time as there is room for, and hands each to `work`:
   * its rows, how many vectors wide it is and how many bytes one row is from the next, its first row and first vector.
   */
  private byColumns<T extends Float32Array | Uint16Array>(
    values: T,
    input: T,
    width: number,
    lanes: number,
    work: (rows: number, strips: number, pitch: number, row: number, strip: number) => void,
  ): void {
    const size = values.BYTES_PER_ELEMENT;
    const rows = values.length / width;
    for (let column = 0; column < width; column += PANEL) {
      const panel = Math.min(PANEL, width - column);
      const strips = Math.ceil(panel / lanes);
      const filled = strips * lanes;
      const pitch = (filled * size) % CACHE_PERIOD === 0 ? filled + CACHE_LINE / size : filled;
      const atOnce = Math.floor(BLOCK / pitch);
      // What stands beside the columns is to add nothing.
      if (filled > panel) input.fill(0);
      for (let row = 0; row < rows; row += atOnce) {
        const some = Math.min(atOnce, rows - row);
        const from = row * width + column;
        if (pitch === width) input.set(values.subarray(from, from + some * width));
        else {
          for (let at = 0; at < some; at++) {
            input.set(values.subarray(from + at * width, from + at * width + panel), at * pitch);
          }
        }
        work(some, strips, pitch * size, row, column / lanes);
        this.padding += some * (filled - panel);
      }
    }
  }

  private see(buffer: ArrayBuffer): void {
    this.input = new Float32Array(buffer, INPUT, BLOCK);
    this.halves = new Uint16Array(buffer, INPUT, BLOCK);
    this.signedWords = new Int32Array(buffer);
    this.words = new Uint32Array(buffer);
    this.singles = new Float32Array(buffer);
    this.doubles = new Float64Array(buffer);
  }

  /** Brings sums back to where they are added to. */
  private take(strips: Uint8Array, bytes: number): void {
    this.reserve(OUT + bytes);
    new Uint8Array(this.words.buffer).set(strips, OUT);
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
