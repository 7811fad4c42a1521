import type { Dimension, Shape } from "../model/shape";

/** A batch of images, sequences or volumes taken apart, wherever its channels stand. */
export interface Parts {
  readonly batch: Dimension;
  readonly spatial: readonly Dimension[];
  readonly channels: Dimension;
}

/** The dimensions of a shape with channels first or last; undefined where it has not as many spatial ones. */
export function takenApart(shape: Shape, rank: number, channelsFirst: boolean): Parts | undefined {
  if (shape?.length !== rank + 2) return undefined;
  const [batch] = shape;
  return channelsFirst
    ? { batch, channels: shape[1], spatial: shape.slice(2) }
    : { batch, spatial: shape.slice(1, -1), channels: shape.at(-1) };
}

/** The parts in order again. */
export function putTogether({ batch, spatial, channels }: Parts, channelsFirst: boolean): Shape {
  return channelsFirst ? [batch, channels, ...spatial] : [batch, ...spatial, channels];
}
