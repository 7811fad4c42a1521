import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NO_ASSUMPTIONS } from "../../src/analysis/assumptions";
import { infer } from "../../src/analysis/infer";
import { print } from "../../src/model/expression";
import type { Model } from "../../src/model/model";
import type { RandomNode } from "./random/node";
import { modelOf, outputName } from "./random/node";
import { shapesInRuntime } from "./random/runtime";
import { broadcasting, shapeKeeping } from "./random/elementwise";
import { cropping, gathering, joining, padding, slicing } from "./random/pieces";
import { attention, products, recurrence } from "./random/products";
import { choosing, reduction } from "./random/reductions";
import { gridding, resizing } from "./random/resizing";
import { regions, signals } from "./random/signals";
import { rearranging, viewing } from "./random/views";
import { convolution, pooling, transposedConvolution } from "./random/windows";

const FAMILIES: [string, fc.Arbitrary<RandomNode>][] = [
  ["convolution", convolution],
  ["transposed convolution", transposedConvolution],
  ["pooling", pooling],
  ["broadcasting", broadcasting],
  ["what keeps the shape", shapeKeeping],
  ["gathering", gathering],
  ["slicing", slicing],
  ["padding", padding],
  ["joining and parting", joining],
  ["cropping", cropping],
  ["views", viewing],
  ["rearranging", rearranging],
  ["reduction", reduction],
  ["choosing", choosing],
  ["resizing", resizing],
  ["grids", gridding],
  ["products", products],
  ["recurrence", recurrence],
  ["attention", attention],
  ["signals", signals],
  ["regions", regions],
];

function inferredShapes(model: Model, outputs: number): readonly string[] {
  const { values } = infer(model, NO_ASSUMPTIONS);
  return Array.from({ length: outputs }, (_, index) => {
    const type = values.get(outputName(index))?.type;
    const shape = type?.kind === "tensor" ? type.shape : undefined;
    return shape?.map((size) => (size === undefined ? "?" : print(size))).join(" ") ?? "unknown";
  });
}

const RUNS = Number(process.env.LAYERSCOPE_RUNS ?? 40);

describe("shapes are those that ONNX Runtime gives", () => {
  test.each(FAMILIES)("%s", async (_name, nodes) => {
    let [asked, ran] = [0, 0];
    await fc.assert(
      fc.asyncProperty(nodes, async (node) => {
        asked++;
        const real = await shapesInRuntime(node);
        if (real === undefined) return;
        ran++;
        expect(inferredShapes(modelOf(node), real.length)).toEqual(real.map((sizes) => sizes.join(" ")));
      }),
      { numRuns: RUNS },
    );
    console.log(_name, ran, asked);
  });
});
