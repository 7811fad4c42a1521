import { basename } from "node:path/posix";
import * as vscode from "vscode";
import type { OpenTfjsModels } from "./json-reaction";
import { HEAD_LETTERS, reactionTo } from "./json-reaction";
import { TFJS_VIEW } from "./view-types";

const SETTING = "openTfjsModels";

/** Files that are models, for the `when` clause of the button over their text. */
const CONTEXT = "layerscope.tfjsModels";

/** Watches which JSON files are shown as text, and offers to open those that are models of TensorFlow.js. */
export class JsonModels implements vscode.Disposable {
  private readonly models = new Set<string>();
  private readonly subscription: vscode.Disposable;

  constructor() {
    this.subscription = vscode.window.onDidChangeActiveTextEditor((editor) => void this.look(editor));
    void this.look(vscode.window.activeTextEditor);
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private async look(editor: vscode.TextEditor | undefined): Promise<void> {
    if (editor === undefined || editor.viewColumn === undefined) return;
    const { document } = editor;
    if (!document.uri.path.toLowerCase().endsWith(".json")) return;
    const { path } = document.uri;
    const head = document.getText(
      new vscode.Range(document.positionAt(0), document.positionAt(HEAD_LETTERS)),
    );
    const setting = vscode.workspace.getConfiguration("layerscope").get<OpenTfjsModels>(SETTING, "offer");
    const reaction = reactionTo(head, setting, this.models.has(path));
    if (reaction === "nothing") return;
    this.models.add(path);
    await vscode.commands.executeCommand("setContext", CONTEXT, [...this.models]);
    if (reaction === "open") await this.open(document.uri);
    if (reaction === "offer") await this.offer(document.uri);
  }

  private async offer(uri: vscode.Uri): Promise<void> {
    const open = vscode.l10n.t("Open with Layerscope");
    const never = vscode.l10n.t("Don't Offer Again");
    const message = vscode.l10n.t("{0} is a TensorFlow.js model.", basename(uri.path));
    const choice = await vscode.window.showInformationMessage(message, open, never);
    if (choice === open) await this.open(uri);
    if (choice === never) {
      const { Global } = vscode.ConfigurationTarget;
      await vscode.workspace.getConfiguration("layerscope").update(SETTING, "never", Global);
    }
  }

  private async open(uri: vscode.Uri): Promise<void> {
    await vscode.commands.executeCommand("vscode.openWith", uri, TFJS_VIEW);
  }
}
