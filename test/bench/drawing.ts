/** Lines as they are drawn: for each edge a polyline x0, y0, x1, y1… */
export type Lines = readonly (readonly number[])[];

interface Segment {
  readonly line: number;
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** In pixels. */
export function totalLength(lines: Lines): number {
  return segmentsOf(lines).reduce((sum, { x0, y0, x1, y1 }) => sum + Math.hypot(x1 - x0, y1 - y0), 0);
}

/** Points where lines cross as they are drawn; where they touch, or run along each other, they do not. */
export function countCrossings(lines: Lines): number {
  const segments = [...segmentsOf(lines)].sort((a, b) => a.y0 - b.y0);
  let active: Segment[] = [];
  let count = 0;
  for (const segment of segments) {
    active = active.filter(({ y1 }) => y1 > segment.y0);
    for (const other of active) if (other.line !== segment.line && crosses(segment, other)) count++;
    active.push(segment);
  }
  return count;
}

/** With the upper end first. */
function segmentsOf(lines: Lines): readonly Segment[] {
  return lines.flatMap((points, line) => {
    const segments: Segment[] = [];
    for (let at = 0; at + 3 < points.length; at += 2) {
      const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = points.slice(at, at + 4);
      segments.push(y0 <= y1 ? { line, x0, y0, x1, y1 } : { line, x0: x1, y0: y1, x1: x0, y1: y0 });
    }
    return segments;
  });
}

function crosses(a: Segment, b: Segment): boolean {
  return side(a, b.x0, b.y0) * side(a, b.x1, b.y1) < 0 && side(b, a.x0, a.y0) * side(b, a.x1, a.y1) < 0;
}

/** On which side of a segment's line a point lies, by the sign. */
function side({ x0, y0, x1, y1 }: Segment, x: number, y: number): number {
  return Math.sign((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0));
}
