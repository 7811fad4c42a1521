import { expect, test } from "vitest";
import { buildHierarchy } from "../../src/analysis/hierarchy";
import type { Node } from "../../src/model/model";
import { graph, model, node } from "./build";

const named = (name: string, input: string, output: string): Node =>
  node("Relu", [input], [output], { name });
const unnamed = (name: string, inputs: string[], output: string): Node =>
  node("Concat", inputs, [output], { name });

const groupsAround = (nodes: readonly Node[], outputs: readonly string[]) => {
  const hierarchy = buildHierarchy(model(graph({ inputs: [], outputs, nodes })), "");
  return (id: string): string | undefined => hierarchy?.parents.get(id)?.title;
};

const BLOCK = [
  named("net/block/a", "x", "a"),
  named("net/block/b", "a", "b"),
  named("net/head/c", "e", "c"),
  named("net/head/d", "c", "d"),
];

test.each<[what: string, nodes: readonly Node[], id: string, group: string | undefined]>([
  [
    "between two nodes of a block stands in it",
    [unnamed("Concat_8", ["b"], "x2"), named("net/block/z", "x2", "e")],
    "Concat_8",
    "block",
  ],
  ["between two blocks stands beside them", [unnamed("Concat_8", ["b"], "e")], "Concat_8", ""],
  ["that only feeds a block stands in it", [unnamed("Concat__3", [], "e")], "Concat__3", "head"],
  ["at the end stays outside", [unnamed("Concat", ["d"], "y")], "Concat", ""],
  [
    "in a row of such nodes goes with the row",
    [unnamed("Concat_1", ["b"], "p"), unnamed("Concat_2", ["p"], "q"), named("net/block/z", "q", "e")],
    "Concat_1",
    "block",
  ],
])("a node without a name of its own %s", (_, nodes, id, group) => {
  const all = [...BLOCK.slice(0, 2), ...nodes, ...BLOCK.slice(2)];
  expect(groupsAround(all, ["d", "y"])(id)).toBe(group);
});

test("a node whose name says where it stands is left there", () => {
  const nodes = [
    ...BLOCK.slice(0, 2),
    named("/Relu", "b", "x2"),
    named("net/block/z", "x2", "e"),
    ...BLOCK.slice(2),
  ];
  expect(groupsAround(nodes, ["d"])("/Relu")).toBe("");
});
