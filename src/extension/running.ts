import * as vscode from "vscode";
import type { Answer, RequestOptions } from "../document/answer";

/** What the user's settings allow a run; null: what the machine has room for. */
export function runLimits(model: vscode.Uri): {
  readonly memory: number | null;
  readonly threads: number | null;
} {
  const settings = vscode.workspace.getConfiguration("layerscope.run", model);
  return { memory: positive(settings.get("memory")), threads: positive(settings.get("threads")) };
}

function positive(value: unknown): number | null {
  return typeof value === "number" && value > 0 ? Math.floor(value) : null;
}

/** Shows VS Code's own progress, which can be cancelled, beside whoever else follows a request. */
export function withProgress<T>(
  title: string,
  { signal, onProgress, ...others }: RequestOptions,
  ask: (options: RequestOptions) => Promise<Answer<T>>,
): Thenable<Answer<T>> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, async (shown, token) => {
    const controller = new AbortController();
    const cancel = (): void => controller.abort();
    signal?.addEventListener("abort", cancel, { once: true });
    if (signal?.aborted === true) cancel();
    token.onCancellationRequested(cancel);
    let before = 0;
    return await ask({
      ...others,
      signal: controller.signal,
      onProgress: (progress) => {
        onProgress?.(progress);
        const { phase, done, total } = progress;
        if (done === null || total === null || total === 0) shown.report({ message: phase });
        else {
          const now = (100 * done) / total;
          shown.report({ message: `${phase}: ${String(done)} / ${String(total)}`, increment: now - before });
          before = now;
        }
      },
    });
  });
}
