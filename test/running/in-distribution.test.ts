import { describe, expect, test } from "vitest";
import { indexModel } from "../../src/analysis/model-index";
import type { Tensor } from "../../src/model/tensor";
import { inDistribution, inDistributionText } from "../../src/running/in-distribution";
import type { WatchedValue } from "../../src/running/watch";
import { Sweep } from "../../src/tensors/sweep";
import { graph, model, node } from "../analysis/build";

const stored = (name: string, values: readonly number[]): Tensor => ({
  name,
  dtype: "float32",
  shape: [values.length],
  location: { kind: "numbers", values: [...values] },
});

/** x → Relu → h → BatchNormalization, of two channels. */
const index = indexModel(
  model(
    graph({
      inputs: [{ name: "x", type: { kind: "unknown" }, docString: "" }],
      outputs: ["y"],
      nodes: [
        node("Relu", ["x"], ["h"]),
        node("BatchNormalization", ["h", "scale", "bias", "mean", "variance"], ["y"], {
          attributes: { epsilon: { kind: "float", value: 0 } },
        }),
      ],
      tensors: [
        stored("scale", [1, 1]),
        stored("bias", [0, 0]),
        stored("mean", [1, -2]),
        stored("variance", [4, 1]),
      ],
    }),
  ),
);

/** The value before the normalisation: each channel with a mean, and a deviation around it. */
function watched(channels: readonly (readonly [mean: number, deviation: number])[]): WatchedValue {
  const shape = [2, channels.length];
  const sweep = new Sweep(shape, 1);
  const rows = [-1, 1].map((side) => channels.map(([mean, deviation]) => mean + side * deviation));
  sweep.add(Float64Array.from(rows.flat()));
  const maker = index.uses.producers.get("h")?.node;
  if (maker === undefined) throw new Error("the graph has h");
  return {
    name: "h",
    node: maker,
    dtype: "float32",
    shape,
    statistics: sweep.result().summary,
    units: undefined,
    softmax: undefined,
    channels: sweep.channelSummary(),
  };
}

describe("how a signal compares with that of training", () => {
  test.each([
    [
      "what training saw",
      [
        [1, 2],
        [-2, 1],
      ],
      0,
      1,
      "like",
    ],
    [
      "means two deviations off",
      [
        [5, 2],
        [0, 1],
      ],
      2,
      1,
      "off",
    ],
    [
      "a spread of three times",
      [
        [1, 6],
        [-2, 3],
      ],
      0,
      3,
      "off",
    ],
    [
      "means ten deviations off",
      [
        [21, 2],
        [8, 1],
      ],
      10,
      1,
      "far",
    ],
    [
      "a tenth of the spread",
      [
        [1, 0.2],
        [-2, 0.1],
      ],
      0,
      0.1,
      "far",
    ],
  ] as const)("%s: %j", (_, channels, shift, ratio, kind) => {
    const found = inDistribution(index, [watched(channels)]);
    expect(found).toMatchObject({ layers: 1, channels: 2, kind });
    expect(found?.shift).toBeCloseTo(shift, 6);
    expect(found?.ratio).toBeCloseTo(ratio, 6);
  });

  test("is not known where nothing was measured before a normalisation", () => {
    expect(inDistribution(index, [])).toBeUndefined();
  });

  test("is said in a sentence", () => {
    const found = { layers: 1, channels: 2048, shift: 3.14159, ratio: 0.5, kind: "far" } as const;
    expect(inDistributionText(found)).toBe(
      "The signal is far from that of training, so that the numbers say little of real data: at 1 batch normalisation the typical of 2,048 channels has its mean 3.1 deviations from the stored one, and 0.50 times its deviation.",
    );
  });
});
