import * as vscode from "vscode";
import { CONFIGURATION_FILE } from "../findings/types";
import type { Diagnostics } from "./diagnostics";
import type { Home } from "./home";
import type { Log } from "./log";
import { ModelDocument } from "./model-document";
import { pageHtml, pageRoot } from "./page";
import { ModelPanel } from "./panel";
import { tabTitle } from "./tab-title";
import { viewTypeFor } from "./view-types";

/** Opens models: a document for each file, a panel for each editor on it. */
export class ModelEditorProvider implements vscode.CustomReadonlyEditorProvider<ModelDocument> {
  private readonly panels = new Set<ModelPanel>();

  constructor(
    private readonly home: Home,
    private readonly log: Log,
    private readonly diagnostics: Diagnostics,
  ) {}

  /** The panel that has the focus, if it is one of ours. */
  get activePanel(): ModelPanel | undefined {
    return [...this.panels].find((panel) => panel.active);
  }

  /** One that a person sees: the active one, where it is ours. */
  get visiblePanel(): ModelPanel | undefined {
    return this.activePanel ?? [...this.panels].find((panel) => panel.visible);
  }

  openCustomDocument(uri: vscode.Uri): ModelDocument {
    const document = new ModelDocument(uri, this.home, this.log);
    document.begin();
    void document.watch();
    this.lint(document);
    return document;
  }

  /** Opens a model, or comes back to it; undefined where VS Code opens no panel for it. */
  async open(uri: vscode.Uri): Promise<ModelPanel | undefined> {
    await vscode.commands.executeCommand("vscode.openWith", uri, viewTypeFor(uri.path));
    return [...this.panels].find((one) => one.shows(uri) && one.active);
  }

  private lint(document: ModelDocument): void {
    const again = (): void => void this.diagnostics.follow(document);
    const first = document.onFacts(() => {
      first.dispose();
      again();
    });
    const subscriptions = [
      first,
      document.onEvent(({ type }) => {
        if (type === "changed" || type === "configured") again();
      }),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration("layerscope", document.uri)) document.configured();
      }),
      watchConfiguration(document),
    ];
    document.onClosed(() => {
      this.diagnostics.forget(document.uri);
      for (const subscription of subscriptions) subscription.dispose();
    });
  }

  resolveCustomEditor(document: ModelDocument, webviewPanel: vscode.WebviewPanel): void {
    const { webview } = webviewPanel;
    webview.options = { enableScripts: true, localResourceRoots: [pageRoot(this.home.extension)] };
    const title = tabTitle(document.uri.path);
    if (title !== undefined) webviewPanel.title = title;
    const panel = new ModelPanel(document, webviewPanel, this.log);
    this.panels.add(panel);
    webviewPanel.onDidDispose(() => {
      this.panels.delete(panel);
      panel.dispose();
    });
    webview.html = pageHtml(webview, this.home.extension);
  }
}

/** Tells the model when a file that says how to lint it is written, anywhere in its workspace folder. */
function watchConfiguration(document: ModelDocument): vscode.Disposable {
  const folder =
    vscode.workspace.getWorkspaceFolder(document.uri)?.uri ?? vscode.Uri.joinPath(document.uri, "..");
  const pattern = new vscode.RelativePattern(folder, `**/${CONFIGURATION_FILE}`);
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  const changed = (): void => {
    document.configured();
  };
  watcher.onDidCreate(changed);
  watcher.onDidChange(changed);
  watcher.onDidDelete(changed);
  return watcher;
}
