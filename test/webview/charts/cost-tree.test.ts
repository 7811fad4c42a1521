import { describe, expect, test } from "vitest";
import type { BreakdownPart } from "../../../src/document/protocol/requests";
import { costTree, seen, stepFrom, type Place, type Step } from "../../../webview/charts/cost-tree";
import { MEASURES, shareText } from "../../../webview/charts/measures";

const part = (id: string, parent: number, parameters: number): BreakdownPart => ({
  kind: parameters === 0 ? "group" : "node",
  id,
  title: id,
  name: id,
  role: "linear",
  parent,
  parameters,
  macs: null,
  activationBytes: null,
});

/** Two groups: a with 30 + 10, b with 60 of 100. */
const PARTS = [part("a", -1, 0), part("a1", 0, 30), part("a2", 0, 10), part("b", -1, 0), part("b1", 3, 60)];
const root = costTree(PARTS, MEASURES[0]);
const idOf = (place: Place | undefined): string | undefined => place && (place.data.part?.id ?? "model");
const at = (id: string): Place => root.find((place) => idOf(place) === id) ?? root;

describe("the tree of cost", () => {
  test("gives each part its share, in the model's order", () => {
    expect(
      [at("a").x0, at("a").x1, at("a1").x1, at("b").x0, at("b1").x1].map((x) => Number(x.toFixed(6))),
    ).toEqual([0, 0.4, 0.3, 0.4, 1]);
  });

  test("shows what is as wide as a pixel, down to a number of levels", () => {
    expect(seen(root, 1000, 2).map(idOf)).toEqual(["model", "a", "b"]);
    expect(seen(root, 9, 3).map(idOf)).toEqual(["model", "a", "a1", "b", "b1"]);
    expect(seen(at("a"), 9, 3).map(idOf)).toEqual(["a", "a1", "a2"]);
  });

  const steps: [string, Step, string | undefined][] = [
    ["model", "down", "a"],
    ["a", "right", "b"],
    ["a2", "right", "b1"],
    ["b1", "left", "a2"],
    ["a1", "left", undefined],
    ["b1", "up", "b"],
    ["b1", "down", undefined],
  ];
  test.each(steps)("from %s a step %s leads to %s", (from, step, to) => {
    expect(idOf(stepFrom(seen(root, 1000, 6), at(from), step))).toBe(to);
  });
});

test.each([
  [1, 3, "33.3%"],
  [3, 3, "100%"],
  [1, 1e6, "<0.1%"],
  [0, 5, "0%"],
  [0, 0, ""],
])("the share of %d in %d is %s", (some, all, text) => {
  expect(shareText(some, all)).toBe(text);
});
