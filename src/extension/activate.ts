import * as vscode from "vscode";
import { CodeHovers } from "./code-hovers";
import { registerCommands } from "./commands";
import { CONCEPT_SCHEME, ConceptBooks } from "./concept-books";
import { Diagnostics } from "./diagnostics";
import { homeOf } from "./home";
import { createLog } from "./log";
import { JsonModels } from "./json-models";
import { ModelEditorProvider } from "./provider";
import { SAMPLE_SCHEME, sampleTexts } from "./samples";
import { ONNX_VIEW, TFJS_VIEW } from "./view-types";

/** Called by VS Code when the first model, JSON file or code is opened or the first command is used. Nothing is read here. */
export function activate(context: vscode.ExtensionContext): void {
  const log = createLog();
  const diagnostics = new Diagnostics();
  const provider = new ModelEditorProvider(homeOf(context), log, diagnostics);
  const books = new ConceptBooks(context.extensionUri);
  context.subscriptions.push(
    log,
    diagnostics,
    new JsonModels(),
    new CodeHovers(books),
    vscode.workspace.registerTextDocumentContentProvider(CONCEPT_SCHEME, books),
    vscode.workspace.registerTextDocumentContentProvider(SAMPLE_SCHEME, sampleTexts(context.extensionUri)),
    ...[ONNX_VIEW, TFJS_VIEW].map((view) =>
      vscode.window.registerCustomEditorProvider(view, provider, {
        supportsMultipleEditorsPerDocument: true,
        // The page keeps what a person would miss in its state; its worker keeps the model.
        webviewOptions: { retainContextWhenHidden: false },
      }),
    ),
    ...registerCommands(provider, books, context.extensionUri, log),
  );
}
