import { normal } from "./random";

interface Stop {
  /** Of the lowest loss until then: its weights are taken. From 0 on. */
  readonly best: number;
  /** After which training stopped; the last one where it never did. */
  readonly stopped: number;
}

/** Stops after `patience` epochs without a new lowest loss. */
export function stopEarly(losses: readonly number[], patience: number): Stop {
  let best = 0;
  for (const [epoch, loss] of losses.entries()) {
    if (loss < (losses[best] ?? Infinity)) best = epoch;
    if (epoch - best >= patience) return { best, stopped: epoch };
  }
  return { best, stopped: losses.length - 1 };
}

interface Course {
  readonly training: readonly number[];
  readonly validation: readonly number[];
}

/**
 * Made-up losses of a training that overfits: both fall exponentially, the validation's rises again by a straight
 * line, with noise.
 */
export function madeUpCourse(epochs: number, seed: number): Course {
  const next = normal(seed);
  const fall = (epoch: number): number => 0.15 + 0.9 * Math.exp(-epoch / 9);
  const all = [...new Array(epochs).keys()];
  return {
    training: all.map((epoch) => fall(epoch) - 0.002 * epoch),
    validation: all.map((epoch) => fall(epoch) + 0.08 + 0.006 * epoch + 0.018 * next()),
  };
}
