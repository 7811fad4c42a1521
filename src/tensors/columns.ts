import { finiteInOrder, numberInOrder } from "./half";
import type { Kernel } from "./kernel";
import { HALF_LANES, HALF_STRIP_BYTES, LANES, STRIP_BYTES } from "./kernel";
import type { LineSums } from "./line-sums";
import { all, emptySums } from "./line-sums";
import type { PowerSums } from "./moments";

/** Sums by column over a matrix that comes some rows at a time: the kernel's, which are kept here between two parts. */
abstract class Columns<T> {
  /** The kernel's sums, one strip for some columns. */
  protected strips: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  protected rows = 0;
  private shown = emptySums();

  constructor(
    protected readonly width: number,
    protected readonly kernel: Kernel,
  ) {}

  /** Hands on the sums of each column, valid until the next one. */
  each(take: (column: number, sums: LineSums) => void): void {
    if (this.rows === 0) return;
    const read = this.reader(this.shown);
    this.shown.count = this.rows;
    for (let column = 0; column < this.width; column++) {
      read(column);
      take(column, this.shown);
    }
  }

  /** Keeps what the kernel has left, and says whether all of it is finite: where not, all is as it was. */
  protected keep(sums: Uint8Array, rows: number, finite: boolean): boolean {
    if (!finite) return false;
    if (this.strips.length === 0) this.strips = new Uint8Array(sums.length);
    this.strips.set(sums);
    this.rows += rows;
    return true;
  }

  /** Adds whole rows. @param place of the first row in the columns */
  abstract add(values: T, place: number): unknown;

  protected abstract reader(into: ReturnType<typeof emptySums>): (column: number) => void;
}

/**
 * Columns of float32. A strip of four: sums of the first and of the second powers by column, of the third and fourth by
 * columns 0+2 and 1+3 (all float64), least, largest, zeros and the checksum (32 bits each).
 */
export class SingleColumns extends Columns<Float32Array> {
  private before: PowerSums = emptySums();

  /** @returns sums over all of the rows; undefined where something is not finite: then they are not added. */
  add(values: Float32Array, place: number): PowerSums | undefined {
    const sums = this.kernel.columns(values, this.width, place, this.strips);
    const total = this.total(sums);
    const finite = Number.isFinite(total.first);
    if (!this.keep(sums, values.length / this.width, finite)) return undefined;
    const { before } = this;
    this.before = total;
    return {
      count: values.length,
      first: total.first - before.first,
      second: total.second - before.second,
      third: total.third - before.third,
      fourth: total.fourth - before.fourth,
      zeros: total.zeros - before.zeros,
      min: total.min,
      max: total.max,
    };
  }

  private total(sums: Uint8Array): PowerSums {
    const total = emptySums();
    [total.min, total.max] = [Infinity, -Infinity];
    const [doubles, singles, words] = views(sums);
    for (let column = 0; column < this.width; column++) {
      const lane = column % LANES;
      const strip = ((column - lane) / LANES) * STRIP_BYTES;
      const double = strip / 8 + lane;
      const word = strip / 4 + lane;
      const min = singles[word + 24] ?? NaN;
      const max = singles[word + 28] ?? NaN;
      total.first += doubles[double] ?? NaN;
      total.second += doubles[double + 4] ?? NaN;
      if (lane < 2) {
        total.third += doubles[double + 8] ?? NaN;
        total.fourth += doubles[double + 10] ?? NaN;
      }
      total.zeros += words[word + 32] ?? 0;
      if (min < total.min) total.min = min;
      if (max > total.max) total.max = max;
    }
    return total;
  }

  protected reader(into: ReturnType<typeof emptySums>): (column: number) => void {
    const [doubles, singles, words] = views(this.strips);
    return (column) => {
      const lane = column % LANES;
      const strip = ((column - lane) / LANES) * STRIP_BYTES;
      const double = strip / 8 + lane;
      const word = strip / 4 + lane;
      into.first = doubles[double] ?? NaN;
      into.second = doubles[double + 4] ?? NaN;
      into.min = singles[word + 24] ?? NaN;
      into.max = singles[word + 28] ?? NaN;
      into.zeros = words[word + 32] ?? 0;
      into.checksum = words[word + 36] ?? 0;
    };
  }
}

/**
 * Columns of float16, by their bits. A strip of eight: sums of the first and of the second powers (float64), least and
 * largest as whole numbers in order (16 bits), zeros and the checksum (32 bits).
 */
export class HalfColumns extends Columns<Uint16Array> {
  /** @returns whether all is finite; where not, nothing is added. */
  add(codes: Uint16Array, place: number): boolean {
    const sums = this.kernel.halfColumns(codes, this.width, place, this.strips);
    const shorts = new Int16Array(sums.buffer, sums.byteOffset, sums.length / 2);
    const finite = all(this.width, (column) => {
      const short = (Math.floor(column / HALF_LANES) * HALF_STRIP_BYTES) / 2 + (column % HALF_LANES);
      return finiteInOrder(shorts[short + 64] ?? 0) && finiteInOrder(shorts[short + 72] ?? 0);
    });
    return this.keep(sums, codes.length / this.width, finite);
  }

  protected reader(into: ReturnType<typeof emptySums>): (column: number) => void {
    const [doubles, , words] = views(this.strips);
    const shorts = new Int16Array(this.strips.buffer);
    return (column) => {
      const lane = column % HALF_LANES;
      const strip = ((column - lane) / HALF_LANES) * HALF_STRIP_BYTES;
      const double = strip / 8 + lane;
      const word = strip / 4 + lane;
      const short = strip / 2 + lane;
      into.first = doubles[double] ?? NaN;
      into.second = doubles[double + 8] ?? NaN;
      into.min = numberInOrder(shorts[short + 64] ?? 0);
      into.max = numberInOrder(shorts[short + 72] ?? 0);
      into.zeros = words[word + 40] ?? 0;
      into.checksum = words[word + 48] ?? 0;
    };
  }
}

function views({ buffer, byteOffset, length }: Uint8Array): [Float64Array, Float32Array, Uint32Array] {
  return [
    new Float64Array(buffer, byteOffset, length / 8),
    new Float32Array(buffer, byteOffset, length / 4),
    new Uint32Array(buffer, byteOffset, length / 4),
  ];
}
