import type { Box, Edge, Picture } from "../../src/layout/picture";
import { shortShape } from "../short-shape";
import { widthOf } from "./letters";
import { around, contains, Sight, type Rectangle } from "./sight";

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
  const lines = new Sight<Line>(picture.edges.flatMap(({ points }) => piecesOf(points).map(lineOf)));
  const free = (place: Rectangle): boolean =>
    taken.find(place).length === 0 && !lines.find(place).some(({ piece }) => crosses(piece, place));
  const labels: EdgeLabel[] = [];
  for (const edge of picture.edges) {
    const text = shortShape(edge.label, LONGEST_DIMENSION);
    const place = text === "" ? undefined : placeOf(placesOf(edge, text), picture, free);
    if (place === undefined) continue;
    taken.add(place);
    labels.push({ id: edge.id, text, ...place });
  }
  return labels;
}

/** Longer dimensions are shortened: the tooltip has all of it. */
const LONGEST_DIMENSION = 14;

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

/** The first free place inside of the picture, which a window shows as a whole; else the first one at all. */
function placeOf(
  places: readonly Rectangle[],
  { width, height }: Picture,
  free: (place: Rectangle) => boolean,
): Rectangle | undefined {
  const whole = { x: 0, y: 0, width, height };
  const found = places.filter(free);
  return found.find((place) => contains(whole, place)) ?? found[0];
}

/** To the right of an upright piece, else to its left, else above a lying one; the longest pieces first. */
function placesOf(edge: Edge, text: string): readonly Rectangle[] {
  const width = widthOf(text, SIZE) + 2;
  const places: Rectangle[] = [];
  for (const piece of piecesOf(edge.points)) {
    const [x0, y0, x1, y1] = piece;
    const [across, down] = [x1 - x0, y1 - y0];
    const upright = Math.abs(down) > Math.abs(across);
    if (upright ? Math.abs(down) < HEIGHT + 6 : Math.abs(across) < width + 12) continue;
    for (const share of TRIES) {
      const x = x0 + across * share;
      const y = y0 + down * share;
      const place = { width, height: HEIGHT };
      if (upright) {
        places.push({ x: x + GAP, y: y - HEIGHT / 2, ...place });
        places.push({ x: x - GAP - width, y: y - HEIGHT / 2, ...place });
      } else {
        // As high as the line is at the label's higher end.
        const rise = Math.abs(down / across) * (width / 2);
        places.push({ x: x - width / 2, y: y - HEIGHT - 1 - rise, ...place });
      }
    }
  }
  return places;
}

type Piece = readonly [x0: number, y0: number, x1: number, y1: number];

function piecesOf(points: readonly number[]): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let index = 0; index + 3 < points.length; index += 2)
    pieces.push([points[index] ?? 0, points[index + 1] ?? 0, points[index + 2] ?? 0, points[index + 3] ?? 0]);
  const length = ([x0, y0, x1, y1]: Piece): number => Math.hypot(x1 - x0, y1 - y0);
  return pieces.sort((a, b) => length(b) - length(a));
}

/** A straight piece of an edge, and the rectangle around it. */
interface Line extends Rectangle {
  readonly piece: Piece;
}

function lineOf(piece: Piece): Line {
  return { ...around(piece), piece };
}

/** Whether a straight piece goes through a rectangle: what is left of it between each pair of sides (Liang–Barsky). */
function crosses([x0, y0, x1, y1]: Piece, { x, y, width, height }: Rectangle): boolean {
  let [from, to] = [0, 1];
  for (const [start, step, least, most] of [
    [x0, x1 - x0, x, x + width],
    [y0, y1 - y0, y, y + height],
  ] as const) {
    if (step === 0) {
      if (start <= least || start >= most) return false;
      continue;
    }
    const [a, b] = [(least - start) / step, (most - start) / step];
    from = Math.max(from, Math.min(a, b));
    to = Math.min(to, Math.max(a, b));
  }
  return from < to;
}
