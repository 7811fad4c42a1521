import type { Box, Edge, Picture } from "../../src/layout/picture";
import { widthOf } from "./letters";
import { Sight, type Rectangle } from "./sight";

/** A shape beside an edge, at a place where it hides nothing. */
export interface EdgeLabel extends Rectangle {
  /** The edge's id. */
  readonly id: string;
  readonly text: string;
}

const SIZE = 10;
const HEIGHT = 13;
const GAP = 4;
/** Where along a straight piece a label is tried, as shares of its length. */
const TRIES = [0.5, 0.3, 0.7, 0.15, 0.85];

/** Places the labels of a picture, the first edges first; one that finds no free place is left out. */
export function placeLabels(picture: Picture): readonly EdgeLabel[] {
  const taken = new Sight<Rectangle>(picture.boxes.flatMap(solidParts));
  for (const { x, y, width } of picture.stubs) taken.add({ x, y, width, height: 16 });
  const labels: EdgeLabel[] = [];
  for (const edge of picture.edges) {
    const text = shortened(edge.label);
    const place = text === "" ? undefined : placeOf(edge, text, taken);
    if (place === undefined) continue;
    taken.add(place);
    labels.push({ id: edge.id, text, ...place });
  }
  return labels;
}

/** Longer dimensions are cut: the tooltip has all of it. */
const LONGEST_DIMENSION = 14;

function shortened(shape: string): string {
  return shape
    .split("×")
    .map((size) => (size.length > LONGEST_DIMENSION ? `${size.slice(0, LONGEST_DIMENSION - 1)}…` : size))
    .join("×");
}

/** Where a label would hide something of a box: all of it, but of an open group only the title and the border. */
function solidParts(box: Box): readonly Rectangle[] {
  const { x, y, width, height } = box;
  if (box.kind !== "group" || !box.open) return [{ x, y, width, height }];
  return [
    { x, y, width, height: 26 },
    { x, y: y + height - 1, width, height: 2 },
    { x: x - 1, y, width: 2, height },
    { x: x + width - 1, y, width: 2, height },
  ];
}

/** To the right of an upright piece, else to its left, else above a lying one; the longest pieces first. */
function placeOf(edge: Edge, text: string, taken: Sight<Rectangle>): Rectangle | undefined {
  const width = widthOf(text, SIZE) + 2;
  for (const [x0, y0, x1, y1] of piecesOf(edge.points)) {
    const upright = Math.abs(y1 - y0) > Math.abs(x1 - x0);
    if (upright ? Math.abs(y1 - y0) < HEIGHT + 6 : Math.abs(x1 - x0) < width + 12) continue;
    for (const share of TRIES) {
      const x = x0 + (x1 - x0) * share;
      const y = y0 + (y1 - y0) * share;
      const corners = upright
        ? [
            [x + GAP, y - HEIGHT / 2],
            [x - GAP - width, y - HEIGHT / 2],
          ]
        : [[x - width / 2, y - HEIGHT - 1]];
      for (const [left = 0, top = 0] of corners) {
        const place = { x: left, y: top, width, height: HEIGHT };
        if (taken.find(place).length === 0) return place;
      }
    }
  }
  return undefined;
}

type Piece = readonly [x0: number, y0: number, x1: number, y1: number];

function piecesOf(points: readonly number[]): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let index = 0; index + 3 < points.length; index += 2)
    pieces.push([points[index] ?? 0, points[index + 1] ?? 0, points[index + 2] ?? 0, points[index + 3] ?? 0]);
  const length = ([x0, y0, x1, y1]: Piece): number => Math.hypot(x1 - x0, y1 - y0);
  return pieces.sort((a, b) => length(b) - length(a));
}
