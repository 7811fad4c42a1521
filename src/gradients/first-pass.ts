import type { Result } from "../bytes/problem";
import type { Histogram } from "../tensors/distribution";
import { Sweep } from "../tensors/sweep";
import type { Values } from "../running/values";
import { numbersOf } from "../running/numbers";
import type { Loss } from "./loss";
import type { Saliency } from "./saliency";
import { saliencyOf } from "./saliency";
import type { Straight } from "./straight";

/** A pass forwards and back with all its numbers, before they are forgotten. */
export interface FirstPass {
  readonly straight: Straight;
  /** The values that the walk back began at. */
  readonly points: readonly string[];
  /** Of the walk forwards. */
  readonly values: ReadonlyMap<string, Values>;
  /** The cotangents of values, and of the file's parameters. */
  readonly gradients: ReadonlyMap<string, Values>;
  /** Walks back once more, from other seeds at the same points. */
  readonly again: (seeds: ReadonlyMap<string, Values>) => Promise<Result<ReadonlyMap<string, Values>>>;
}

/** What is kept of it. All of it can be posted to another thread. */
export interface Seen {
  /** By parameter; of those that a finite gradient reaches. */
  readonly histograms: ReadonlyMap<string, GradientHistogram>;
  /** Undefined where no input is an image. */
  readonly saliency: Saliency | undefined;
}

/** How the elements of one gradient are distributed, over the finite ones. */
export interface GradientHistogram {
  readonly count: number;
  readonly std: number;
  readonly histogram: Histogram;
}

/** Keeps what a person looks at of one pass: histograms of the parameters' gradients, and maps of images. */
export async function seenIn(
  first: FirstPass,
  loss: Loss,
  isParameter: (name: string) => boolean,
): Promise<Result<Seen>> {
  const histograms = new Map<string, GradientHistogram>();
  for (const [name, gradient] of first.gradients) {
    const made = isParameter(name) ? histogramOf(gradient) : undefined;
    if (made !== undefined) histograms.set(name, made);
  }
  const saliency = await saliencyOf(first, loss);
  return saliency.ok ? { ok: true, value: { histograms, saliency: saliency.value } } : saliency;
}

function histogramOf(gradient: Values): GradientHistogram | undefined {
  const numbers = numbersOf(gradient);
  if (numbers === undefined) return undefined;
  const sweep = new Sweep(gradient.shape, undefined);
  sweep.add(numbers);
  const { count, std, histogram } = sweep.result().summary;
  return std === undefined || histogram === undefined ? undefined : { count, std, histogram };
}
