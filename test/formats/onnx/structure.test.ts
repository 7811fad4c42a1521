import { expect, test } from "vitest";
import type { GraphParts } from "./model";
import { readParts, withGraph } from "./model";

const node = (name: string, output: string) => ({
  opType: "Relu",
  name,
  input: ["given"],
  output: [output],
});
const tensor = (name: string) => ({ name, dims: [], dataType: 1, rawData: new Uint8Array(4) });

const MADE_TWICE: [what: string, graph: GraphParts, where: string][] = [
  ["by two nodes", { node: [node("a", "v"), node("b", "v")] }, "b"],
  ["by a node that takes an input's name", { node: [node("a", "given")] }, "a"],
  ["by a node that takes a tensor's name", { node: [node("a", "w")], initializer: [tensor("w")] }, "a"],
];

test.each(MADE_TWICE)("a value that is made twice is a problem: %s", async (_, graph, where) => {
  const { problems } = await readParts(withGraph(graph));
  expect(problems).toMatchObject([{ code: "duplicate-name", where }]);
});

test("a tensor that is an input's default, and outputs that are left out, are none", async () => {
  const graph: GraphParts = {
    node: [node("a", "v"), { opType: "Dropout", name: "b", input: ["v", ""], output: ["", ""] }],
    input: [{ name: "w" }],
    initializer: [tensor("w")],
  };
  expect((await readParts(withGraph(graph))).problems).toEqual([]);
});
