import type { Activation } from "./activation";

/** A chain of layers of one neuron each: `h ← f(w·h)`, with a skip connection `h ← h + f(w·h)`. */
interface Chain {
  readonly activation: Activation;
  readonly weight: number;
  readonly depth: number;
  readonly skip: boolean;
}

/** What the first layer is fed. */
const INPUT = 1;

/**
 * How far the output moves with each layer's input, from the output's own 1 back to the model's input: the product of
 * the layers' derivatives behind it, by the chain rule. `depth + 1` numbers, the input's last.
 */
export function gradientsBack({ activation, weight, depth, skip }: Chain): readonly number[] {
  const slopes: number[] = [];
  let hidden = INPUT;
  for (let layer = 0; layer < depth; layer++) {
    const before = weight * hidden;
    slopes.push((skip ? 1 : 0) + weight * activation.derivative(before));
    hidden = (skip ? hidden : 0) + activation.of(before);
  }
  const gradients = [1];
  for (const slope of slopes.reverse()) gradients.push((gradients.at(-1) ?? 1) * slope);
  return gradients;
}

/** The output of the chain for an input. */
export function outputOf({ activation, weight, depth, skip }: Chain, input = INPUT): number {
  let hidden = input;
  for (let layer = 0; layer < depth; layer++) hidden = (skip ? hidden : 0) + activation.of(weight * hidden);
  return hidden;
}
