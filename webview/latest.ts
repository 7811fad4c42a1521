import { Cancelled } from "./host";

/**
 * Runs one task at a time: a new one aborts the one before, whose answer nobody waits for any more. Answers
 * undefined where the task was overtaken or cancelled.
 */
export class Latest {
  private controller: AbortController | undefined;

  async run<T>(task: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    this.cancel();
    const controller = new AbortController();
    this.controller = controller;
    try {
      const result = await task(controller.signal);
      return controller.signal.aborted ? undefined : result;
    } catch (error) {
      if (error instanceof Cancelled) return undefined;
      throw error;
    } finally {
      if (this.controller === controller) this.controller = undefined;
    }
  }

  cancel(): void {
    this.controller?.abort();
    this.controller = undefined;
  }
}
