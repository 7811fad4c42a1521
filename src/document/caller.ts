import type { ReportProblem } from "../reports/types/parts";
import type { Answer, Ask, ReportProgress, RequestOptions } from "./answer";
import type { Cancel, Progress, Reply, Request } from "./protocol/messages";
import type { RequestName, Requests } from "./protocol/requests";

interface Waiting {
  readonly settle: (answer: Answer<unknown>) => void;
  readonly onProgress: ReportProgress | undefined;
}

/** The asking end of a channel of messages: gives requests their numbers and their answers. */
export class Caller {
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;

  constructor(private readonly post: (message: Request | Cancel) => void) {}

  /** Ends with `cancelled` as soon as the signal says so, whatever the other end still does. */
  readonly request: Ask = async <N extends RequestName>(
    name: N,
    params: Requests[N]["params"],
    { signal, onProgress, assumed = {} }: RequestOptions = {},
  ) => {
    if (signal?.aborted === true) return { cancelled: true };
    const id = ++this.lastId;
    const cancel = (): void => {
      this.post({ type: "cancel", id });
      this.settle(id, { cancelled: true });
    };
    signal?.addEventListener("abort", cancel, { once: true });
    const answer = await new Promise<Answer<unknown>>((settle) => {
      this.waiting.set(id, { settle, onProgress });
      this.post({ type: "request", id, name, params, assumed });
    });
    signal?.removeEventListener("abort", cancel);
    // The request's name decides the type of its answer; the other end keeps to the protocol.
    return answer as Answer<Requests[N]["result"]>;
  };

  receive(message: Reply | Progress): void {
    switch (message.type) {
      case "progress":
        this.waiting.get(message.id)?.onProgress?.(message);
        break;
      case "reply":
        this.settle(message.id, answerIn(message));
        break;
    }
  }

  /** Ends all that wait: the other end is gone. */
  fail(problem: ReportProblem): void {
    for (const id of [...this.waiting.keys()]) this.settle(id, { error: problem });
  }

  private settle(id: number, answer: Answer<unknown>): void {
    const request = this.waiting.get(id);
    this.waiting.delete(id);
    request?.settle(answer);
  }
}

/** The answer alone: the number in the reply is this channel's, and means nothing beyond it. */
function answerIn(reply: Reply): Answer<unknown> {
  if ("ok" in reply) return { ok: reply.ok };
  return "error" in reply ? { error: reply.error } : { cancelled: true };
}
