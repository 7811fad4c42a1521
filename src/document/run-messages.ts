import type { Problem } from "../bytes/problem";
import type { Progress } from "./protocol/messages";
import type { Fault } from "./responder";
import type { RunJob, RunOutcome } from "./run-job";
import type { ModelFile } from "./worker-messages";

/** One job at a time: the next one is posted when this one is answered. */
export interface ToRunWorker {
  readonly job: RunJob;
  /** undefined: what the machine has room for. */
  readonly budget: number | undefined;
  /** Of the runtime's pool; the first job decides. */
  readonly threads: number | undefined;
  readonly file: ModelFile;
}

export type FromRunWorker =
  | ({ readonly type: "progress" } & Pick<Progress, "phase" | "done" | "total">)
  | { readonly type: "done"; readonly outcome: RunOutcome }
  | { readonly type: "problem"; readonly problem: Problem }
  | { readonly type: "fault"; readonly fault: Fault };
