import * as vscode from "vscode";
import type { KeptPlace } from "../document/worker-messages";

/** Where the extension is, and where it may write. */
export interface Home {
  readonly extension: vscode.Uri;
  /** For what was measured of models, on the machine that the extension runs on. */
  readonly kept: KeptPlace;
}

export function homeOf({ extension, extensionUri, globalStorageUri }: vscode.ExtensionContext): Home {
  const { version } = extension.packageJSON as { readonly version: string };
  const { fsPath: folder } = vscode.Uri.joinPath(globalStorageUri, "weights");
  return { extension: extensionUri, kept: { folder, version } };
}
