import type { ModelIndex } from "../analysis/model-index";
import type { WeightUse } from "../analysis/weight-use";
import { weightUses } from "../analysis/weight-use";
import { Turns } from "../bytes/next-turn";
import type { Problem } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import type { Measured } from "./measure";
import { measure } from "./measure";
import type { ReadOptions } from "./reader";
import { TensorReader } from "./reader";

/** All stored tensors of a model, measured one after the other. */
export interface Weights {
  readonly uses: ReadonlyMap<string, readonly WeightUse[]>;
  /** By qualified name; a problem where the elements cannot be had. */
  readonly measured: ReadonlyMap<string, Measured | Problem>;
}

/**
 * Reads every stored tensor once. Throws the signal's reason when it is aborted.
 *
 * @param names of those that are wanted, where not all are.
 */
export async function measureWeights(
  index: ModelIndex,
  source: ByteSource,
  options: ReadOptions = {},
  names: Iterable<string> = index.stored.keys(),
): Promise<Weights> {
  const uses = weightUses(index);
  const measured = new Map<string, Measured | Problem>();
  const reader = new TensorReader(source);
  const turns = new Turns();
  try {
    for (const name of names) {
      await turns.pass();
      options.signal?.throwIfAborted();
      measured.set(
        name,
        await measure(index, name, axisOf(index, name, uses.get(name) ?? []), reader, options),
      );
    }
  } finally {
    await reader.close();
  }
  return { uses, measured };
}

/** Of output channels; of biases, scales and the like, which have one number for each channel, their only one. */
function axisOf({ stored, roles }: ModelIndex, name: string, uses: readonly WeightUse[]): number | undefined {
  const axis = uses.find(({ layout }) => layout !== undefined)?.layout?.axis;
  if (axis !== undefined || roles.get(name) === "constant") return axis;
  return stored.get(name)?.tensor.shape.length === 1 ? 0 : undefined;
}
