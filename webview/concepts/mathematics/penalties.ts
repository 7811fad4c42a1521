/** A loss `½·(w − best)ᵀ·H·(w − best)` of two weights, H symmetric and positive definite. */
export interface Loss {
  readonly best: readonly [number, number];
  readonly hessian: readonly [xx: number, xy: number, yy: number];
}

export type Weights = readonly [number, number];

/** More rounds than coordinate descent in two dimensions needs to come to rest in double precision. */
const ROUNDS = 400;

/** The weights that minimise the loss + ½·λ·(w₁² + w₂²): solves `(H + λ·I)·w = H·best`. */
export function withL2({ best, hessian: [xx, xy, yy] }: Loss, strength: number): Weights {
  const [a, b, d] = [xx + strength, xy, yy + strength];
  const [p, q] = [xx * best[0] + xy * best[1], xy * best[0] + yy * best[1]];
  const determinant = a * d - b * b;
  return [(d * p - b * q) / determinant, (a * q - b * p) / determinant];
}

/** The weights that minimise the loss + λ·(|w₁| + |w₂|), by coordinate descent (Friedman et al., 2010). */
export function withL1({ best, hessian: [xx, xy, yy] }: Loss, strength: number): Weights {
  let [first, second] = best;
  const [p, q] = [xx * best[0] + xy * best[1], xy * best[0] + yy * best[1]];
  for (let round = 0; round < ROUNDS; round++) {
    first = shrink(p - xy * second, strength) / xx;
    second = shrink(q - xy * first, strength) / yy;
  }
  return [first, second];
}

/** Towards 0 by an amount, and not beyond it. */
function shrink(value: number, by: number): number {
  return Math.sign(value) * Math.max(0, Math.abs(value) - by);
}

/** Points of the ellipse on which the loss is `height`, once around. */
export function contour(
  { best, hessian: [xx, xy, yy] }: Loss,
  height: number,
  steps = 90,
): readonly Weights[] {
  // With H = L·Lᵀ (Cholesky), w − best = √(2·height)·L⁻ᵀ·(cos, sin).
  const l11 = Math.sqrt(xx);
  const l21 = xy / l11;
  const l22 = Math.sqrt(yy - l21 ** 2);
  const radius = Math.sqrt(2 * height);
  return Array.from({ length: steps + 1 }, (_, at) => {
    const angle = (2 * Math.PI * at) / steps;
    const v = Math.sin(angle) / l22;
    const u = (Math.cos(angle) - l21 * v) / l11;
    return [best[0] + radius * u, best[1] + radius * v] as const;
  });
}

export function lossAt({ best, hessian: [xx, xy, yy] }: Loss, [first, second]: Weights): number {
  const [u, v] = [first - best[0], second - best[1]];
  return 0.5 * (xx * u * u + 2 * xy * u * v + yy * v * v);
}
