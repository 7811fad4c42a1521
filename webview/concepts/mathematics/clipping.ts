type Vector = readonly [number, number];

/** Shortens a gradient to a length, if it is longer; its direction stays (Pascanu et al., 2013). */
export function clipNorm([x, y]: Vector, most: number): Vector {
  const length = Math.hypot(x, y);
  return length <= most ? [x, y] : [(x * most) / length, (y * most) / length];
}

/** Cuts each component of a gradient at ±most; its direction may change. */
export function clipValue([x, y]: Vector, most: number): Vector {
  const cut = (value: number): number => Math.max(-most, Math.min(most, value));
  return [cut(x), cut(y)];
}
