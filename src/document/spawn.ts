import { setTimeout } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { Problem, Result } from "../bytes/problem";
import type { Language } from "../concepts/types";
import type { Ask } from "./answer";
import { Caller } from "./caller";
import type { Fault } from "./responder";
import { faultOf } from "./responder";
import type { FromWorker, KeptPlace, ModelFile, ToWorker, WorkerData } from "./worker-messages";

/** The file as it is at this moment, and when it was changed. */
export interface OpenedFile {
  readonly file: ModelFile;
  /** In milliseconds since 1970. */
  readonly modified: number;
}

interface WorkerOptions {
  /** The built worker: dist/document.js. */
  readonly script: string;
  readonly open: () => Promise<Result<OpenedFile>>;
  /** In which it speaks of the model: English unless another one is wanted. */
  readonly language?: Language;
  /** Where it keeps what it has measured; undefined: nowhere. */
  readonly kept?: KeptPlace;
  /** A worker that had died was started again. */
  readonly onRestarted: (reason: string) => void;
  readonly onFault: (fault: Fault) => void;
  readonly onTimings: (timings: Readonly<Record<string, number>>) => void;
  /** In MiB; for tests. */
  readonly memory?: number;
}

/**
 * Heap of a worker in MiB. A model of 100,000 nodes takes some hundred; what needs ten times that is a hostile file,
 * and must not take the machine's memory with it.
 */
const MEMORY_MIB = 3072;

/** A worker in the middle of something does not hear that it is to end. */
const PATIENCE_MS = 500;

/**
 * A document in a worker of its own. The worker is started by the first request, and again by the first request
 * after it died; what was asked of a worker that dies ends with a problem.
 */
export class WorkerDocument {
  private running: Promise<Result<Running>> | undefined;
  private death: string | undefined;
  private disposed = false;

  constructor(private readonly options: WorkerOptions) {}

  readonly request: Ask = async (name, params, options = {}) => {
    const running = await this.started();
    if (!running.ok) return { error: running.problem };
    return await running.value.caller.request(name, params, options);
  };

  /** Starts the worker, which reads before anybody asks. What it meets once more is said by the first request. */
  async begin(): Promise<void> {
    await this.started().catch((thrown: unknown) => {
      this.options.onFault(faultOf(thrown));
    });
  }

  /** What could not be started is started anew by whoever comes next. */
  private async started(): Promise<Result<Running>> {
    const starting = (this.running ??= this.start());
    let ok = false;
    try {
      const running = await starting;
      ({ ok } = running);
      return running;
    } finally {
      if (!ok && this.running === starting) this.running = undefined;
    }
  }

  /** The file is another one now: what is asked from here on is answered for the new one. */
  async reload(): Promise<void> {
    const before = await this.running;
    if (before?.ok !== true) return;
    const opened = await this.options.open();
    // Gone again: the last content stays until the file is back.
    if (opened.ok) post(before.value.worker, { type: "file", ...opened.value });
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    const running = await this.running;
    if (running?.ok !== true) return;
    const { caller, worker } = running.value;
    caller.fail(died("it was closed"));
    const ended = new Promise((resolve) => worker.once("exit", resolve));
    post(worker, { type: "close" });
    await Promise.race([ended, setTimeout(PATIENCE_MS, undefined, { ref: false })]);
    await worker.terminate();
  }

  private async start(): Promise<Result<Running>> {
    if (this.disposed) return { ok: false, problem: died("it was closed") };
    const opened = await this.options.open();
    if (!opened.ok) return opened;
    const { language = "en", kept } = this.options;
    const worker = new Worker(this.options.script, {
      workerData: { language, kept } satisfies WorkerData,
      resourceLimits: { maxOldGenerationSizeMb: this.options.memory ?? MEMORY_MIB },
    });
    const caller = new Caller((message) => {
      post(worker, message);
    });
    worker.on("message", (message: FromWorker) => {
      this.receive(message, caller);
    });
    let reason = "it ended";
    worker.on("error", (error: Error & { code?: string }) => {
      reason = error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "it ran out of memory" : error.message;
      this.options.onFault({ message: error.message, stack: error.stack ?? "" });
    });
    worker.on("exit", () => {
      this.running = undefined;
      this.death = reason;
      caller.fail(died(reason));
    });
    post(worker, { type: "file", ...opened.value });
    if (this.death !== undefined) this.options.onRestarted(this.death);
    this.death = undefined;
    return { ok: true, value: { worker, caller } };
  }

  private receive(message: FromWorker, caller: Caller): void {
    switch (message.type) {
      case "reply":
      case "progress":
        caller.receive(message);
        break;
      case "fault":
        this.options.onFault(message);
        break;
      case "timings":
        this.options.onTimings(message.timings);
        break;
    }
  }
}

interface Running {
  readonly worker: Worker;
  readonly caller: Caller;
}

function post(worker: Worker, message: ToWorker): void {
  worker.postMessage(message);
}

function died(reason: string): Problem {
  return {
    severity: "error",
    code: "worker-died",
    message: `The process that reads this model is gone: ${reason}. Asking again starts a new one.`,
    where: "",
  };
}
