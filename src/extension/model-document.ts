import { basename } from "node:path/posix";
import * as vscode from "vscode";
import type { Problem } from "../bytes/problem";
import type { Ask } from "../document/answer";
import type { HostEvent } from "../document/protocol/messages";
import type { RequestName, Requests } from "../document/protocol/requests";
import { WorkerDocument } from "../document/spawn";
import { configurationFor } from "./configuration";
import { displayLanguage } from "./display-language";
import type { Home } from "./home";
import type { Log } from "./log";
import { logFault, logTimings } from "./log";
import { reachBy } from "./milestones";
import { RunInputFiles } from "./run-inputs";
import { runLimits, withProgress } from "./running";
import { withShortName } from "./short-name";
import { tellShown } from "./unshown";
import { openForWorker } from "./vscode-source";
import type { FileChange } from "./watch";
import { stampOf, watchFile } from "./watch";

/** A model that is open in one or several editors: one worker and one watcher for all of them. */
export class ModelDocument implements vscode.CustomDocument {
  /** What a person chose to run it on. */
  readonly inputFiles: RunInputFiles;
  private readonly worker: WorkerDocument;
  private readonly events = new vscode.EventEmitter<HostEvent>();
  private readonly facts = new vscode.EventEmitter<void>();
  private readonly closing = new vscode.EventEmitter<void>();
  private watcher: vscode.Disposable | undefined;
  private state: FileChange = "changed";
  private disposed = false;
  /** What concerns every page of the model. */
  readonly onEvent = this.events.event;
  /** A page has the facts: what is asked from here on keeps no graph waiting. */
  readonly onFacts = this.facts.event;
  /** The last editor on it is closed. */
  readonly onClosed = this.closing.event;

  constructor(
    readonly uri: vscode.Uri,
    readonly home: Home,
    private readonly log: Log,
  ) {
    this.inputFiles = new RunInputFiles(uri);
    this.worker = new WorkerDocument({
      script: vscode.Uri.joinPath(home.extension, "dist", "document.js").fsPath,
      open: () => openForWorker(uri),
      language: displayLanguage(),
      kept: home.kept,
      onRestarted: (reason) => {
        log.warn(`${this.name}: the worker was started again, because ${reason}.`);
        this.events.fire({ type: "restarted", reason });
      },
      onFault: (fault) => {
        logFault(log, fault);
      },
      onTimings: (timings) => {
        logTimings(log, this.name, timings);
      },
    });
  }

  get name(): string {
    return basename(this.uri.path);
  }

  /** The file was deleted; what is shown is its last content. */
  get deleted(): boolean {
    return this.state === "deleted";
  }

  get closed(): boolean {
    return this.disposed;
  }

  /** Asks the worker; what only the extension host can read or show is added here. */
  readonly request: Ask = async (name, params, options = {}) => {
    try {
      const added = { ...params, ...(await this.addition(name, params)) };
      const answer = await this.ask(name, added, options);
      if ("ok" in answer) reachBy(name);
      if (name === "facts" && !("cancelled" in answer)) {
        tellShown(this.uri, "error" in answer);
        this.facts.fire();
      }
      return "error" in answer ? { error: withShortName(answer.error, this.uri.fsPath, this.name) } : answer;
    } catch (thrown) {
      return { error: unreadable(thrown) };
    }
  };

  private readonly ask: Ask = async (name, params, options = {}) => {
    if (name !== "run" && name !== "gradients") return await this.worker.request(name, params, options);
    const title = vscode.l10n.t("Running {0}", this.name);
    return await withProgress(title, options, (others) => this.worker.request(name, params, others));
  };

  /** How to lint is the workspace's, what to run on a person's. */
  private async addition<N extends RequestName>(
    name: N,
    params: Requests[N]["params"],
  ): Promise<Partial<Requests[RequestName]["params"]>> {
    switch (name) {
      case "lint":
        return { configuration: await configurationFor(this.uri), ...readsWeights(this.uri) };
      case "runRecipe":
        return { given: await this.inputFiles.read() };
      case "run":
      case "gradients": {
        const asked = params as Requests["run" | "gradients"]["params"];
        const { inputs } = asked;
        return {
          ...asked,
          inputs: { ...inputs, given: await this.inputFiles.read() },
          ...runLimits(this.uri),
        };
      }
      default:
        return {};
    }
  }

  /** Files for the inputs were chosen, or are not wanted any more. */
  inputsChosen(): void {
    this.events.fire({ type: "input-files", files: this.inputFiles.names });
  }

  /** How to lint is another now. */
  configured(): void {
    this.events.fire({ type: "configured" });
  }

  /** Reads it while its page comes up. What is wrong with it is told to whoever asks first. */
  begin(): void {
    void this.worker.begin();
  }

  async watch(): Promise<void> {
    const shown = await stampOf(this.uri);
    if (this.disposed) return;
    this.watcher = watchFile(this.uri, shown, (change) => void this.follow(change));
  }

  dispose(): void {
    this.disposed = true;
    tellShown(this.uri, false);
    this.closing.fire();
    this.closing.dispose();
    this.watcher?.dispose();
    this.events.dispose();
    this.facts.dispose();
    void this.worker.dispose();
  }

  private async follow(change: FileChange): Promise<void> {
    this.log.info(`${this.name}: the file was ${change}.`);
    this.state = change;
    if (change === "changed") await this.worker.reload();
    this.events.fire({ type: "changed", state: change });
  }
}

/** A file that a person chose is gone, or may not be read. */
function unreadable(thrown: unknown): Problem {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { severity: "error", code: "unreadable-file", message, where: "" };
}

/** A setting may ask for all weights once and for all; else a person asks. */
function readsWeights(uri: vscode.Uri): { readonly weights?: true } {
  const set = vscode.workspace.getConfiguration("layerscope", uri).get<string>("lint.weights", "ask");
  return set === "always" ? { weights: true } : {};
}
