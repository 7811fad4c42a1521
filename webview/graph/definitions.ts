import type { Selection } from "d3";

/** What the elements of a drawing refer to by its id. */
type Root = Selection<SVGSVGElement, unknown, null, undefined>;

/** The head of an edge. */
export function addArrow(root: Root): void {
  root
    .append("defs")
    .append("marker")
    .attr("id", "arrow")
    .attr("viewBox", "0 0 8 8")
    .attr("refX", 7.5)
    .attr("refY", 4)
    .attr("markerWidth", 7)
    .attr("markerHeight", 7)
    .attr("markerUnits", "userSpaceOnUse")
    .attr("orient", "auto")
    .append("path")
    .attr("class", "arrow")
    .attr("d", "M0 0.5L8 4L0 7.5Z");
}

/** The ground of boxes without a value. */
export function addHatch(root: Root): void {
  const pattern = root
    .append("defs")
    .append("pattern")
    .attr("id", "hatch")
    .attr("width", 7)
    .attr("height", 7)
    .attr("patternUnits", "userSpaceOnUse")
    .attr("patternTransform", "rotate(45)");
  pattern.append("rect").attr("class", "hatch-ground").attr("width", 7).attr("height", 7);
  pattern.append("path").attr("class", "hatch-line").attr("d", "M1 0V7");
}
