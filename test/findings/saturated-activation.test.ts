import { describe, expect, test } from "vitest";
import { analyse } from "../../src/analysis/analyse";
import { NO_ASSUMPTIONS } from "../../src/analysis/assumptions";
import { indexModel } from "../../src/analysis/model-index";
import { saturatedActivation } from "../../src/findings/rules/saturated-activation";
import type { Run } from "../../src/running/run";
import type { Softmax } from "../../src/running/softmax";
import { graph, model, node } from "../analysis/build";

const attention = node("Softmax", ["x"], ["y"], { name: "attention" });
const index = indexModel(model(graph({ inputs: [], outputs: ["y"], nodes: [attention], tensors: [] })));

function found(softmax: Pick<Softmax, "heads" | "size" | "collapsed">, source = "file x.npy") {
  const units = undefined;
  const whole = { ...softmax, axis: 3, samples: 8, positions: 128 };
  const value = { name: "y", node: attention, dtype: "float32", shape: [1], units, softmax: whole } as const;
  const run: Run = {
    engine: "",
    assumptions: NO_ASSUMPTIONS,
    inputs: [{ name: "x", dtype: "float32", shape: [1], source }],
    runs: 8,
    samples: 8,
    sessions: 1,
    outputs: new Map(),
    values: [{ ...value, statistics: undefined, channels: undefined }],
    firstNonFinite: undefined,
    problems: [],
  };
  return saturatedActivation.check({ index, analysis: analyse(index, NO_ASSUMPTIONS), run }, {});
}

describe("saturated-activation", () => {
  test("says which softmax has collapsed on what, in how many distributions, and how sure it is", () => {
    const [one] = found({ heads: 1, size: 10, collapsed: [{ head: 0, element: 7, entropy: 0.00123 }] });
    expect(one).toMatchObject({
      node: "attention",
      value: "y",
      channels: null,
      measured: 0.00123,
      threshold: 0.01,
    });
    expect(one?.message).toBe(
      "Softmax attention: the softmax gave element 7 of 10 all the weight in all 128 distributions in 8 samples (95 % sure: in fewer than 38 % of all): the entropy is at most 0.12 % of log 10, against 1 %.",
    );
    expect(one?.severity).toBe("warning");
  });

  test("names the heads of an attention", () => {
    const collapsed = [
      { head: 1, element: 0, entropy: 0.001 },
      { head: 5, element: 3, entropy: 0.002 },
    ];
    const [one] = found({ heads: 12, size: 16, collapsed }, "synthetic: uniform tokens");
    expect(one).toMatchObject({ channels: [1, 5], measured: 0.002, severity: "info" });
    expect(one?.message).toContain("heads 1, 5 of 12 gave one element of 16 each all the weight");
  });

  test("has nothing to say of a softmax that is alive", () => {
    expect(found({ heads: 12, size: 16, collapsed: [] })).toEqual([]);
  });
});
