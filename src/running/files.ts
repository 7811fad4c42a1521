import { externalFiles } from "../analysis/external-files";
import type { ModelIndex } from "../analysis/model-index";
import { changeIn } from "../bytes/changed-file";
import type { Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";

/** A model's bytes and those of the files beside it that its tensors name. */
export interface ModelFiles {
  readonly bytes: Uint8Array;
  /** By the path that tensors name. */
  readonly external: ReadonlyMap<string, Uint8Array>;
}

/** Reads all that a session needs. Where a file beside the model is missing, the first one is said. */
export async function readFiles(source: ByteSource, index: ModelIndex): Promise<Result<ModelFiles>> {
  const external = new Map<string, Uint8Array>();
  for (const file of externalFiles(index)) {
    const sibling = await source.sibling(file);
    if (!sibling.ok) return sibling;
    try {
      const bytes = await readWhole(sibling.value);
      if (!bytes.ok) return bytes;
      external.set(file, bytes.value);
    } finally {
      await sibling.value.close();
    }
  }
  const bytes = await readWhole(source);
  return bytes.ok ? { ok: true, value: { bytes: bytes.value, external } } : bytes;
}

/** A file's bytes; a Problem where it is no longer the one that was opened. */
export async function readWhole(source: ByteSource): Promise<Result<Uint8Array>> {
  try {
    return { ok: true, value: await source.read(0, source.size) };
  } catch (thrown) {
    return { ok: false, problem: changeIn(thrown, source.name) };
  }
}
