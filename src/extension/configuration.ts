import { posix } from "node:path";
import * as vscode from "vscode";
import type { ConfigurationSources, Suppression } from "../findings/types";
import { CONFIGURATION_FILE } from "../findings/types";
import { refusalFor } from "./acceptance";

/** How the workspace wants a model to be linted: the user's settings and the nearest file beside or above the model. */
export async function configurationFor(model: vscode.Uri): Promise<ConfigurationSources> {
  const set = vscode.workspace.getConfiguration("layerscope", model).get<unknown>("rules", {});
  // VS Code's own object cannot be handed to a worker: plain JSON can.
  const settings: unknown = JSON.parse(JSON.stringify(set));
  return { settings, file: await nearest(model), model: posix.basename(model.path) };
}

/** Why findings of a model cannot be accepted, which is written beside it, for a person; undefined: they can. */
export async function refusalToAccept(model: vscode.Uri, extension: vscode.Uri): Promise<string | undefined> {
  const name = posix.basename(model.path);
  const refusal = refusalFor(model, extension, await isReadOnly(vscode.Uri.joinPath(model, "..")));
  switch (refusal) {
    case "shipped":
      return vscode.l10n.t(
        "{0} ships with Layerscope, and nothing is written into the extension's folder. Copy the model to a folder of yours to accept its findings.",
        name,
      );
    case "read-only":
      return vscode.l10n.t(
        "The folder of {0} is read-only: {1} cannot be written there, and the finding is not accepted.",
        name,
        CONFIGURATION_FILE,
      );
    case undefined:
      return undefined;
  }
}

async function isReadOnly(folder: vscode.Uri): Promise<boolean> {
  if (vscode.workspace.fs.isWritableFileSystem(folder.scheme) === false) return true;
  try {
    const { permissions = 0 } = await vscode.workspace.fs.stat(folder);
    return (permissions & vscode.FilePermission.Readonly) !== 0;
  } catch {
    // Whether it can be written is then found by writing.
    return false;
  }
}

/** Adds a suppression to the file in the model's folder; what else is in the file stays as it is. */
export async function suppress(model: vscode.Uri, suppression: Suppression): Promise<void> {
  const uri = vscode.Uri.joinPath(model, "..", CONFIGURATION_FILE);
  const text = await readText(uri);
  const before = text === undefined ? {} : (JSON.parse(text) as { suppress?: unknown });
  const list: readonly unknown[] = Array.isArray(before.suppress) ? before.suppress : [];
  const after = { ...before, suppress: [...list, suppression] };
  await vscode.workspace.fs.writeFile(uri, Buffer.from(`${JSON.stringify(after, null, 2)}\n`));
}

async function nearest(model: vscode.Uri): Promise<ConfigurationSources["file"]> {
  const top = vscode.workspace.getWorkspaceFolder(model)?.uri.path;
  let folder = posix.dirname(model.path);
  for (;;) {
    const uri = model.with({ path: posix.join(folder, CONFIGURATION_FILE) });
    const text = await readText(uri);
    if (text !== undefined) return { path: uri.path, text };
    const above = posix.dirname(folder);
    if (folder === top || above === folder) return null;
    folder = above;
  }
}

async function readText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return Buffer.from(await vscode.workspace.fs.readFile(uri)).toString("utf8");
  } catch {
    // There is none, which is the usual case.
    return undefined;
  }
}
