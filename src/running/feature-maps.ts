import type { FeatureMaps } from "../tensors/maps";
import { MapPainter } from "../tensors/maps";
import type { Values } from "./values";
import { numberAt } from "./values";

/**
 * One value of one sample as pictures. The last two axes are rows and columns, the axes between them and the samples
 * channels: maps of convolutions, heads of attention. Values of lower rank are one matrix.
 *
 * @param within which of the samples side by side.
 */
export function featureMaps(values: Values, within: number): FeatureMaps {
  const { offset, channels, height, width } = layoutOf(values.shape, within);
  const painter = new MapPainter(channels, height, width);
  let at = offset;
  for (let channel = 0; channel < channels; channel++) {
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++)
        painter.add(channel, row, column, numberAt(values, at++));
    }
  }
  return painter.result(values.shape);
}

/** Where the elements of one sample stand in a row-major array. */
interface Layout {
  readonly offset: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

function layoutOf(shape: readonly number[], within: number): Layout {
  const [height, width] = [shape.at(-2) ?? 1, shape.at(-1) ?? 1];
  // A matrix is shown whole: its rows may be samples, or tokens of one.
  if (shape.length < 3) return { offset: 0, channels: 1, height, width };
  const channels = shape.slice(1, -2).reduce((all, one) => all * one, 1);
  return { offset: within * channels * height * width, channels, height, width };
}
