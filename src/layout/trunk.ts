/** A link of a level between two of its vertices, by number; always from a row to a lower one. */
interface Downwards {
  readonly from: number;
  readonly to: number;
}

/**
 * The links that the eye follows: those on the tallest way down to and on from both of their ends. Each vertex has at
 * most one above and one below, so that all of them can be straight. By link.
 */
export function trunksOf(
  heights: readonly number[],
  links: readonly Downwards[],
  rows: Int32Array,
): readonly boolean[] {
  const order = links.map((_, number) => number);
  order.sort((a, b) => (rows[links[a]?.from ?? 0] ?? 0) - (rows[links[b]?.from ?? 0] ?? 0));
  const above = tallest(heights, links, order, "from", "to");
  const below = tallest(heights, links, order.reverse(), "to", "from");
  return links.map(({ from, to }, number) => above[to] === number && below[from] === number);
}

/** For each vertex the link through which the tallest way comes, -1 where none does. */
function tallest(
  heights: readonly number[],
  links: readonly Downwards[],
  order: readonly number[],
  start: keyof Downwards,
  end: keyof Downwards,
): Int32Array {
  const heightTo = new Float64Array(heights.length);
  const through = new Int32Array(heights.length).fill(-1);
  for (const number of order) {
    const link = links[number];
    if (link === undefined) continue;
    // Earlier vertices are a little taller: of equal ways the same one is taken from above and from below.
    const own = (heights[link[start]] ?? 0) + 1 / (link[start] + 2);
    const height = (heightTo[link[start]] ?? 0) + own;
    if (height <= (heightTo[link[end]] ?? 0)) continue;
    heightTo[link[end]] = height;
    through[link[end]] = number;
  }
  return through;
}
