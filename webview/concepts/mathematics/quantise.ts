/** Whole numbers for weights: `weight ≈ scale·level`, levels from −most to most. */
interface Quantised {
  readonly scale: number;
  readonly most: number;
  readonly levels: readonly number[];
  /** The weights that the levels stand for. */
  readonly restored: readonly number[];
}

/** Symmetric quantisation of a tensor to signed whole numbers of some bits, the largest weight at the last level. */
export function quantise(weights: readonly number[], bits: number): Quantised {
  const most = 2 ** (bits - 1) - 1;
  const scale = Math.max(...weights.map(Math.abs)) / most;
  const levels = weights.map((weight) => (scale === 0 ? 0 : Math.round(weight / scale)));
  return { scale, most, levels, restored: levels.map((level) => level * scale) };
}

/** The root of the mean squared difference. */
export function rootMeanSquare(a: readonly number[], b: readonly number[]): number {
  return Math.sqrt(a.reduce((sum, value, at) => sum + (value - (b[at] ?? 0)) ** 2, 0) / a.length);
}
