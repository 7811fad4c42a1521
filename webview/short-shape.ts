/** A name that needs marks to be told from an expression, or anything else between two signs. */
const DIMENSION = /`[^`]*`|[^×`]+/g;
const NAME = /^[\w.]+$/;

/**
 * A shape with its long dimensions shortened, so that all of them are seen: names lose their middle, since their ends
 * tell them apart, and expressions give way to dots.
 *
 * @param longest of letters in a dimension
 */
export function shortShape(shape: string, longest: number): string {
  return shape.replace(DIMENSION, (dimension) => {
    if (dimension.length <= longest) return dimension;
    const name = dimension.replace(/^`|`$/g, "");
    if (name === dimension && !NAME.test(name)) return "…";
    if (name.length <= longest) return name;
    const end = Math.ceil((longest - 1) / 2);
    return `${name.slice(0, longest - 1 - end)}…${name.slice(-end)}`;
  });
}
