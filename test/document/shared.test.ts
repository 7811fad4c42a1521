import { describe, expect, test } from "vitest";
import type { RequestOptions } from "../../src/document/answer";
import { Shared } from "../../src/document/shared";

/** Work that ends when the test says so, and how often it was begun and given up. */
function steered() {
  const begun: { readonly end: (result: string) => void; readonly options: RequestOptions }[] = [];
  let given = 0;
  const shared = new Shared<string>(
    (options) =>
      new Promise((resolve, reject) => {
        begun.push({ end: resolve, options });
        options.signal?.addEventListener("abort", () => {
          given++;
          reject(options.signal?.reason);
        });
      }),
  );
  return { shared, begun, givenUp: () => given };
}

describe("shared work", () => {
  test("is done once for all who wait, and anew for who comes later", async () => {
    const { shared, begun } = steered();
    const both = [shared.join({}), shared.join({})];
    expect(begun).toHaveLength(1);
    begun[0]?.end("read");
    expect(await Promise.all(both)).toEqual(["read", "read"]);
    void shared.join({});
    expect(begun).toHaveLength(2);
  });

  test("tells all how far it is", () => {
    const { shared, begun } = steered();
    const told: number[] = [];
    for (const who of [1, 2]) void shared.join({ onProgress: ({ done }) => told.push(who * (done ?? 0)) });
    begun[0]?.options.onProgress?.({ phase: "Reading", done: 10, total: 20 });
    expect(told).toEqual([10, 20]);
  });

  test("tells who comes later what was told last", () => {
    const { shared, begun } = steered();
    const told: (number | null)[] = [];
    void shared.join({});
    begun[0]?.options.onProgress?.({ phase: "Reading", done: 10, total: 20 });
    void shared.join({ onProgress: ({ done }) => told.push(done) });
    expect(told).toEqual([10]);
  });

  test("goes on while one still waits, and is given up when none does", async () => {
    const { shared, begun, givenUp } = steered();
    const [first, second] = [new AbortController(), new AbortController()];
    const one = shared.join({ signal: first.signal });
    const other = shared.join({ signal: second.signal });
    first.abort(new Error("first"));
    await expect(one).rejects.toThrow("first");
    expect(givenUp()).toBe(0);
    second.abort(new Error("second"));
    await expect(other).rejects.toThrow("second");
    expect(givenUp()).toBe(1);
    const late = shared.join({});
    expect(begun).toHaveLength(2);
    begun[1]?.end("read");
    expect(await late).toBe("read");
  });

  test("that fails fails for all", async () => {
    const shared = new Shared<string>(() => Promise.reject(new Error("no such file")));
    const both = await Promise.allSettled([shared.join({}), shared.join({})]);
    expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  });

  test("is not begun for who has left already", async () => {
    const { shared, begun } = steered();
    await expect(shared.join({ signal: AbortSignal.abort(new Error("gone")) })).rejects.toThrow("gone");
    expect(begun).toHaveLength(0);
  });
});
