import { readdirSync } from "node:fs";
import { join } from "node:path";
import type * as vscode from "vscode";
import type { Reply, Request, ToHost, ToPage } from "../../../src/document/protocol/messages";
import type { RequestName } from "../../../src/document/protocol/requests";
import { Diagnostics } from "../../../src/extension/diagnostics";
import type { ModelDocument } from "../../../src/extension/model-document";
import { ModelEditorProvider } from "../../../src/extension/provider";
import { EventEmitter, heldCount, Uri } from "./vscode";

/**
 * A program: opens models in editors as VS Code does, asks as their pages do, and closes them all, round after round.
 * After each it prints a line of what the process still holds. Arguments: rounds, the extension's folder, models.
 */

/** What is held in the process that would stay if it leaked. */
export interface Holding {
  /** Bytes. */
  readonly heap: number;
  readonly external: number;
  readonly resident: number;
  /** What keeps the process alive: workers, timers, files. */
  readonly resources: number;
  /** Open files and threads; undefined where the system does not tell them. */
  readonly files: number | undefined;
  readonly threads: number | undefined;
  /** Listeners, watchers and diagnostics of VS Code. */
  readonly listeners: number;
}

/** A page and its panel: what the extension sees of them. */
class Editor {
  private readonly toHost = new EventEmitter<ToHost>();
  private readonly toPage = new EventEmitter<ToPage>();
  private readonly closing = new EventEmitter<undefined>();
  private readonly viewState = new EventEmitter<undefined>();
  private lastId = 0;

  readonly panel = {
    active: true,
    visible: true,
    webview: {
      options: {},
      html: "",
      cspSource: "",
      asWebviewUri: (uri: Uri): Uri => uri,
      onDidReceiveMessage: this.toHost.event,
      postMessage: (message: ToPage): Promise<boolean> => {
        this.toPage.fire(message);
        return Promise.resolve(true);
      },
    },
    onDidDispose: this.closing.event,
    onDidChangeViewState: this.viewState.event,
  };

  ready(): void {
    this.toHost.fire({ type: "ready" });
  }

  ask(name: RequestName, params: Request["params"]): Promise<Reply> {
    const id = ++this.lastId;
    return new Promise((resolve) => {
      const listening = this.toPage.event((message) => {
        if (message.type !== "reply" || message.id !== id) return;
        listening.dispose();
        resolve(message);
      });
      this.toHost.fire({ type: "request", id, name, params, assumed: {} });
    });
  }

  close(): void {
    this.closing.fire(undefined);
    for (const emitter of [this.toHost, this.toPage, this.closing, this.viewState]) emitter.dispose();
  }
}

const INPUTS = { seed: 0, samples: 1, pixels: null, distributions: {}, shapes: {}, given: {} };
/** Every so many models one is run: the runtime takes a second to start. */
const RUN_EVERY = 10;

/** A model that is open: looked at, and closed in the middle of something. */
async function look(editor: Editor, at: number): Promise<void> {
  editor.ready();
  const asked: readonly [RequestName, Request["params"]][] = [
    ["facts", {}],
    ["picture", { graph: "", open: null }],
    ["layers", {}],
    ["weights", { measure: true }],
  ];
  for (const [name, params] of asked) {
    const reply = await editor.ask(name, params);
    if (!("ok" in reply)) throw new Error(`${name}: ${JSON.stringify(reply)}`);
  }
  if (at % RUN_EVERY === 0) await editor.ask("run", { inputs: INPUTS, memory: null, threads: 1 });
  // Not waited for: closing ends it.
  void editor.ask("weights", { measure: true });
  if (at % RUN_EVERY === 1) void editor.ask("run", { inputs: INPUTS, memory: null, threads: 1 });
}

async function round(provider: ModelEditorProvider, models: readonly string[]): Promise<void> {
  const opened = models.map((path, at) => {
    // The stand-in has what of these types the extension uses.
    const document: ModelDocument = provider.openCustomDocument(Uri.file(path) as unknown as vscode.Uri);
    const editor = new Editor();
    provider.resolveCustomEditor(document, editor.panel as unknown as vscode.WebviewPanel);
    return { document, editor, looked: look(editor, at) };
  });
  await Promise.all(opened.map(({ looked }) => looked));
  for (const { document, editor } of opened) {
    editor.close();
    document.dispose();
  }
}

/** Workers that were ended take a moment, and longer on a machine that has much to do. */
const PATIENCE_MS = 20_000;
const threads = (): number | undefined => entries("/proc/self/task");

/**
 * What is in the process when what was ended is gone.
 *
 * @param idle what keeps the process alive when nothing is open
 * @param before what was held after the round before
 */
async function holding(idle: number, before: Holding | undefined): Promise<Holding> {
  const resources = (): number => process.getActiveResourcesInfo().length;
  const busy = (): boolean => resources() > idle || (threads() ?? 0) > (before?.threads ?? Infinity);
  const end = Date.now() + PATIENCE_MS;
  do await new Promise((done) => setTimeout(done, 200));
  while (busy() && Date.now() < end);
  globalThis.gc?.();
  await new Promise((done) => setTimeout(done, 50));
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return {
    heap: heapUsed,
    external,
    resident: rss,
    resources: resources(),
    files: entries("/proc/self/fd"),
    threads: threads(),
    listeners: heldCount(),
  };
}

function entries(folder: string): number | undefined {
  try {
    return readdirSync(folder).length;
  } catch {
    return undefined;
  }
}

const [rounds = "1", extension = "", ...models] = process.argv.slice(2);
const log = { info: ignore, warn: ignore, error: ignore } as unknown as vscode.LogOutputChannel;
function ignore(): void {
  // The rounds are about what stays, not about what is said.
}
const provider = new ModelEditorProvider(
  {
    extension: Uri.file(extension) as unknown as vscode.Uri,
    kept: { folder: join(extension, "kept"), version: "" },
  },
  log,
  new Diagnostics(),
);
const idle = process.getActiveResourcesInfo().length;
let before: Holding | undefined;
for (let done = 0; done < Number(rounds); done++) {
  await round(provider, models);
  before = await holding(idle, before);
  process.stdout.write(`${JSON.stringify(before)}\n`);
}
