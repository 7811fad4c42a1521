import * as vscode from "vscode";
import type { MetricFile } from "../document/protocol/colours";
import type { HostEvent, PageCommand, PageEvent, ToHost, ToPage } from "../document/protocol/messages";
import { Responder } from "../document/responder";
import { pickMetric, pickMetricFile } from "./colour-by";
import { refusalToAccept, suppress } from "./configuration";
import type { Log } from "./log";
import { logFault, logTimings } from "./log";
import type { ModelDocument } from "./model-document";

/** One editor: hands on what its page asks of the document, and does for the page what only VS Code can. */
export class ModelPanel implements vscode.Disposable {
  private readonly responder: Responder;
  private readonly subscriptions: readonly vscode.Disposable[];
  private closed = false;
  private ready = false;
  /** What the page is told as soon as it is there. */
  private waiting: readonly HostEvent[] = [];
  /** Kept for the page, which forgets it while it is hidden. */
  private metricFile: MetricFile | undefined;

  constructor(
    private readonly document: ModelDocument,
    private readonly panel: vscode.WebviewPanel,
    private readonly log: Log,
  ) {
    this.responder = new Responder(
      document.request,
      (message) => {
        this.post(message);
      },
      (fault) => {
        logFault(log, fault);
      },
    );
    this.subscriptions = [
      panel.webview.onDidReceiveMessage((message: ToHost) => void this.receive(message)),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration("layerscope")) this.post(settings());
      }),
      document.onEvent((event) => {
        this.post(event);
      }),
      // A page that was hidden begins anew.
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.ready = false;
      }),
    ];
  }

  get active(): boolean {
    return this.panel.active;
  }

  get visible(): boolean {
    return this.panel.visible;
  }

  shows(uri: vscode.Uri): boolean {
    return this.document.uri.toString() === uri.toString();
  }

  /** Tells the page, as soon as it is there. */
  tell(event: HostEvent): void {
    if (this.ready) this.post(event);
    else this.waiting = [...this.waiting, event];
  }

  command(command: PageCommand): void {
    this.post({ type: "command", command });
  }

  showConcept(number: number): void {
    this.panel.reveal(undefined, true);
    this.post({ type: "show-concept", number });
  }

  /** Asks what the graph is coloured by. */
  async colourBy(): Promise<void> {
    const metric = await pickMetric();
    if (metric === "file") await this.colourByFile();
    else if (metric !== undefined) this.post({ type: "colour-by", metric });
  }

  async colourByFile(): Promise<void> {
    const file = await pickMetricFile(this.document.uri);
    if (file === undefined) return;
    this.metricFile = file;
    this.post({ type: "metric-file", file, chosen: true });
  }

  dispose(): void {
    this.closed = true;
    this.responder.cancelAll();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private post(message: ToPage): void {
    // A page that is closed or hidden takes nothing and needs nothing: it asks again when it is back.
    if (!this.closed) void this.panel.webview.postMessage(message);
  }

  private async receive(message: ToHost): Promise<void> {
    switch (message.type) {
      case "request":
      case "cancel":
        await this.responder.receive(message);
        break;
      case "ready":
        // What an earlier life of the page asked for, it does not wait for any more.
        this.responder.cancelAll();
        this.post(settings());
        if (this.document.deleted) this.post({ type: "changed", state: "deleted" });
        if (this.metricFile !== undefined) {
          this.post({ type: "metric-file", file: this.metricFile, chosen: false });
        }
        this.post({ type: "input-files", files: this.document.inputFiles.names });
        this.ready = true;
        for (const event of this.waiting) this.post(event);
        this.waiting = [];
        break;
      case "save":
        await this.save(message);
        break;
      case "open-model":
        await vscode.commands.executeCommand("layerscope.open");
        break;
      case "pick-metric-file":
        await this.colourByFile();
        break;
      case "pick-input":
        await this.document.inputFiles.pick(message.input);
        this.document.inputsChosen();
        break;
      case "drop-input":
        this.document.inputFiles.drop(message.input);
        this.document.inputsChosen();
        break;
      case "copy":
        await vscode.env.clipboard.writeText(message.text);
        break;
      case "measured":
        this.document.configured();
        break;
      case "help":
        await vscode.commands.executeCommand("layerscope.showRule", message.rule);
        break;
      case "suppress":
        await this.suppress(message);
        break;
      case "timings":
        logTimings(this.log, `${this.document.name} in the page`, message.timings);
        break;
      case "fault":
        logFault(this.log, message);
        break;
    }
  }

  private async suppress({ rule, where }: PageEvent & { type: "suppress" }): Promise<void> {
    const refusal = await refusalToAccept(this.document.uri, this.document.home.extension);
    if (refusal !== undefined) {
      void vscode.window.showWarningMessage(refusal);
      return;
    }
    const place = where === "" ? rule : `${rule}: ${where}`;
    const reason = await vscode.window.showInputBox({
      title: vscode.l10n.t("Accept {0}", place),
      prompt: vscode.l10n.t("Why is this as it should be? The reason is kept in .layerscope.json."),
      validateInput: (text) => (text.trim() === "" ? vscode.l10n.t("A reason is needed.") : undefined),
    });
    if (reason === undefined) return;
    const name = this.document.name;
    try {
      await suppress(this.document.uri, { rule, file: name, ...(where === "" ? {} : { where }), reason });
      this.document.configured();
    } catch (thrown) {
      const fault = thrown instanceof Error ? thrown.message : String(thrown);
      void vscode.window.showErrorMessage(vscode.l10n.t("The finding was not accepted: {0}", fault));
    }
  }

  private async save({ name, content, encoding }: PageEvent & { type: "save" }): Promise<void> {
    const extension = name.slice(name.lastIndexOf(".") + 1);
    const fileName = name.replace(/[/\\:*?"<>|\p{Cc}]/gu, "_");
    const target = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.joinPath(this.document.uri, "..", fileName),
      filters: { [extension.toUpperCase()]: [extension] },
    });
    if (target === undefined) return;
    try {
      await vscode.workspace.fs.writeFile(target, Buffer.from(content, encoding));
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      void vscode.window.showErrorMessage(vscode.l10n.t("The picture was not saved: {0}", reason));
    }
  }
}

/** What the page follows of the user's settings. */
function settings(): ToPage {
  const configuration = vscode.workspace.getConfiguration("layerscope");
  return { type: "settings", costConvention: configuration.get("costConvention", "layerscope") };
}
