import { describe, expect, test } from "vitest";
import type { ToHost, ToPage } from "../../src/document/protocol/messages";
import { Cancelled, createHost, RequestFailed } from "../../webview/host";
import { restore, save } from "../../webview/saved";
import {
  enter,
  INITIAL,
  leave,
  MAIN_GRAPH,
  select,
  setOpen,
  setZoom,
  toggled,
  type State,
} from "../../webview/state";
import { createStore } from "../../webview/store";

const inner = { path: "If_1/then_branch", name: "If_1" };

describe("the state", () => {
  const cases: [string, State, Partial<State>][] = [
    ["entering a graph adds a crumb", enter(INITIAL, inner), { trail: [MAIN_GRAPH, inner] }],
    [
      "entering one passed goes back to it",
      enter(enter(INITIAL, inner), MAIN_GRAPH),
      { trail: [MAIN_GRAPH] },
    ],
    ["leaving goes one step out", leave(enter(INITIAL, inner)), { trail: [MAIN_GRAPH] }],
    ["the main graph cannot be left", leave(INITIAL), { trail: [MAIN_GRAPH] }],
    [
      "another selection ends the trace",
      select({ ...INITIAL, trace: { kind: "upstream", id: "a" } }, { id: "b", box: "b" }),
      { trace: undefined, selection: { id: "b", box: "b" } },
    ],
  ];
  test.each(cases)("%s", (_, state, expected) => {
    expect(state).toMatchObject(expected);
  });

  test("a group that is open folds, and the other way round", () => {
    expect(toggled(["a", "b"], "a")).toEqual(["b"]);
    expect(toggled(["b"], "a")).toEqual(["b", "a"]);
  });

  test("what is saved comes back, through JSON", () => {
    const state = setZoom(setOpen(enter(INITIAL, inner), "", ["layer1"]), "", { x: 1, y: 2, k: 0.5 });
    expect(restore(INITIAL, JSON.parse(JSON.stringify(save(state))))).toEqual(state);
  });

  test("the open page of a view, its chart and its scales come back", () => {
    const gradients = {
      ...INITIAL.gradients,
      page: "image",
      chart: "bars",
      parameter: "conv1.weight",
      xScale: "linear",
      yScale: "log",
    } as const;
    const weights = { ...INITIAL.weights, tensor: "fc.weight", xScale: "symlog" } as const;
    const state = { ...INITIAL, gradients, weights };
    expect(restore(INITIAL, JSON.parse(JSON.stringify(save(state))))).toEqual(state);
    const foreign = { gradients: { page: "other", chart: 3, parameter: 4, xScale: "cubic" } };
    expect(restore(INITIAL, foreign)).toEqual(INITIAL);
  });

  const broken: [string, unknown][] = [
    ["nothing", undefined],
    ["a text", "state"],
    ["fields of another type", { trail: 3, open: [], zoom: { "": { x: "a" } }, panel: null, view: 7 }],
    ["a trail that begins elsewhere", { trail: [inner] }],
  ];
  test.each(broken)("a saved value that is broken is left: %s", (_, saved) => {
    expect(restore(INITIAL, saved)).toEqual(INITIAL);
  });
});

test("a listener that changes the state hides no change from the others", () => {
  const store = createStore(INITIAL);
  const seen: string[] = [];
  store.subscribe((state) => {
    if (state.notice === "one") store.update((now) => ({ ...now, notice: "two" }));
  });
  store.subscribe((state, before) => seen.push(`${before.notice}→${state.notice}`));
  store.update((state) => ({ ...state, notice: "one" }));
  expect(seen).toEqual(["→two"]);
});

describe("requests", () => {
  function fake() {
    const posted: ToHost[] = [];
    let deliver: (message: ToPage) => void = () => undefined;
    const host = createHost(
      {
        post: (message) => posted.push(message),
        listen: (listener) => {
          deliver = listener;
        },
        getState: () => undefined,
        setState: () => undefined,
      },
      () => ({ batch: 8 }),
    );
    /** The id that the page has given its request, by the order of requests. */
    const idOf = (at: number): number => {
      const message = posted[at];
      return message?.type === "request" ? message.id : NaN;
    };
    return { host, posted, idOf, deliver: (message: ToPage) => deliver(message) };
  }

  test("every request says what is assumed", () => {
    const { host, posted } = fake();
    void host.request("facts", {});
    expect(posted).toMatchObject([{ name: "facts", assumed: { batch: 8 } }]);
  });

  test("an answer goes to the one who asked", async () => {
    const { host, idOf, deliver } = fake();
    const first = host.request("facts", {});
    const second = host.request("locate", { id: "a" });
    deliver({ type: "reply", id: idOf(1), ok: "second" });
    deliver({ type: "reply", id: idOf(0), ok: "first" });
    expect(await Promise.all([first, second])).toEqual(["first", "second"]);
  });

  test("a problem rejects with the problem", async () => {
    const { host, idOf, deliver } = fake();
    const asked = host.request("facts", {});
    deliver({
      type: "reply",
      id: idOf(0),
      error: { severity: "error", code: "c", message: "cut short", where: "" },
    });
    await expect(asked).rejects.toThrow(RequestFailed);
  });

  test("cancelling tells the host and ends the wait", async () => {
    const { host, posted, idOf } = fake();
    const controller = new AbortController();
    const asked = host.request("facts", {}, { signal: controller.signal });
    controller.abort();
    await expect(asked).rejects.toThrow(Cancelled);
    expect(posted.at(-1)).toEqual({ type: "cancel", id: idOf(0) });
  });
});
