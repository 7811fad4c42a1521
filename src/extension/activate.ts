import * as vscode from "vscode";
import { registerCommands } from "./commands";
import { Diagnostics } from "./diagnostics";
import { createLog } from "./log";
import { JsonModels } from "./json-models";
import { ModelEditorProvider } from "./provider";
import { ONNX_VIEW, TFJS_VIEW } from "./view-types";

/** Called by VS Code when the first model or JSON file is opened or the first command is used. No model is read here. */
export function activate(context: vscode.ExtensionContext): void {
  const log = createLog();
  const diagnostics = new Diagnostics();
  const provider = new ModelEditorProvider(context.extensionUri, log, diagnostics);
  context.subscriptions.push(
    log,
    diagnostics,
    new JsonModels(),
    ...[ONNX_VIEW, TFJS_VIEW].map((view) =>
      vscode.window.registerCustomEditorProvider(view, provider, {
        supportsMultipleEditorsPerDocument: true,
        // The page keeps what a person would miss in its state; its worker keeps the model.
        webviewOptions: { retainContextWhenHidden: false },
      }),
    ),
    ...registerCommands(provider, context.extensionUri, log),
  );
}
