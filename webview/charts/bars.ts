import { create } from "d3";

/** In pixels: all that is one value is a line, where a bar as wide as the picture would say that all values are alike. */
const ONE_VALUE = 3;

/** Bars of counts side by side, for a line of a table: a picture beside numbers, without axes. */
export function bars(counts: readonly number[], width: number, height: number): SVGSVGElement {
  const most = Math.max(1, ...counts);
  const step = counts.length === 1 ? ONE_VALUE : width / counts.length;
  const start = counts.length === 1 ? (width - ONE_VALUE) / 2 : 0;
  const outline = counts.map((count, at) => {
    // What is little, but there, is seen.
    const tall = count === 0 ? 0 : Math.max(1, (height * count) / most);
    const [left, right] = [(start + at * step).toFixed(1), (start + (at + 1) * step).toFixed(1)];
    const top = (height - tall).toFixed(1);
    return `L${left} ${top}L${right} ${top}`;
  });
  const svg = create<SVGSVGElement>("svg:svg")
    .attr("class", "small-bars")
    .attr("width", width)
    .attr("height", height)
    .attr("aria-hidden", "true");
  svg.append("path").attr("d", `M${start} ${height}${outline.join("")}L${width - start} ${height}Z`);
  const element = svg.node();
  if (element === null) throw new Error("an element that was made is there");
  return element;
}
