import { describe, expect, test } from "vitest";
import { takenBy } from "../../src/analysis/order";
import type { Graph } from "../../src/model/model";
import { graph, node, subgraph, value } from "./build";

const choice = (inner: Graph) =>
  node("If", ["condition"], ["y"], { name: "if", attributes: { then_branch: subgraph(inner) } });
const main = graph({});

describe("a node takes from its graph", () => {
  test.each<[string, Graph, readonly string[]]>([
    [
      "what a subgraph takes from around it",
      graph({ path: "if/then", nodes: [node("Relu", ["x"], ["r"])], captures: { x: "x" } }),
      ["x"],
    ],
    [
      "what a subgraph of a subgraph takes from there, but not what is made between",
      graph({
        path: "if/then",
        inputs: [value("i")],
        nodes: [
          node("Relu", ["i"], ["r"]),
          choice(
            graph({
              path: "if/then/if/then",
              nodes: [node("Sum", ["r", "i", "x"], ["s"])],
              captures: { r: "if/then/r", i: "if/then/i", x: "x" },
            }),
          ),
        ],
      }),
      ["x"],
    ],
    [
      "a name that begins like those in the subgraph",
      graph({
        path: "if/then",
        nodes: [node("Relu", ["if/then/x"], ["r"])],
        captures: { "if/then/x": "if/then/x" },
      }),
      ["if/then/x"],
    ],
    ["nothing else than its inputs where no subgraph takes anything", graph({ path: "if/then" }), []],
  ])("%s", (_, inner, captured) => {
    expect(takenBy(choice(inner), main)).toEqual(["condition", ...captured]);
  });

  test("its inputs alone where it has no subgraph", () => {
    expect(takenBy(node("Add", ["a", "b"], ["c"]), main)).toEqual(["a", "b"]);
  });
});
