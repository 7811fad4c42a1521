import type * as vscode from "vscode";
import type { Log } from "./log";
import { ModelDocument } from "./model-document";
import { pageHtml, pageRoot } from "./page";
import { ModelPanel } from "./panel";

export const VIEW_TYPE = "layerscope.onnx";

/** Opens models: a document for each file, a panel for each editor on it. */
export class ModelEditorProvider implements vscode.CustomReadonlyEditorProvider<ModelDocument> {
  private readonly panels = new Set<ModelPanel>();

  constructor(
    private readonly extension: vscode.Uri,
    private readonly log: Log,
  ) {}

  /** The panel that has the focus, if it is one of ours. */
  get activePanel(): ModelPanel | undefined {
    return [...this.panels].find((panel) => panel.active);
  }

  openCustomDocument(uri: vscode.Uri): ModelDocument {
    const document = new ModelDocument(uri, this.extension, this.log);
    void document.watch();
    return document;
  }

  resolveCustomEditor(document: ModelDocument, webviewPanel: vscode.WebviewPanel): void {
    const { webview } = webviewPanel;
    webview.options = { enableScripts: true, localResourceRoots: [pageRoot(this.extension)] };
    const panel = new ModelPanel(document, webviewPanel, this.log);
    this.panels.add(panel);
    webviewPanel.onDidDispose(() => {
      this.panels.delete(panel);
      panel.dispose();
    });
    webview.html = pageHtml(webview, this.extension);
  }
}
