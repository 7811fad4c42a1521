import type { FileHandle } from "node:fs/promises";
import { open, realpath } from "node:fs/promises";
import { dirname, join, relative as relativePath, sep } from "node:path";
import type { Result } from "./problem";
import { insideFolder } from "./sibling";
import { escapingPath, missingFile, unreadableFile } from "./sibling-problem";
import type { ByteSource, SiblingProblem } from "./source";
import { SourceError } from "./source";

/** Opens a file for ranged reads; a Problem where it is not there, is a folder or may not be read. */
export async function openFile(path: string): Promise<Result<ByteSource>> {
  try {
    return { ok: true, value: await sourceOf(path, path, dirname(path)) };
  } catch (error) {
    const message = `${path}: cannot be opened: ${reasonOf(error)}.`;
    return { ok: false, problem: { severity: "error", code: "unreadable-file", message, where: "" } };
  }
}

/** @param folder the model's folder, which siblings must not leave. */
async function sourceOf(name: string, path: string, folder: string): Promise<ByteSource> {
  const handle = await open(path, "r");
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new NotAFile();
    return {
      name,
      size: stat.size,
      modified: stat.mtimeMs,
      read: (offset, length, into) => readRange(handle, name, offset, length, into),
      sibling: (relative) => openSibling(name, folder, relative),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

class NotAFile extends Error {
  readonly code = "ENOTFILE";
}

async function readRange(
  handle: FileHandle,
  name: string,
  offset: number,
  length: number,
  into: Uint8Array = new Uint8Array(length),
): Promise<Uint8Array> {
  const bytes = into.subarray(0, length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle
      .read(bytes, filled, length - filled, offset + filled)
      .catch((error: unknown) => {
        throw new SourceError(`${name}: ${reasonOf(error)}`);
      });
    if (bytesRead === 0) throw new SourceError(`${name}: ends before byte ${offset + length}`);
    filled += bytesRead;
  }
  return bytes;
}

async function openSibling(
  model: string,
  folder: string,
  relative: string,
): Promise<Result<ByteSource, SiblingProblem>> {
  const inside = insideFolder(relative);
  if (!inside.ok) return { ok: false, problem: escapingPath(model, relative, inside.reason) };
  try {
    const root = await realpath(folder);
    // The real path is what is opened, so that a link cannot be exchanged between the check and the opening.
    const path = await realpath(join(folder, ...inside.parts));
    const fromRoot = relativePath(root, path);
    if (fromRoot === ".." || fromRoot.startsWith(`..${sep}`) || join(root, fromRoot) !== path) {
      return { ok: false, problem: escapingPath(model, relative, "leaves the folder by a link") };
    }
    return { ok: true, value: await sourceOf(inside.parts.join("/"), path, folder) };
  } catch (error) {
    const code = codeOf(error);
    const missing = code === "ENOENT" || code === "ENOTDIR";
    const problem = missing ? missingFile(model, relative) : unreadableFile(model, relative, reasonOf(error));
    return { ok: false, problem };
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "a part of the path is no folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a folder",
  ENOTFILE: "it is not a file",
  ELOOP: "its links go in a circle",
  ENAMETOOLONG: "the name is too long",
  EMFILE: "too many files are open",
};

function reasonOf(error: unknown): string {
  const code = codeOf(error);
  return REASONS[code ?? ""] ?? (code === undefined ? String(error) : `error ${code}`);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
