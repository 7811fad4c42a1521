import type { ModelIndex } from "../analysis/model-index";
import type { ByteSource } from "../bytes/source";
import { measure } from "./measure";
import { TensorReader } from "./reader";

/** The norms of stored tensors; one that cannot be read has none. */
export async function normsOf(
  source: ByteSource,
  index: ModelIndex,
  names: Iterable<string>,
): Promise<ReadonlyMap<string, number>> {
  const norms = new Map<string, number>();
  const reader = new TensorReader(source);
  try {
    for (const name of names) {
      const measured = await measure(index, name, undefined, reader);
      if ("summary" in measured && measured.summary.l2 !== undefined) norms.set(name, measured.summary.l2);
    }
  } finally {
    await reader.close();
  }
  return norms;
}
