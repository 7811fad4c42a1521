/** The bowl `½·(λ₁·x² + λ₂·y²)` by its curvatures. */
interface Bowl {
  readonly along: number;
  readonly across: number;
}

type Place = readonly [x: number, y: number];

interface Stride {
  readonly rate: number;
  readonly momentum: number;
}

export function heightOf({ along, across }: Bowl, [x, y]: Place): number {
  return 0.5 * (along * x ** 2 + across * y ** 2);
}

/** Gradient descent with momentum (Polyak, 1964): `v ← β·v − η·∇f`, `x ← x + v`; where it was, the start first. */
export function descend(
  bowl: Bowl,
  start: Place,
  { rate, momentum }: Stride,
  steps: number,
): readonly Place[] {
  const path: Place[] = [start];
  let [x, y] = start;
  let [vx, vy] = [0, 0];
  for (let step = 0; step < steps; step++) {
    vx = momentum * vx - rate * bowl.along * x;
    vy = momentum * vy - rate * bowl.across * y;
    x += vx;
    y += vy;
    path.push([x, y]);
  }
  return path;
}

/** The learning rate above which descent leaves a bowl of this curvature: `2·(1 + β) / λ`. */
export function largestRate(curvature: number, momentum: number): number {
  return (2 * (1 + momentum)) / curvature;
}
