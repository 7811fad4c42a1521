import type { ReportProblem } from "../reports/types/parts";
import type { Assumed, Progress } from "./protocol/messages";
import type { RequestName, Requests } from "./protocol/requests";

/** How a request ended. There is no fourth way: nobody waits for ever. */
export type Answer<T> = { readonly ok: T } | { readonly error: ReportProblem } | { readonly cancelled: true };

export type ReportProgress = (progress: Pick<Progress, "phase" | "done" | "total">) => void;

export interface RequestOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: ReportProgress;
  readonly assumed?: Assumed;
}

/** Whoever can be asked: the document itself, or a worker that holds it. */
export type Ask = <N extends RequestName>(
  name: N,
  params: Requests[N]["params"],
  options?: RequestOptions,
) => Promise<Answer<Requests[N]["result"]>>;
