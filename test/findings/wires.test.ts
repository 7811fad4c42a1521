import { expect, test } from "vitest";
import { indexModel } from "../../src/analysis/model-index";
import { onlyConsumerOf } from "../../src/findings/wires";
import type { Node } from "../../src/model/model";
import { graph, model, node, value } from "../analysis/build";

const cases: [string, readonly Node[], string | undefined][] = [
  [
    "is found behind what only hands it on",
    [node("Identity", ["x"], ["y"]), node("Tanh", ["y"], ["z"])],
    "Tanh",
  ],
  ["is none where two take it", [node("Tanh", ["x"], ["y"]), node("Relu", ["x"], ["z"])], undefined],
  [
    "is none where in a broken file what hands it on leads back to it",
    [node("Identity", ["x"], ["y"]), node("Identity", ["y"], ["x"])],
    undefined,
  ],
];

test.each(cases)("the only consumer of a value %s", (_, takers, operator) => {
  const first = node("Relu", ["a"], ["x"]);
  const main = graph({ inputs: [value("a")], outputs: ["z"], nodes: [first, ...takers] });
  const found = onlyConsumerOf(indexModel(model(main)), { node: first, graph: main, index: 0 });
  expect(found?.node.operator).toBe(operator);
});
