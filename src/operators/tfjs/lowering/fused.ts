import { activated } from "./activation";
import type { Recipe } from "./steering";

/** What the name of a fused operator does behind the bias, and what it takes. */
interface Fused {
  /** Name of the bias; undefined where there is none. */
  readonly bias: string | undefined;
  /** What follows, on the product; undefined for what TensorFlow.js does not fuse either. */
  readonly behind: (product: string) => string | undefined;
}

/**
 * `fused_ops` in their order: a bias first, if any, then an activation, each with its own argument behind the first
 * two inputs (tfjs-converter/src/operations/executors/convolution_executor.ts).
 */
export function fusedOf({ node, emit, inputNames }: Recipe): Fused {
  const names = node.strings("fused_ops") ?? [];
  const hasBias = names[0] === "BiasAdd";
  const [slope] = inputNames.slice(hasBias ? 3 : 2);
  const alpha = node.float("leakyrelu_alpha");
  const behind = (product: string): string | undefined =>
    names
      .slice(hasBias ? 1 : 0)
      .reduce<string | undefined>(
        (x, name) => (x === undefined ? undefined : activated(emit, name, x, { slope, alpha })),
        product,
      );
  return { bias: hasBias ? inputNames[2] : undefined, behind };
}
