import { expect, test } from "vitest";
import { analyse } from "../../src/analysis/analyse";
import { NO_ASSUMPTIONS } from "../../src/analysis/assumptions";
import { indexModel } from "../../src/analysis/model-index";
import { blockedParameter } from "../../src/findings/rules/blocked-parameter";
import type { Gradients } from "../../src/gradients/flow";
import { graph, model, node } from "../analysis/build";

test.each([
  ["Round", "warning"],
  ["QuantizeLinear", "info"],
  ["DynamicQuantizeLinear", "info"],
  // What only unpacks weights stands in models that are trained further, too.
  ["DequantizeLinear", "warning"],
])("behind a %s a parameter without a gradient is of severity %s", (operator, severity) => {
  const nodes = [node("MatMul", ["x", "w"], ["h"]), node(operator, ["h"], ["y"])];
  const index = indexModel(model(graph({ inputs: [], outputs: ["y"], nodes, tensors: [] })));
  const gradients = {
    parameters: new Map([["w", { state: "blocked" }]]),
    untaken: new Set<string>(),
  } as unknown as Gradients;
  const found = blockedParameter.check({ index, analysis: analyse(index, NO_ASSUMPTIONS), gradients }, {});
  expect(found).toMatchObject([{ tensor: "w", severity }]);
});
