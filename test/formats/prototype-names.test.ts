import { describe, expect, test } from "vitest";
import { analyse } from "../../src/analysis/analyse";
import { NO_ASSUMPTIONS } from "../../src/analysis/assumptions";
import { indexModel } from "../../src/analysis/model-index";
import type { Model } from "../../src/model/model";
import { DEFAULTS } from "../../src/findings/configuration";
import { lintReport } from "../../src/reports/lint";
import { inspectReport } from "../../src/reports/inspect";
import { prepareInputs } from "../../src/running/inputs/prepare";
import { graph, model, node } from "../analysis/build";
import { dense, manifest, opened, sequential } from "./tfjs/model";

/** Names that every object of JavaScript has: tables that are looked up by a file's names must not find them. */
const NAMES = Object.getOwnPropertyNames(Object.prototype);

function look(read: Model): void {
  const index = indexModel(read);
  const analysis = analyse(index, NO_ASSUMPTIONS);
  expect(inspectReport(index, analysis).command).toBe("inspect");
  expect(lintReport({ index, analysis }, new Set(["graph"]), DEFAULTS).command).toBe("lint");
  const request = { given: new Map(), seed: 0, samples: 1, pixels: undefined };
  prepareInputs(index, { assumptions: NO_ASSUMPTIONS, ...request });
}

describe.each(NAMES)("the name %s", (name) => {
  test("is an operator like any other that nobody knows in ONNX", () => {
    const type = { kind: "tensor", dtype: "float32", shape: [1, 4] } as const;
    const nodes = [node(name, ["x"], ["y"], { attributes: { [name]: { kind: "string", value: name } } })];
    look(model(graph({ inputs: [{ name: "x", type, docString: "" }], outputs: ["y"], nodes })));
  });

  test("is an operator, a type and an output like any other in a graph of TensorFlow", async () => {
    const nodes = [
      { name: "x", op: "Placeholder", attr: { dtype: { type: name } } },
      { name: "y", op: name, input: ["x"], attr: { [name]: { type: name } } },
      { name: "z", op: "Relu", input: [`y:${name}:0`] },
    ];
    look(await opened({ format: "graph-model", modelTopology: { node: nodes } }));
  });

  test("is a class, an activation, a cell and a wrapped layer like any other in Keras", async () => {
    const inner = { class_name: name, config: { name: "inner", units: 2 } };
    const layers = [
      dense("d", 3, { batch_input_shape: [null, 4, 4], activation: name }),
      { class_name: "RNN", config: { name: "r", cell: inner } },
      { class_name: "TimeDistributed", config: { name: "t", layer: inner } },
      { class_name: name, config: { name: "own" } },
    ];
    const weights = manifest(["w.bin"], [{ name: "own/kernel", shape: [2] }]);
    const json = { format: "layers-model", modelTopology: sequential(layers), weightsManifest: weights };
    look(await opened(json, { "w.bin": new Uint8Array(8) }));
  });
});
