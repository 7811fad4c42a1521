import { describe, expect, test } from "vitest";
import { analyse } from "../../src/analysis/analyse";
import { NO_ASSUMPTIONS } from "../../src/analysis/assumptions";
import { indexModel } from "../../src/analysis/model-index";
import type { Model, Node } from "../../src/model/model";
import type { Tensor } from "../../src/model/tensor";
import { readParts, withGraph } from "../formats/onnx/model";
import { open } from "../formats/tfjs/model";
import { graph, model, node, tensor, value } from "./build";

const ints = (value: readonly number[]) => ({ kind: "ints", value }) as const;
const zeros = (name: string, size: number): Tensor => ({
  ...tensor(name, "int64", [size]),
  inline: new Uint8Array(8 * size),
});

/** Nodes behind each other, each of which takes the value before it twice. */
const added = (count: number): readonly Node[] =>
  Array.from({ length: count }, (_, at) => node("Add", [`v${at}`, `v${at}`], [`v${at + 1}`]));

describe("no small file keeps inference busy for long", () => {
  const AXES = 200_000;
  /** From the first ideograph on: as many as differ. */
  const LETTERS = Array.from({ length: 40_000 }, (_, at) => String.fromCharCode(0x3400 + at));
  test.each<[what: string, model: Model]>([
    [
      "with an input of very many dimensions",
      model(
        graph({
          inputs: [value("v0", { kind: "tensor", dtype: "float32", shape: new Array<number>(AXES).fill(1) })],
          nodes: added(1_000),
        }),
      ),
    ],
    [
      "with very many axes that are inserted",
      model(
        graph({
          inputs: [value("x", { kind: "tensor", dtype: "float32", shape: [2] })],
          nodes: [
            node("Unsqueeze", ["x"], ["v0"], {
              attributes: { axes: ints(Array.from({ length: AXES }, (_, at) => at)) },
            }),
            ...added(1_000),
          ],
        }),
        [],
      ),
    ],
    [
      "with parts that are each as long as the whole",
      model(
        graph({
          tensors: [zeros("w", 1024)],
          nodes: [
            node("Split", ["w"], ["a"], { attributes: { split: ints(new Array<number>(AXES).fill(1024)) } }),
          ],
        }),
      ),
    ],
    [
      "with very many empty parts that are joined",
      model(
        graph({
          tensors: [zeros("e", 0), zeros("w", 1024)],
          nodes: [
            node("Concat", [...new Array<string>(5 * AXES).fill("e"), "w"], ["y"], {
              attributes: { axis: { kind: "int", value: 0 } },
            }),
          ],
        }),
      ),
    ],
    [
      "with a sum of very many small values",
      model(
        graph({
          tensors: [zeros("w", 1024)],
          nodes: [1, 2, 3].map((one) =>
            node("Sum", new Array<string>(AXES).fill("w"), [`y${one}`], { name: `Sum_${one}` }),
          ),
        }),
      ),
    ],
    [
      "with an equation of very many operands",
      model(
        graph({
          inputs: [value("x", { kind: "tensor", dtype: "float32", shape: [2] })],
          nodes: [
            node(
              "Einsum",
              LETTERS.map(() => "x"),
              ["y"],
              {
                attributes: { equation: { kind: "string", value: LETTERS.join(",") } },
              },
            ),
          ],
        }),
      ),
    ],
  ])("%s", (_, one) => {
    const old = { ...one, opsets: new Map([["ai.onnx", 12]]) };
    expect(analyse(indexModel(old), NO_ASSUMPTIONS).problems).toEqual([]);
  });
});

describe("a shape of more dimensions than anything has is none", () => {
  const MANY = 1_000;

  test("of an input of an ONNX model", async () => {
    const dim = new Array(MANY).fill({ value: { case: "dimValue", value: 1n } }) as {
      value: { case: "dimValue"; value: bigint };
    }[];
    const type = { value: { case: "tensorType" as const, value: { elemType: 1, shape: { dim } } } };
    const { graph, problems } = await readParts(withGraph({ input: [{ name: "x", type }] }));
    expect(graph.inputs[1]?.type).toEqual({ kind: "tensor", dtype: "float32", shape: undefined });
    expect(problems).toMatchObject([{ code: "bad-dimension" }]);
  });

  test("of a tensor of an ONNX model", async () => {
    const dims = new Array<bigint>(MANY).fill(1n);
    const { graph, problems } = await readParts(
      withGraph({ initializer: [{ name: "w", dims, dataType: 1, rawData: new Uint8Array(4) }] }),
    );
    expect(graph.tensors.has("w")).toBe(false);
    expect(problems).toMatchObject([{ code: "bad-dimension" }]);
  });

  test("of a weight of a TensorFlow.js model", async () => {
    const shape = new Array<number>(MANY).fill(1);
    const read = await open([{ paths: ["a"], weights: [{ name: "w", shape, dtype: "float32" }] }], {
      a: new Uint8Array(4),
    });
    expect(read.ok && read.value.problems[0]?.code).toBe("broken-manifest");
  });
});
