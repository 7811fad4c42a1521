import type {
  Assumed,
  HostEvent,
  PageEvent,
  Progress,
  Reply,
  ToHost,
  ToPage,
} from "../src/document/protocol/messages";
import type { RequestName, Requests } from "../src/document/protocol/requests";
import type { ReportProblem } from "../src/reports/types/parts";

/** The way to the extension host: what VS Code gives a page, or what a test puts in its place. */
interface Transport {
  readonly post: (message: ToHost) => void;
  readonly listen: (listener: (message: ToPage) => void) => void;
  readonly getState: () => unknown;
  readonly setState: (state: unknown) => void;
}

export interface RequestOptions {
  readonly signal?: AbortSignal;
  readonly onprogress?: (progress: Progress) => void;
}

export interface Host {
  /**
   * Asks the document. Rejects with {@link RequestFailed} where there is a problem, with {@link Cancelled} after
   * the signal or where the host gave up.
   */
  readonly request: <N extends RequestName>(
    name: N,
    params: Requests[N]["params"],
    options?: RequestOptions,
  ) => Promise<Requests[N]["result"]>;
  readonly send: (event: PageEvent) => void;
  readonly onevent: (listener: (event: HostEvent) => void) => void;
  readonly getState: () => unknown;
  readonly setState: (state: unknown) => void;
}

/** The document answered with a problem. */
export class RequestFailed extends Error {
  constructor(readonly problem: ReportProblem) {
    super(problem.message);
  }
}

export class Cancelled extends Error {}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (reason: Error) => void;
  readonly onprogress: ((progress: Progress) => void) | undefined;
}

/** @param assumed what the state assumes now: every request says it, so that all answers fit together. */
export function createHost(transport: Transport, assumed: () => Assumed): Host {
  const waiting = new Map<number, Waiting>();
  const listeners: ((event: HostEvent) => void)[] = [];
  // A page that is loaded anew must not take what its earlier life asked for as an answer to its own requests.
  let lastId = 1000 * Date.now();

  function settle(reply: Reply): void {
    const request = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (request === undefined) return;
    if ("error" in reply) request.reject(new RequestFailed(reply.error));
    else if ("cancelled" in reply) request.reject(new Cancelled());
    else request.resolve(reply.ok);
  }

  transport.listen((message) => {
    switch (message.type) {
      case "reply":
        settle(message);
        break;
      case "progress":
        waiting.get(message.id)?.onprogress?.(message);
        break;
      case "changed":
      case "command":
      case "restarted":
      case "settings":
      case "configured":
      case "show":
      case "colour-by":
      case "metric-file":
      case "input-files":
      case "show-concept":
        for (const listener of listeners) listener(message);
        break;
    }
  });

  return {
    request: (name, params, { signal, onprogress } = {}) => {
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        if (signal?.aborted === true) {
          reject(new Cancelled());
          return;
        }
        // The name decides the type of the answer; the host keeps to the protocol.
        waiting.set(id, { resolve: resolve as (result: unknown) => void, reject, onprogress });
        signal?.addEventListener("abort", () => {
          if (!waiting.delete(id)) return;
          transport.post({ type: "cancel", id });
          reject(new Cancelled());
        });
        transport.post({ type: "request", id, name, params, assumed: assumed() });
      });
    },
    send: (event) => {
      transport.post(event);
    },
    onevent: (listener) => {
      listeners.push(listener);
    },
    getState: transport.getState,
    setState: transport.setState,
  };
}

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

/** May be called once in the life of a page: VS Code hands out its interface a single time. */
export function vsCodeTransport(): Transport {
  const api = acquireVsCodeApi();
  return {
    post: (message) => {
      api.postMessage(message);
    },
    listen: (listener) => {
      // Other windows can post to this one only through VS Code's own frame, which passes on the extension's messages.
      window.addEventListener("message", (event: MessageEvent<ToPage>) => {
        listener(event.data);
      });
    },
    getState: () => api.getState(),
    setState: (state) => {
      api.setState(state);
    },
  };
}
