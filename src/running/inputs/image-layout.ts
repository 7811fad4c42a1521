/** Where an image's axes are in an input's shape; `N` may be missing. */
export interface ImageLayout {
  readonly order: "CHW" | "HWC";
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** Images side by side in the leading dimension. */
  readonly batch: number;
}

/** Grey, colour, colour with opacity. */
const CHANNELS: ReadonlySet<number> = new Set([1, 3, 4]);

/** How an input of this shape holds images; undefined where it does not. */
export function imageLayout(shape: readonly number[]): ImageLayout | undefined {
  if (shape.length !== 3 && shape.length !== 4) return undefined;
  const [first = 0, second = 0, third = 0] = shape.slice(-3);
  const batch = shape.length === 4 ? (shape[0] ?? 1) : 1;
  if (CHANNELS.has(first)) return { order: "CHW", channels: first, height: second, width: third, batch };
  if (CHANNELS.has(third)) return { order: "HWC", channels: third, height: first, width: second, batch };
  return undefined;
}
