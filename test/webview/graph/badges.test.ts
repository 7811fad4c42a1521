import { describe, expect, test } from "vitest";
import type { Finding, Severity } from "../../../src/findings/types";
import { badgesOf, badgeText } from "../../../webview/graph/badges";

const finding = (severity: Severity, message: string): Finding => ({
  rule: "nan-weight",
  severity,
  message,
  node: null,
  tensor: null,
  value: null,
  id: null,
  channels: null,
  measured: null,
  threshold: null,
  concept: null,
  help: "",
});
const place = (graph: string, box: string, ...groups: string[]) => ({ graph, box, groups });

describe("the badges of a graph", () => {
  const badges = badgesOf(
    [finding("error", "a"), finding("warning", "b"), finding("warning", "c"), finding("error", "d")],
    [place("", "conv", "outer", "inner"), place("", "relu", "outer"), place("", "relu", "outer"), null],
    "",
  );

  test("stand on boxes and on all groups around them, with the worst severity", () => {
    expect([...badges].map(([box, { severity, count }]) => [box, severity, count])).toEqual([
      ["outer", "error", 3],
      ["inner", "error", 1],
      ["conv", "error", 1],
      ["relu", "warning", 2],
    ]);
  });

  test("tell the first messages, and how many more there are", () => {
    expect(badges.get("outer")?.lines).toEqual(["a", "b", "and 1 finding more"]);
    expect(badges.get("conv")?.lines).toEqual(["a"]);
  });

  test("leave out what is in another graph", () => {
    expect(badgesOf([finding("error", "a")], [place("if/then", "conv")], "").size).toBe(0);
  });

  test.each([
    ["error", 1, "1 error"],
    ["warning", 1, "1 warning"],
    ["error", 3, "3 findings"],
    ["info", 1, "1 finding"],
  ] as const)("say %s × %d as %s", (severity, count, text) => {
    expect(badgeText({ severity, count, lines: [] })).toBe(text);
  });
});
