/** Mean and variance of a batch; the variance is the population's, as the normalisation takes it. */
export function moments(values: readonly number[]): { readonly mean: number; readonly variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, variance };
}

/** Keeps the division from 0; the default of PyTorch and ONNX. */
const EPSILON = 1e-5;

/** `γ·(x − mean) / √(variance + ε) + β` over a batch (Ioffe and Szegedy, 2015, algorithm 1). */
export function normalise(values: readonly number[], gamma: number, beta: number): readonly number[] {
  const { mean, variance } = moments(values);
  return values.map((value) => (gamma * (value - mean)) / Math.sqrt(variance + EPSILON) + beta);
}
