import type { Selection } from "d3";
import type { Edge, Stub } from "../../src/layout/picture";
import type { Detail } from "./boxes";
import { describeStub } from "./describe";
import type { EdgeLabel } from "./edge-labels";
import { fitted } from "./letters";
import { roundedPath } from "./rounded";

type Layer = Selection<SVGGElement, unknown, null, undefined>;

const CORNER = 10;

/** Lines with arrow heads; below each a wide invisible one that is easy to hit with a pointer. */
export function drawEdges(layer: Layer, edges: readonly Edge[], detail: Detail): void {
  const groups = layer
    .selectAll<SVGGElement, Edge>("g.edge")
    .data(edges, (edge) => edge.id)
    .join((enter) => {
      const group = enter.append("g").attr("class", "edge");
      group.append("path").attr("class", "hit");
      group.append("path").attr("class", "line");
      return group;
    });
  groups.attr("data-id", (edge) => edge.id);
  groups.select("path.hit").attr("d", detail === "shape" ? null : pathOf);
  groups
    .select("path.line")
    .attr("d", pathOf)
    .attr("marker-end", detail === "shape" ? null : "url(#arrow)");
}

function pathOf(edge: Edge): string {
  return roundedPath(edge.points, CORNER);
}

export function drawEdgeLabels(layer: Layer, labels: readonly EdgeLabel[]): void {
  layer
    .selectAll<SVGTextElement, EdgeLabel>("text.edge-label")
    .data(labels, (label) => label.id)
    .join("text")
    .attr("class", "edge-label")
    .attr("data-id", (label) => label.id)
    .attr("x", ({ x }) => x)
    .attr("y", ({ y, height }) => y + height / 2)
    .attr("dy", "0.35em")
    .text(({ text }) => text);
}

export const STUB_HEIGHT = 16;
const STUB_SIZE = 10;

/** Named tags: an arrow out of or into the box, and the value's name. */
export function drawStubs(layer: Layer, stubs: readonly Stub[], detail: Detail): void {
  const groups = layer
    .selectAll<SVGGElement, Stub>("g.stub")
    .data(stubs, (stub) => stub.id)
    .join((enter) => {
      const group = enter.append("g");
      group.append("path");
      group.append("text");
      return group;
    })
    .attr("class", ({ side }) => `stub ${side}`)
    .attr("data-id", (stub) => stub.id)
    .attr("role", "treeitem")
    .attr("aria-label", describeStub)
    .attr("transform", ({ x, y }) => `translate(${x},${y})`);
  groups.select("path").attr("d", ({ width }) => tagPath(width));
  groups
    .select("text")
    .attr("x", 7)
    .attr("y", STUB_HEIGHT / 2)
    .attr("dy", "0.35em")
    .text((stub) => (detail === "all" ? tagText(stub) : ""));
}

function tagText({ side, value, width }: Stub): string {
  const arrow = side === "in" ? "⤴" : "⤵";
  return `${arrow} ${fitted(value, width - 28, STUB_SIZE, "middle")}`;
}

/** A tag with a pointed right end. */
function tagPath(width: number): string {
  const half = STUB_HEIGHT / 2;
  return `M3 0H${width - 6}L${width} ${half}L${width - 6} ${STUB_HEIGHT}H3Q0 ${STUB_HEIGHT} 0 ${STUB_HEIGHT - 3}V3Q0 0 3 0Z`;
}
