import * as vscode from "vscode";
import type { FileState, Stamp } from "./file-state";
import { UNSEEN, look } from "./file-state";

/** Events come in twos and threes within some 200 ms of each other; a moment without any also shows a stable file. */
const QUIET_MS = 250;

export type FileChange = "changed" | "deleted";

/** Tells when the file holds another content, is gone, or is back: once for each, and after it is wholly written. */
export function watchFile(
  uri: vscode.Uri,
  shown: Stamp | undefined,
  onChange: (change: FileChange) => void,
): vscode.Disposable {
  let state: FileState = { ...UNSEEN, shown };
  let timer: NodeJS.Timeout | undefined;
  let disposed = false;

  const lookAgain = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void lookNow(), QUIET_MS);
  };
  const lookNow = async (): Promise<void> => {
    const found = await stampOf(uri);
    if (disposed) return;
    const step = look(state, found);
    state = step.state;
    if (step.action === "wait") lookAgain();
    else if (step.action !== "none") onChange(step.action);
  };

  // The name may hold characters that mean something in a glob, so the folder is watched and the uri compared.
  const folder = vscode.Uri.joinPath(uri, "..");
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, "*"));
  const onEvent = (changed: vscode.Uri): void => {
    if (changed.toString() === uri.toString()) lookAgain();
  };
  watcher.onDidChange(onEvent);
  watcher.onDidCreate(onEvent);
  watcher.onDidDelete(onEvent);
  return new vscode.Disposable(() => {
    disposed = true;
    clearTimeout(timer);
    watcher.dispose();
  });
}

/** Size and time of the file; undefined where there is none. */
export async function stampOf(uri: vscode.Uri): Promise<Stamp | undefined> {
  try {
    const { size, mtime } = await vscode.workspace.fs.stat(uri);
    return { size, modified: mtime };
  } catch {
    return undefined;
  }
}
