/** A rectangle in the picture's pixels. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function overlaps(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

export function contains(outer: Rectangle, inner: Rectangle): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    outer.x + outer.width >= inner.x + inner.width &&
    outer.y + outer.height >= inner.y + inner.height
  );
}

/** The rectangle with a margin on each side, given as a share of its own size. */
export function grown({ x, y, width, height }: Rectangle, share: number): Rectangle {
  return {
    x: x - width * share,
    y: y - height * share,
    width: width * (1 + 2 * share),
    height: height * (1 + 2 * share),
  };
}

/** How far to move a rectangle so that it lies in another; one that is larger and partly there stays. */
export function into(outer: Rectangle, inner: Rectangle): { readonly x: number; readonly y: number } {
  const shift = (start: number, end: number, from: number, to: number): number =>
    to - from > end - start && from < end && to > start
      ? 0
      : from < start
        ? start - from
        : Math.min(0, end - to);
  return {
    x: shift(outer.x, outer.x + outer.width, inner.x, inner.x + inner.width),
    y: shift(outer.y, outer.y + outer.height, inner.y, inner.y + inner.height),
  };
}

export function middleOf({ x, y, width, height }: Rectangle): { readonly x: number; readonly y: number } {
  return { x: x + width / 2, y: y + height / 2 };
}

/** The smallest rectangle around a polyline x0, y0, x1, y1…; never empty, so that straight lines are found. */
export function around(points: readonly number[]): Rectangle {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let index = 0; index + 1 < points.length; index += 2) {
    const x = points[index] ?? 0;
    const y = points[index + 1] ?? 0;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { x: left - 1, y: top - 1, width: right - left + 2, height: bottom - top + 2 };
}

/** A thing longer than this many cells is looked at in every search instead of being entered in each cell. */
const MAX_CELLS = 64;

/** Finds what overlaps a rectangle without looking at everything: a grid of square cells. */
export class Sight<T extends Rectangle> {
  private readonly cells = new Map<string, T[]>();
  private readonly large: T[] = [];
  private readonly order = new Map<T, number>();

  constructor(
    things: readonly T[],
    private readonly cell = 512,
  ) {
    for (const thing of things) this.add(thing);
  }

  add(thing: T): void {
    this.order.set(thing, this.order.size);
    const keys = this.keysOf(thing);
    if (keys === undefined) this.large.push(thing);
    else for (const key of keys) this.cells.set(key, [...(this.cells.get(key) ?? []), thing]);
  }

  /** In the order in which they were added. */
  find(area: Rectangle): readonly T[] {
    const keys = this.keysOf(area);
    const candidates = new Set<T>(this.large);
    if (keys === undefined) for (const thing of this.order.keys()) candidates.add(thing);
    else for (const key of keys) for (const thing of this.cells.get(key) ?? []) candidates.add(thing);
    const found = [...candidates].filter((thing) => overlaps(thing, area));
    return found.sort((a, b) => (this.order.get(a) ?? 0) - (this.order.get(b) ?? 0));
  }

  /** Undefined where it would be too many. */
  private keysOf({ x, y, width, height }: Rectangle): readonly string[] | undefined {
    const [left, right] = [Math.floor(x / this.cell), Math.floor((x + width) / this.cell)];
    const [top, bottom] = [Math.floor(y / this.cell), Math.floor((y + height) / this.cell)];
    if (!((right - left + 1) * (bottom - top + 1) <= MAX_CELLS)) return undefined;
    const keys: string[] = [];
    for (let row = top; row <= bottom; row++)
      for (let column = left; column <= right; column++) keys.push(`${column}:${row}`);
    return keys;
  }
}
