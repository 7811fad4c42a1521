import * as vscode from "vscode";
import { registerCommands } from "./commands";
import { Diagnostics } from "./diagnostics";
import { createLog } from "./log";
import { ModelEditorProvider, VIEW_TYPE } from "./provider";

/** Called by VS Code when the first model is opened or the first command is used. Nothing is read here. */
export function activate(context: vscode.ExtensionContext): void {
  const log = createLog();
  const diagnostics = new Diagnostics();
  const provider = new ModelEditorProvider(context.extensionUri, log, diagnostics);
  context.subscriptions.push(
    log,
    diagnostics,
    vscode.window.registerCustomEditorProvider(VIEW_TYPE, provider, {
      supportsMultipleEditorsPerDocument: true,
      // The page keeps what a person would miss in its state; its worker keeps the model.
      webviewOptions: { retainContextWhenHidden: false },
    }),
    ...registerCommands(provider, context.extensionUri, log),
  );
}
