import { elementsOf } from "../../model/tensor";
import type { Values } from "../values";
import { makeValues } from "../values";
import { imageLayout } from "./image-layout";
import type { Random } from "./random";
import type { InputType, PixelRange, Recipe } from "./recipe";

/** How much a value of a signal leans on the one before. */
const LEANING = 0.9;
/** Grid steps of the smooth noise's octaves, as parts of the image's longer side, and how strong each is. */
const OCTAVES: readonly (readonly [parts: number, amplitude: number])[] = [
  [4, 1],
  [8, 0.5],
  [16, 0.25],
];

/** One sample for an input. */
export function makeSample(recipe: Recipe, { dtype, shape }: InputType, random: Random): Values {
  if (dtype === "string") {
    return { dtype, shape, data: Array.from({ length: elementsOf(shape) }, () => "text") };
  }
  const of = (element: (index: number) => number): Values => makeValues(dtype, shape, element);
  const last = shape.at(-1) ?? 1;
  switch (recipe.kind) {
    case "image": {
      const noise = imageNoise(shape, random);
      return of((index) => pixel(noise[index] ?? 0, recipe.range));
    }
    case "signal": {
      let value = 0;
      return of((index) => {
        const fresh = random.normal();
        value = index % last === 0 ? fresh : LEANING * value + Math.sqrt(1 - LEANING ** 2) * fresh;
        return recipe.deviation * value;
      });
    }
    case "tokens": {
      const { from, below } = recipe;
      return of(() => from + Math.floor(random.uniform() * (below - from)));
    }
    case "positions":
      return of((index) => index % last);
    case "constant":
      return of(() => recipe.value);
    case "normal":
    case "text":
      return of(() => random.normal());
  }
}

/** Noise of mean 0 and deviation 1 as pixels. */
function pixel(noise: number, range: PixelRange): number {
  if (range === "normal") return noise;
  const unit = Math.min(1, Math.max(0, 0.5 + noise / 4));
  return range === "0-1" ? unit : Math.round(255 * unit);
}

/**
 * Half of the variance is white noise and half smooth: white noise alone would hardly reach layers that average, and
 * smooth noise not those that look for edges.
 */
function imageNoise(shape: readonly number[], random: Random): Float64Array {
  const noise = new Float64Array(elementsOf(shape));
  const layout = imageLayout(shape);
  if (layout === undefined) return noise.map(() => random.normal());
  const { order, channels, width, height, batch } = layout;
  const plane = width * height;
  for (let image = 0; image < batch; image++) {
    for (let channel = 0; channel < channels; channel++) {
      const smooth = smoothNoise(width, height, random);
      for (let at = 0; at < plane; at++) {
        const within = order === "CHW" ? channel * plane + at : at * channels + channel;
        const value = Math.SQRT1_2 * (smooth[at] ?? 0) + Math.SQRT1_2 * random.normal();
        noise[image * channels * plane + within] = value;
      }
    }
  }
  return noise;
}

/** Value noise: random numbers on grids, between them linear; of mean 0 and deviation 1 over the plane. */
function smoothNoise(width: number, height: number, random: Random): Float64Array {
  const plane = new Float64Array(width * height);
  for (const [parts, amplitude] of OCTAVES) {
    const step = Math.max(1, Math.max(width, height) / parts);
    const columns = Math.ceil(width / step) + 2;
    const rows = Math.ceil(height / step) + 2;
    const grid = Float64Array.from({ length: columns * rows }, () => amplitude * random.normal());
    for (let y = 0; y < height; y++) addRow(plane, y * width, width, grid, columns, y / step, step);
  }
  return standardised(plane);
}

/** Adds to one row of a plane what lies between two rows of a grid. */
function addRow(
  plane: Float64Array,
  offset: number,
  width: number,
  grid: Float64Array,
  columns: number,
  y: number,
  step: number,
): void {
  const above = Math.floor(y) * columns;
  const down = y - Math.floor(y);
  const between = (column: number): number => {
    const top = grid[above + column] ?? 0;
    return top + down * ((grid[above + columns + column] ?? 0) - top);
  };
  for (let x = 0; x < width; x++) {
    const column = Math.floor(x / step);
    const left = between(column);
    const right = x / step - column;
    plane[offset + x] = (plane[offset + x] ?? 0) + left + right * (between(column + 1) - left);
  }
}

function standardised(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  const variance = values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / values.length;
  // A plane of one pixel has no deviation.
  const deviation = Math.sqrt(variance) || 1;
  return values.map((one) => (one - mean) / deviation);
}
