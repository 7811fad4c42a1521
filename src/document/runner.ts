import type { Answer, RequestOptions } from "./answer";
import type { RunJob, RunOutcome } from "./run-job";

/** What a person allows a run. */
export interface RunnerLimits {
  /** Bytes that observed values may take at once; undefined: what the machine has room for. */
  readonly budget: number | undefined;
  /** Of the runtime's pool; undefined: as many as help. */
  readonly threads: number | undefined;
}

/** Whoever runs a model for a document: a worker, or, in tests, the same process. */
export interface Runner {
  readonly do: (job: RunJob, limits: RunnerLimits, options: RequestOptions) => Promise<Answer<RunOutcome>>;
  readonly dispose: () => Promise<void>;
}
