import { describe, expect, test } from "vitest";
import type { Ask } from "../../src/document/answer";
import { Caller } from "../../src/document/caller";
import type { Progress, Reply, Request, Cancel } from "../../src/document/protocol/messages";
import { Responder } from "../../src/document/responder";

const PROBLEM = { severity: "error", code: "x", message: "no", where: "" } as const;

/** A caller and a responder joined by messages that are copied, as between threads. */
function channel(ask: Ask) {
  const faults: string[] = [];
  const caller: Caller = new Caller((message: Request | Cancel) => {
    void responder.receive(structuredClone(message));
  });
  const responder = new Responder(
    ask,
    (message: Reply | Progress) => {
      caller.receive(structuredClone(message));
    },
    ({ message }) => faults.push(message),
  );
  return { caller, responder, faults };
}

/** Answers every request with its own parameters. */
const echo: Ask = (_name, params) => Promise.resolve({ ok: params } as never);

describe("a channel of requests", () => {
  test("two callers through one inner channel get their own answers", async () => {
    const inner = channel(echo).caller;
    const first = channel(inner.request).caller;
    const second = channel(inner.request).caller;
    expect(await first.request("details", { id: "a" })).toEqual({ ok: { id: "a" } });
    expect(await second.request("details", { id: "b" })).toEqual({ ok: { id: "b" } });
    expect(await first.request("details", { id: "c" })).toEqual({ ok: { id: "c" } });
  });

  test("a cancelled request ends at once, and the other end is told", async () => {
    let told = false;
    const { caller } = channel((_name, _params, { signal } = {}) => {
      return new Promise((done) => {
        signal?.addEventListener("abort", () => {
          told = true;
          done({ cancelled: true });
        });
      });
    });
    const controller = new AbortController();
    const answer = caller.request("facts", {}, { signal: controller.signal });
    controller.abort();
    expect(await answer).toEqual({ cancelled: true });
    expect(told).toBe(true);
  });

  test("a fault of ours ends the request with a problem and goes to the log", async () => {
    const { caller, faults } = channel(() => Promise.reject(new Error("boom")));
    expect(await caller.request("facts", {})).toMatchObject({ error: { code: "internal-fault" } });
    expect(faults).toEqual(["boom"]);
  });

  test("what waits when the other end is gone ends with the problem", async () => {
    const caller = new Caller(() => undefined);
    const answer = caller.request("facts", {});
    caller.fail(PROBLEM);
    expect(await answer).toEqual({ error: PROBLEM });
  });

  test("progress reaches who asked", async () => {
    const seen: string[] = [];
    const { caller } = channel((_name, _params, { onProgress } = {}) => {
      onProgress?.({ phase: "Reading", done: 1, total: 2 });
      return Promise.resolve({ cancelled: true });
    });
    await caller.request("facts", {}, { onProgress: ({ phase }) => seen.push(phase) });
    expect(seen).toEqual(["Reading"]);
  });

  test("of thousands of steps few are sent, the last among them", async () => {
    const seen: (number | null)[] = [];
    const { caller } = channel((_name, _params, { onProgress } = {}) => {
      for (let done = 1; done <= 5000; done++) onProgress?.({ phase: "Reading", done, total: 5000 });
      return Promise.resolve({ cancelled: true });
    });
    await caller.request("facts", {}, { onProgress: ({ done }) => seen.push(done) });
    expect(seen.length).toBeLessThan(500);
    expect(seen.at(-1)).toBe(5000);
  });
});
