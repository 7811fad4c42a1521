import * as vscode from "vscode";

/** Files of which nothing can be shown, for the `when` clauses of what is done with a model. */
const CONTEXT = "layerscope.unshown";
const unshown = new Set<string>();

/** A file was opened, or closed: `failed` says that its editor shows nothing but why. */
export function tellShown({ path }: vscode.Uri, failed: boolean): void {
  if (unshown.has(path) === failed) return;
  if (failed) unshown.add(path);
  else unshown.delete(path);
  void vscode.commands.executeCommand("setContext", CONTEXT, [...unshown]);
}
