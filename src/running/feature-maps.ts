import type { Values } from "./values";
import { numberAt } from "./values";

/** One value of one sample as small pictures: a map for each channel, or one matrix. */
export interface FeatureMaps {
  /** Of the value as the run gave it. */
  readonly shape: readonly number[];
  /** Channels there are; {@link maps} shows the first ones. */
  readonly channels: number;
  readonly maps: readonly FeatureMap[];
  /** Over all finite elements of the sample; undefined where there are none. */
  readonly range: readonly [least: number, most: number] | undefined;
}

export interface FeatureMap {
  readonly channel: number;
  /** Of the picture, in cells: each is the mean of `step` by `step` elements. */
  readonly width: number;
  readonly height: number;
  readonly step: number;
  /**
   * A byte for each cell, row by row, in base 64: from 1, the least of the sample, to 255, the most; 0 where a cell
   * holds an element that is not finite.
   */
  readonly levels: string;
}

/** As many maps as fit a screen, and as many cells as one shows of each. */
const MOST_MAPS = 64;
const MAP_SIDE = 128;
/** A single matrix has the screen for itself. */
const MATRIX_SIDE = 512;

/** Where the elements of one sample stand in a row-major array. */
interface Layout {
  readonly offset: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/**
 * The last two axes are rows and columns, the axes between them and the samples channels: maps of convolutions, heads
 * of attention. Values of lower rank are one matrix.
 *
 * @param within which of the samples side by side.
 */
export function featureMaps(values: Values, within: number): FeatureMaps {
  const layout = layoutOf(values.shape, within);
  const side = layout.channels === 1 ? MATRIX_SIDE : MAP_SIDE;
  const step = Math.max(1, Math.ceil(Math.max(layout.height, layout.width) / side));
  const shown = Math.min(MOST_MAPS, layout.channels);
  const range = rangeOf(values, layout);
  const maps = Array.from({ length: shown }, (_, channel): FeatureMap => {
    const { cells, width, height } = cellsOf(values, layout, channel, step);
    return { channel, width, height, step, levels: levelsOf(cells, range) };
  });
  return { shape: values.shape, channels: layout.channels, maps, range };
}

function layoutOf(shape: readonly number[], within: number): Layout {
  const [height, width] = [shape.at(-2) ?? 1, shape.at(-1) ?? 1];
  // A matrix is shown whole: its rows may be samples, or tokens of one.
  if (shape.length < 3) return { offset: 0, channels: 1, height, width };
  const channels = shape.slice(1, -2).reduce((all, one) => all * one, 1);
  return { offset: within * channels * height * width, channels, height, width };
}

interface Cells {
  readonly width: number;
  readonly height: number;
  /** NaN where an element is not finite. */
  readonly cells: Float32Array;
}

function cellsOf(values: Values, layout: Layout, channel: number, step: number): Cells {
  const { offset, height, width } = layout;
  const [rows, columns] = [Math.ceil(height / step), Math.ceil(width / step)];
  const cells = new Float32Array(rows * columns);
  const start = offset + channel * height * width;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let [sum, count] = [0, 0];
      for (let y = row * step; y < Math.min(height, (row + 1) * step); y++) {
        for (let x = column * step; x < Math.min(width, (column + 1) * step); x++) {
          sum += numberAt(values, start + y * width + x);
          count++;
        }
      }
      cells[row * columns + column] = Number.isFinite(sum) ? sum / count : NaN;
    }
  }
  return { width: columns, height: rows, cells };
}

const LEVELS = 254;

function levelsOf(cells: Float32Array, range: FeatureMaps["range"]): string {
  const [least, most] = range ?? [0, 0];
  const scale = most > least ? LEVELS / (most - least) : 0;
  let bytes = "";
  for (const cell of cells) {
    bytes += String.fromCharCode(Number.isFinite(cell) ? 1 + Math.round(scale * (cell - least)) : 0);
  }
  return btoa(bytes);
}

function rangeOf(values: Values, { offset, channels, height, width }: Layout): FeatureMaps["range"] {
  let [least, most] = [Infinity, -Infinity];
  for (let at = offset; at < offset + channels * height * width; at++) {
    const value = numberAt(values, at);
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return least <= most ? [least, most] : undefined;
}
