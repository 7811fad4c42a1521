import type { Result } from "./problem";
import type { ByteSource, SiblingProblem } from "./source";

/** A source, and its siblings, that give nothing more once the signal is aborted: they reject with its reason. */
export function untilAborted(source: ByteSource, signal: AbortSignal): ByteSource {
  const { name, size, modified } = source;
  return {
    name,
    size,
    ...(modified !== undefined && { modified }),
    async read(offset, length, into): Promise<Uint8Array> {
      signal.throwIfAborted();
      return await source.read(offset, length, into);
    },
    async sibling(relative): Promise<Result<ByteSource, SiblingProblem>> {
      signal.throwIfAborted();
      const found = await source.sibling(relative);
      return found.ok ? { ok: true, value: untilAborted(found.value, signal) } : found;
    },
    close: () => source.close(),
  };
}
