/** Of an error, prediction less target. */
export const squared = (error: number): number => error ** 2;
export const absolute = (error: number): number => Math.abs(error);

/** ½·e² within δ, a straight line of the same slope beyond (Huber, 1964). */
export function huber(error: number, delta: number): number {
  const size = Math.abs(error);
  return size <= delta ? 0.5 * error ** 2 : delta * (size - 0.5 * delta);
}

/** Of the probability that was given to what came true. */
export const crossEntropy = (probability: number): number => -Math.log(probability);

/** Of the margin: score times the true class, which is 1 or −1. */
export const hinge = (margin: number): number => Math.max(0, 1 - margin);

/** Cross-entropy of a score through the sigmoid: `log(1 + exp(−margin))`. */
export const logistic = (margin: number): number =>
  Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin)));
