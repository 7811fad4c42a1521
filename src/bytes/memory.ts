import type { Result } from "./problem";
import { insideFolder } from "./sibling";
import { escapingPath, missingFile } from "./sibling-problem";
import type { ByteSource, SiblingProblem } from "./source";
import { SourceError } from "./source";

/**
 * Bytes that are in memory already.
 *
 * @param siblings the files of the same folder by relative path, with `/`.
 */
export function memorySource(
  name: string,
  bytes: Uint8Array,
  siblings: ReadonlyMap<string, Uint8Array> = new Map(),
): ByteSource {
  return {
    name,
    size: bytes.length,
    read(offset, length) {
      if (offset < 0 || length < 0 || offset + length > bytes.length) {
        return Promise.reject(new SourceError(`${name}: no bytes ${offset}–${offset + length}`));
      }
      return Promise.resolve(bytes.subarray(offset, offset + length));
    },
    sibling(relative) {
      return Promise.resolve(siblingInMemory(name, siblings, relative));
    },
    close() {
      return Promise.resolve();
    },
  };
}

function siblingInMemory(
  name: string,
  siblings: ReadonlyMap<string, Uint8Array>,
  relative: string,
): Result<ByteSource, SiblingProblem> {
  const inside = insideFolder(relative);
  if (!inside.ok) return { ok: false, problem: escapingPath(name, relative, inside.reason) };
  const path = inside.parts.join("/");
  const bytes = siblings.get(path);
  if (bytes === undefined) return { ok: false, problem: missingFile(name, relative) };
  return { ok: true, value: memorySource(path, bytes, siblings) };
}
