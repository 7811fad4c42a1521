/** SVG path of a polyline x0, y0, x1, y1… with its corners rounded by at most `radius` pixels. */
export function roundedPath(points: readonly number[], radius: number): string {
  const at = (index: number): readonly [number, number] => [
    points[index * 2] ?? 0,
    points[index * 2 + 1] ?? 0,
  ];
  const count = Math.floor(points.length / 2);
  if (count < 2) return "";
  const parts = [`M${show(at(0))}`];
  for (let index = 1; index < count - 1; index++) {
    const corner = at(index);
    const before = towards(corner, at(index - 1), radius);
    const after = towards(corner, at(index + 1), radius);
    parts.push(`L${show(before)}Q${show(corner)} ${show(after)}`);
  }
  parts.push(`L${show(at(count - 1))}`);
  return parts.join("");
}

/** A point `distance` from `from` on the way to `to`, but never past the middle: the other corner needs its half. */
function towards(
  from: readonly [number, number],
  to: readonly [number, number],
  distance: number,
): readonly [number, number] {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy);
  const share = length === 0 ? 0 : Math.min(distance / length, 0.5);
  return [from[0] + dx * share, from[1] + dy * share];
}

function show([x, y]: readonly [number, number]): string {
  return `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
}
