import { basename } from "node:path/posix";
import * as vscode from "vscode";
import type { Result } from "../bytes/problem";
import type { OpenedFile } from "../document/spawn";
import { formatBytes } from "../reports/format";
import { stampOf } from "./watch";

/**
 * VS Code's file systems are read whole, not by range, and what is read is copied to the worker: more than this is
 * refused for files that are on no disk.
 */
const MAX_WHOLE_BYTES = 512 * 2 ** 20;

/** How the worker gets at the file: by its path where it is on a disk, else with all its bytes. */
export async function openForWorker(uri: vscode.Uri): Promise<Result<OpenedFile>> {
  const stamp = await stampOf(uri);
  const name = basename(uri.path);
  if (stamp === undefined) {
    return refused("unreadable-file", `${name}: there is no such file, or it cannot be read.`);
  }
  const { size, modified } = stamp;
  if (uri.scheme === "file")
    return { ok: true, value: { file: { kind: "path", path: uri.fsPath }, modified } };
  if (size > MAX_WHOLE_BYTES) {
    const limit = formatBytes(MAX_WHOLE_BYTES);
    return refused(
      "too-large-to-load",
      `${name}: ${formatBytes(size)} in a "${uri.scheme}" file system, which can only be read whole; the limit is ${limit}. Copy the file to a disk to open it.`,
    );
  }
  try {
    const bytes = await vscode.workspace.fs.readFile(uri);
    return { ok: true, value: { file: { kind: "bytes", name, bytes }, modified } };
  } catch (thrown) {
    return refused(
      "unreadable-file",
      `${name}: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    );
  }
}

function refused(code: string, message: string): Result<never> {
  return { ok: false, problem: { severity: "error", code, message, where: "" } };
}
