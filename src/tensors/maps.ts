/** An array as small pictures: a map for each channel, or one matrix. */
export interface FeatureMaps {
  /** Of the whole array. */
  readonly shape: readonly number[];
  /** Channels there are; {@link maps} shows the first ones. */
  readonly channels: number;
  readonly maps: readonly FeatureMap[];
  /** Over all finite elements that were painted; undefined where there are none. */
  readonly range: readonly [least: number, most: number] | undefined;
}

export interface FeatureMap {
  readonly channel: number;
  /** Of the picture, in cells: each is the mean of `step` by `step` elements. */
  readonly width: number;
  readonly height: number;
  readonly step: number;
  /**
   * A byte for each cell, row by row, in base 64: from 1, the least of the range, to 255, the most; 0 where a cell
   * holds an element that is not finite.
   */
  readonly levels: string;
}

/** As many maps as fit a screen, and as many cells as one shows of each. */
const MOST_MAPS = 64;
const MAP_SIDE = 128;
/** A single matrix has the screen for itself. */
const MATRIX_SIDE = 512;
const LEVELS = 254;

/** Takes elements one by one, in any order, and keeps a mean for each cell. */
export class MapPainter {
  private readonly step: number;
  private readonly rows: number;
  private readonly columns: number;
  private readonly shown: number;
  private readonly sums: Float64Array;
  private readonly counts: Uint32Array;
  private least = Infinity;
  private most = -Infinity;

  /** @param side cells of a map's longer side, at most */
  constructor(
    private readonly channels: number,
    height: number,
    width: number,
    side = channels === 1 ? MATRIX_SIDE : MAP_SIDE,
  ) {
    this.step = Math.max(1, Math.ceil(Math.max(height, width) / side));
    this.rows = Math.ceil(height / this.step);
    this.columns = Math.ceil(width / this.step);
    this.shown = Math.min(MOST_MAPS, channels);
    this.sums = new Float64Array(this.shown * this.rows * this.columns);
    this.counts = new Uint32Array(this.sums.length);
  }

  add(channel: number, row: number, column: number, value: number): void {
    if (Number.isFinite(value)) {
      if (value < this.least) this.least = value;
      if (value > this.most) this.most = value;
    }
    if (channel >= this.shown) return;
    const cellRow = channel * this.rows + Math.floor(row / this.step);
    const cell = cellRow * this.columns + Math.floor(column / this.step);
    this.sums[cell] = (this.sums[cell] ?? 0) + value;
    this.counts[cell] = (this.counts[cell] ?? 0) + 1;
  }

  /** @param shape of the array that the elements are from. */
  result(shape: readonly number[]): FeatureMaps {
    const range = this.least <= this.most ? ([this.least, this.most] as const) : undefined;
    const size = this.rows * this.columns;
    const maps = Array.from({ length: this.shown }, (_, channel): FeatureMap => {
      const levels = this.levels(channel * size, (channel + 1) * size);
      return { channel, width: this.columns, height: this.rows, step: this.step, levels };
    });
    return { shape, channels: this.channels, maps, range };
  }

  private levels(from: number, to: number): string {
    const scale = this.most > this.least ? LEVELS / (this.most - this.least) : 0;
    let bytes = "";
    for (let cell = from; cell < to; cell++) {
      const mean = (this.sums[cell] ?? NaN) / (this.counts[cell] ?? 0);
      bytes += String.fromCharCode(Number.isFinite(mean) ? 1 + Math.round(scale * (mean - this.least)) : 0);
    }
    return btoa(bytes);
  }
}
