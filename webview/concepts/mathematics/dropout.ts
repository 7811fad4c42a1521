import { uniform } from "./random";

/** Which of a number of units stay, each with probability 1 − p; the same for the same seed. */
export function keptUnits(count: number, p: number, seed: number): readonly boolean[] {
  const next = uniform(seed);
  return Array.from({ length: count }, () => next() >= p);
}

/** What the values of units that stay are multiplied by in training, so that their mean stays: 1 / (1 − p). */
export function keptScale(p: number): number {
  return 1 / (1 - p);
}
