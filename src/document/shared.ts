import type { ReportProgress, RequestOptions } from "./answer";

interface Pending<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  /** Who waits for it: what to tell each of them meanwhile. */
  readonly waiting: Set<ReportProgress>;
  /** For those who come later. */
  readonly told: { last?: Parameters<ReportProgress>[0] };
}

/** Work that several requests may want at once: it is done once, and given up when nobody waits for it any more. */
export class Shared<T> {
  private pending: Pending<T> | undefined;

  constructor(private readonly work: (options: RequestOptions) => Promise<T>) {}

  /** Rejects with the signal's reason when that is aborted, whatever becomes of the work. */
  async join({ signal, onProgress }: RequestOptions): Promise<T> {
    signal?.throwIfAborted();
    const pending = (this.pending ??= this.begin());
    const tell: ReportProgress = (progress) => onProgress?.(progress);
    pending.waiting.add(tell);
    if (pending.told.last !== undefined) tell(pending.told.last);
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        reject(signal?.reason);
        pending.waiting.delete(tell);
        if (pending.waiting.size > 0) return;
        this.end(pending);
        pending.controller.abort(signal?.reason);
      };
      signal?.addEventListener("abort", leave, { once: true });
      void pending.result.then(resolve, reject).finally(() => signal?.removeEventListener("abort", leave));
    });
  }

  private begin(): Pending<T> {
    const controller = new AbortController();
    const waiting = new Set<ReportProgress>();
    const told: Pending<T>["told"] = {};
    const onProgress: ReportProgress = (progress) => {
      told.last = progress;
      waiting.forEach((tell) => tell(progress));
    };
    const result = this.work({ signal: controller.signal, onProgress });
    const pending = { result, controller, waiting, told };
    void result.finally(() => this.end(pending)).catch(() => undefined);
    return pending;
  }

  /** Whoever comes now begins anew. */
  private end(pending: Pending<T>): void {
    if (this.pending === pending) this.pending = undefined;
  }
}
