import { describe, expect, test } from "vitest";
import { paths, reach } from "../../src/analysis/reach";
import { usesOf } from "../../src/analysis/uses";
import { graph, model, node } from "./build";

/** A diamond with a tail: a → b, c → d → e; and an If whose branch takes b from around it. */
const branch = graph({
  path: "if/then_branch",
  captures: { b: "b" },
  outputs: ["t"],
  nodes: [node("Relu", ["b"], ["t"], { name: "inner" })],
});
const uses = usesOf(
  model(
    graph({
      outputs: ["e", "f"],
      nodes: [
        node("Relu", ["x"], ["a"], { name: "A" }),
        node("Relu", ["a"], ["b"], { name: "B" }),
        node("Relu", ["a"], ["c"], { name: "C" }),
        node("Add", ["b", "c"], ["d"], { name: "D" }),
        node("Relu", ["d"], ["e"], { name: "E" }),
        node("If", ["x"], ["f"], {
          name: "if",
          attributes: { then_branch: { kind: "graph", value: branch } },
        }),
      ],
    }),
  ),
);

describe("what a node depends on, and what depends on it", () => {
  test.each<[start: string, direction: "upstream" | "downstream", reached: string[]]>([
    ["D", "upstream", ["A", "B", "C", "D"]],
    ["C", "downstream", ["C", "D", "E"]],
    ["B", "downstream", ["B", "D", "E", "if", "inner"]],
    ["if", "upstream", ["A", "B", "if"]],
    ["nobody", "upstream", []],
  ])("%s %s", (start, direction, reached) => {
    expect([...reach(uses, [start], direction)].sort()).toEqual([...reached].sort());
  });
});

describe("the paths between two nodes", () => {
  test.each<[from: string, to: string, on: string[]]>([
    ["A", "D", ["A", "B", "C", "D"]],
    ["D", "A", ["A", "B", "C", "D"]],
    ["B", "E", ["B", "D", "E"]],
    ["B", "C", []],
  ])("%s and %s", (from, to, on) => {
    expect([...paths(uses, [from], [to])].sort()).toEqual(on);
  });
});
