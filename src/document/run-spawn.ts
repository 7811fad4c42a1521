import { Worker } from "node:worker_threads";
import type { Problem } from "../bytes/problem";
import type { Language } from "../concepts/types";
import type { Answer, RequestOptions } from "./answer";
import type { Fault } from "./responder";
import type { RunJob, RunOutcome } from "./run-job";
import type { FromRunWorker, ToRunWorker } from "./run-messages";
import type { Runner, RunnerLimits } from "./runner";
import type { ModelFile, WorkerData } from "./worker-messages";

interface RunWorkerOptions {
  /** The built worker: dist/running.js. */
  readonly script: URL;
  readonly file: ModelFile;
  /** In which it speaks of the model: English unless another one is wanted. */
  readonly language?: Language;
  readonly onFault: (fault: Fault) => void;
}

/** The runtime's memory never shrinks: a worker that nobody has used for this long is ended, and gives it back. */
const IDLE_MS = 60_000;

/** After these the runtime is gone, or holds memory that the next run wants. */
const ENDS_WORKER: ReadonlySet<string> = new Set(["runtime-aborted", "out-of-memory"]);

/**
 * Runs a model in a worker of its own, one job after the other. The worker is started by the first job, and again by
 * the first one after it was ended: by cancelling, by a fault of the runtime, or for being idle.
 */
export class RunWorker implements Runner {
  private worker: Worker | undefined;
  /** Why the worker is gone, should it be. */
  private reason = "";
  private threads: number | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private idle: ReturnType<typeof setTimeout> | undefined;
  private disposed = false;

  constructor(private readonly options: RunWorkerOptions) {}

  do(job: RunJob, limits: RunnerLimits, options: RequestOptions): Promise<Answer<RunOutcome>> {
    const answer = this.last.then(() => this.doNext(job, limits, options));
    this.last = answer.catch(() => undefined);
    return answer;
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    await this.end();
  }

  private async doNext(
    job: RunJob,
    { budget, threads }: RunnerLimits,
    { signal, onProgress }: RequestOptions,
  ): Promise<Answer<RunOutcome>> {
    if (signal?.aborted === true || this.disposed) return { cancelled: true };
    clearTimeout(this.idle);
    // The runtime's pool is made once.
    if (this.threads !== threads) void this.end();
    this.threads = threads;
    const worker = (this.worker ??= this.start());
    const answer = await this.answerOf(
      worker,
      { job, budget, threads, file: this.options.file },
      signal,
      onProgress,
    );
    if (problemsIn(answer).some(({ code }) => ENDS_WORKER.has(code))) void this.end();
    this.idle = setTimeout(() => {
      void this.end();
    }, IDLE_MS);
    this.idle.unref();
    return answer;
  }

  /** Ends with `cancelled` as soon as the signal says so, and the worker with it. */
  private answerOf(
    worker: Worker,
    message: ToRunWorker,
    signal: AbortSignal | undefined,
    onProgress: RequestOptions["onProgress"],
  ): Promise<Answer<RunOutcome>> {
    return new Promise((resolve) => {
      const cancel = (): void => {
        settle({ cancelled: true });
        void this.end();
      };
      const receive = (answer: FromRunWorker): void => {
        if (answer.type === "progress") onProgress?.(answer);
        else settle(this.answerIn(answer));
      };
      const exit = (): void => {
        settle({ error: died(this.reason) });
      };
      const settle = (answer: Answer<RunOutcome>): void => {
        signal?.removeEventListener("abort", cancel);
        worker.off("message", receive).off("exit", exit);
        resolve(answer);
      };
      signal?.addEventListener("abort", cancel, { once: true });
      worker.on("message", receive).on("exit", exit);
      worker.postMessage(message);
    });
  }

  private answerIn(answer: Exclude<FromRunWorker, { type: "progress" }>): Answer<RunOutcome> {
    switch (answer.type) {
      case "done":
        return { ok: answer.outcome };
      case "problem":
        return { error: answer.problem };
      case "fault":
        this.options.onFault(answer.fault);
        void this.end();
        return { error: died(answer.fault.message) };
    }
  }

  private start(): Worker {
    const { script, language = "en" } = this.options;
    const worker = new Worker(script, { workerData: { language } satisfies WorkerData });
    this.reason = "it ended";
    worker.on("error", (error) => {
      this.reason = error.message;
      this.options.onFault({ message: error.message, stack: error.stack ?? "" });
    });
    worker.on("exit", () => {
      if (this.worker === worker) this.worker = undefined;
    });
    return worker;
  }

  private async end(): Promise<void> {
    clearTimeout(this.idle);
    const { worker } = this;
    this.worker = undefined;
    await worker?.terminate();
  }
}

/** What went wrong, or, where values inside of loops had no room, kept some of a run from being seen. */
function problemsIn(answer: Answer<RunOutcome>): readonly Problem[] {
  if ("error" in answer) return [answer.error];
  return "ok" in answer && answer.ok.kind === "run" ? answer.ok.run.problems : [];
}

function died(reason: string): Problem {
  return {
    severity: "error",
    code: "run-worker-died",
    message: `The process that ran this model is gone: ${reason.replace(/\.$/, "")}. Running again starts a new one.`,
    where: "",
  };
}
