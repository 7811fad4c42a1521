import type { Answer, Ask } from "./answer";
import { paced } from "./paced-progress";
import type { Cancel, Progress, Reply, Request } from "./protocol/messages";

/** A fault of our own code, for the log: users see no stack. */
export interface Fault {
  readonly message: string;
  readonly stack: string;
}

export function faultOf(thrown: unknown): Fault {
  if (!(thrown instanceof Error)) return { message: String(thrown), stack: "" };
  return { message: thrown.message, stack: thrown.stack ?? "" };
}

/** The answering end of a channel of messages: every request is replied to once, whatever happens. */
export class Responder {
  private readonly running = new Map<number, AbortController>();

  constructor(
    private readonly ask: Ask,
    private readonly post: (message: Reply | Progress) => void,
    private readonly onFault: (fault: Fault) => void,
  ) {}

  async receive(message: Request | Cancel): Promise<void> {
    const { id } = message;
    if (message.type === "cancel") {
      this.running.get(id)?.abort();
      return;
    }
    const controller = new AbortController();
    this.running.set(id, controller);
    const answer = await this.answer(message, controller.signal);
    this.running.delete(id);
    this.post({ type: "reply", id, ...answer });
  }

  /** Cancels all that runs: who asked is gone. */
  cancelAll(): void {
    for (const controller of this.running.values()) controller.abort();
  }

  private async answer(
    { id, name, params, assumed }: Request,
    signal: AbortSignal,
  ): Promise<Answer<unknown>> {
    try {
      return await this.ask(name, params, {
        signal,
        assumed,
        onProgress: paced(({ phase, done, total }) => {
          this.post({ type: "progress", id, phase, done, total });
        }),
      });
    } catch (thrown) {
      if (signal.aborted) return { cancelled: true };
      const fault = faultOf(thrown);
      this.onFault(fault);
      return {
        error: {
          severity: "error",
          code: "internal-fault",
          message: `Layerscope failed on "${name}": ${fault.message.replace(/\.$/, "")}. The log (command "Layerscope: Show Log") says where.`,
          where: "",
        },
      };
    }
  }
}
