import { readFile, stat } from "node:fs/promises";
import { join } from "node:path/posix";

/**
 * As much of VS Code as open models ask for, in a process of its own: it counts who listens, so that what was not
 * given back is seen. Bundled in the place of `vscode`.
 */

/** Listeners, watchers and diagnostics that were given out and not given back. */
const held = new Set<object>();
export const heldCount = (): number => held.size;

export class Disposable {
  constructor(private readonly end: () => void) {
    held.add(this);
  }

  dispose(): void {
    held.delete(this);
    this.end();
  }
}

type Listener<T> = (event: T) => void;

export class EventEmitter<T> {
  private readonly listeners = new Map<Disposable, Listener<T>>();

  readonly event = (listener: Listener<T>): Disposable => {
    const disposable = new Disposable(() => this.listeners.delete(disposable));
    this.listeners.set(disposable, listener);
    return disposable;
  };

  fire(event: T): void {
    for (const listener of [...this.listeners.values()]) listener(event);
  }

  dispose(): void {
    for (const disposable of [...this.listeners.keys()]) disposable.dispose();
  }
}

export class Uri {
  readonly scheme = "file";

  private constructor(readonly path: string) {}

  get fsPath(): string {
    return this.path;
  }

  static file(path: string): Uri {
    return new Uri(path);
  }

  static parse(text: string): Uri {
    return new Uri(text);
  }

  static joinPath(uri: Uri, ...parts: readonly string[]): Uri {
    return new Uri(join(uri.path, ...parts));
  }

  with({ path }: { readonly path: string }): Uri {
    return new Uri(path);
  }

  toString(): string {
    return `file://${this.path}`;
  }
}

export class RelativePattern {
  constructor(
    readonly base: Uri,
    readonly pattern: string,
  ) {}
}

export class Range {
  constructor(readonly line: number) {}
}

export class Diagnostic {
  constructor(
    readonly range: Range,
    readonly message: string,
  ) {}
}

export const DiagnosticSeverity = { Error: 0, Warning: 1, Information: 2, Hint: 3 };
export const ProgressLocation = { Notification: 15 };
export const env = { language: "en" };
export const l10n = { t: (text: string): string => text };
export const commands = { executeCommand: (): Promise<void> => Promise.resolve() };

const configured = new EventEmitter<never>();

class Watcher extends Disposable {
  private readonly changes = new EventEmitter<Uri>();
  readonly onDidChange = this.changes.event;
  readonly onDidCreate = this.changes.event;
  readonly onDidDelete = this.changes.event;

  constructor() {
    super(() => {
      this.changes.dispose();
    });
  }
}

export const workspace = {
  fs: {
    readFile: (uri: Uri): Promise<Uint8Array> => readFile(uri.path),
    stat: async (uri: Uri) => {
      const { size, mtimeMs } = await stat(uri.path);
      return { size, mtime: mtimeMs };
    },
  },
  getConfiguration: () => ({ get: <T>(_: string, otherwise?: T): T | undefined => otherwise }),
  getWorkspaceFolder: (): undefined => undefined,
  onDidChangeConfiguration: configured.event,
  createFileSystemWatcher: (): Watcher => new Watcher(),
};

export const languages = {
  createDiagnosticCollection: () => {
    const byFile = new Map<string, object>();
    return {
      set: (uri: Uri, diagnostics: readonly object[]): void => {
        const one = byFile.get(uri.path) ?? { diagnostics };
        byFile.set(uri.path, one);
        held.add(one);
      },
      delete: (uri: Uri): void => {
        const one = byFile.get(uri.path);
        if (one !== undefined) held.delete(one);
        byFile.delete(uri.path);
      },
      dispose: (): void => undefined,
    };
  },
};

export const window = {
  withProgress: (
    _: unknown,
    work: (progress: object, token: object) => Promise<unknown>,
  ): Promise<unknown> => {
    const progress = { report: (): void => undefined };
    return work(progress, { onCancellationRequested: (): void => undefined });
  },
};
