import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { WEIGHT_SLOTS } from "../../src/formats/tfjs/slots";
import type { AttributeValue } from "../../src/model/model";
import { symbol } from "../../src/model/expression";
import type { Shape } from "../../src/model/shape";
import { Context } from "../../src/operators/context";
import { shapeOf, total } from "../../src/operators/contraction";
import { operatorOf, REGISTRY } from "../../src/operators/registry";
import { tensor } from "../../src/operators/value";
import { node } from "../analysis/build";

/** What TensorFlow.js runs, and the layers of Keras, from their sources. */
const NAMES = JSON.parse(readFileSync("test/fixtures/tfjs/operators.json", "utf8")) as Record<
  "tf" | "keras",
  readonly string[]
>;

test.each(["tf", "keras"] as const)("the registry knows all of %s", (domain) => {
  const known = REGISTRY.get(domain);
  expect(NAMES[domain].filter((name) => !known?.has(name))).toEqual([]);
});

test.each(Object.entries(WEIGHT_SLOTS))(
  "weights of %s stand where its entry has them",
  (name, { values, weights }) => {
    const entry = REGISTRY.get("keras")?.get(name)?.at(-1);
    const inputs = entry?.inputs.slice(values, values + weights.length) ?? [];
    expect(inputs).toEqual(weights.map((one) => one.replace("attention_", "").replace("/", "_")));
    for (const input of inputs) expect(entry?.slots).toHaveProperty(input);
  },
);

type Settings = Readonly<Record<string, number | string | readonly number[]>>;

function settings(given: Settings): Record<string, AttributeValue> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]): [string, AttributeValue] => {
      if (typeof value === "number") return [name, { kind: "int", value }];
      if (typeof value === "string") return [name, { kind: "string", value }];
      return [name, { kind: "ints", value }];
    }),
  );
}

const N = symbol("n");

describe("a layer of Keras", () => {
  /** Shapes as Keras documents them; MACs by hand. */
  const cases: [
    what: string,
    operator: string,
    Settings,
    inputs: Shape[],
    output: Shape,
    macs: number | undefined,
  ][] = [
    ["dense works along the last axis", "Dense", { units: 5 }, [[2, 3, 4]], [2, 3, 5], 2 * 3 * 5 * 4],
    [
      "a causal convolution keeps the length",
      "Conv1D",
      { filters: 4, kernel_size: [3], padding: "causal", dilation_rate: [2] },
      [[1, 10, 2]],
      [1, 10, 4],
      10 * 4 * 3 * 2,
    ],
    [
      "a grouped convolution reads its group",
      "Conv2D",
      { filters: 8, kernel_size: [3, 3], groups: 2, padding: "same", strides: [2, 2] },
      [[1, 7, 7, 4]],
      [1, 4, 4, 8],
      4 * 4 * 8 * 9 * 2,
    ],
    [
      "a transposed convolution with its kernel below its stride",
      "Conv2DTranspose",
      { filters: 3, kernel_size: 2, strides: 3, padding: "valid" },
      [[1, 4, 4, 2]],
      [1, 12, 12, 3],
      4 * 4 * 2 * 4 * 3,
    ],
    [
      "pads of one number per end",
      "ZeroPadding2D",
      { padding: [1, 2, 3, 4] },
      [[1, 5, 5, 2]],
      [1, 8, 12, 2],
      0,
    ],
    ["pads of one number per axis", "ZeroPadding2D", { padding: [1, 2] }, [[1, 5, 5, 2]], [1, 7, 9, 2], 0],
    ["pads of a sequence", "ZeroPadding1D", { padding: [1, 2] }, [[1, 5, 2]], [1, 8, 2], 0],
    ["cropping", "Cropping2D", { cropping: 1 }, [[1, 5, 6, 2]], [1, 3, 4, 2], 0],
    ["a reshape with an open size", "Reshape", { target_shape: [-1, 2] }, [[N, 6, 4]], [N, 12, 2], 0],
    [
      "a permutation counts from the first axis after the batch",
      "Permute",
      { dims: [2, 1] },
      [[N, 6, 4]],
      [N, 4, 6],
      0,
    ],
    ["repeats", "RepeatVector", { n: 3 }, [[N, 6]], [N, 3, 6], 0],
    [
      "channels first",
      "MaxPooling2D",
      { pool_size: 2, data_format: "channels_first" },
      [[1, 3, 8, 9]],
      [1, 3, 4, 4],
      0,
    ],
    [
      "a pool that keeps its axes",
      "GlobalAveragePooling2D",
      { keepdims: 1 },
      [[1, 8, 9, 3]],
      [1, 1, 1, 3],
      0,
    ],
    [
      "a state beside the output",
      "GRU",
      { units: 4, return_state: 1 },
      [[1, 5, 3]],
      [1, 4],
      5 * 3 * 4 * (3 + 4),
    ],
    [
      "images in sequence",
      "ConvLSTM2D",
      { filters: 2, kernel_size: [3, 3], padding: "same", return_sequences: 1 },
      [[1, 5, 4, 4, 3]],
      [1, 5, 4, 4, 2],
      5 * 16 * 4 * 2 * 9 * (3 + 2),
    ],
    [
      "both directions are joined",
      "Bidirectional",
      { layer: "LSTM", "layer.units": 4, "layer.return_sequences": 1, merge_mode: "concat" },
      [[1, 5, 3]],
      [1, 5, 8],
      2 * 5 * 4 * 4 * 7,
    ],
    [
      "both directions are summed",
      "Bidirectional",
      { layer: "LSTM", "layer.units": 4, merge_mode: "sum" },
      [[1, 5, 3]],
      [1, 4],
      2 * 5 * 4 * 4 * 7,
    ],
    [
      "a layer at every step",
      "TimeDistributed",
      { layer: "Conv2D", "layer.filters": 2, "layer.kernel_size": [3, 3], "layer.padding": "valid" },
      [[1, 5, 6, 6, 3]],
      [1, 5, 4, 4, 2],
      5 * 16 * 2 * 27,
    ],
    ["a cell in its layer", "RNN", { cell: "LSTMCell", "cell.units": 4 }, [[1, 5, 3]], [1, 4], 5 * 4 * 4 * 7],
    [
      "attention with a value of its own width",
      "MultiHeadAttention",
      { num_heads: 2, key_dim: 4 },
      [
        [1, 5, 8],
        [1, 6, 10],
      ],
      [1, 5, 8],
      5 * 8 * 8 + 6 * 10 * 8 + 6 * 10 * 8 + 2 * 5 * 6 * 4 + 2 * 5 * 6 * 4 + 5 * 8 * 8,
    ],
    [
      "a dot product of vectors",
      "Dot",
      { axes: 1 },
      [
        [3, 4],
        [3, 4],
      ],
      [3, 1],
      3 * 4,
    ],
    [
      "operands along an axis",
      "Concatenate",
      { axis: -1 },
      [
        [N, 4],
        [N, 5],
      ],
      [N, 9],
      0,
    ],
    ["an operator that nobody can see into", "Lambda", {}, [[N, 4]], undefined, undefined],
  ];
  test.each(cases)("%s (%s)", (_what, operator, given, shapes, output, macs) => {
    const inputs = shapes.map((shape) => tensor("float32", shape));
    const names = inputs.map((_, index) => `x${String(index)}`);
    const made = node(operator, names, ["y"], { domain: "keras", attributes: settings(given) });
    const entry = operatorOf(made, new Map());
    const context = new Context(made, 1, inputs);
    const outputs = entry?.infer?.(context) ?? [];
    expect(shapeOf(outputs[0])).toEqual(output);
    const products = entry?.macs?.(context, outputs);
    expect(products && total(products)).toEqual(macs);
  });
});

describe("an operator of TensorFlow", () => {
  const from = (...elements: readonly number[]) => tensor("int32", [elements.length], elements);
  const x = (...shape: readonly number[]) => tensor("float32", shape);
  const scalar = (one: number) => tensor("int32", [], [one]);
  /** Shapes as TensorFlow's documentation says them. */
  const cases: [
    what: string,
    operator: string,
    Settings,
    inputs: ReturnType<typeof x>[],
    outputs: Shape[],
  ][] = [
    [
      "explicit pads",
      "Conv2D",
      { padding: "EXPLICIT", explicit_paddings: [0, 0, 1, 2, 3, 4, 0, 0], strides: [1, 1, 1, 1] },
      [x(1, 5, 5, 2), x(3, 3, 2, 4)],
      [[1, 6, 10, 4]],
    ],
    [
      "channels first",
      "Conv2D",
      { padding: "SAME", data_format: "NCHW", strides: [1, 1, 2, 2] },
      [x(1, 2, 5, 6), x(3, 3, 2, 4)],
      [[1, 4, 3, 3]],
    ],
    [
      "a product with both turned",
      "MatMul",
      { transpose_a: 1, transpose_b: 1 },
      [x(3, 4), x(5, 3)],
      [[4, 5]],
    ],
    [
      "a place that goes",
      "StridedSlice",
      { shrink_axis_mask: 2 },
      [x(4, 5, 6), from(0, -1), from(2, 0), from(1, 1)],
      [[2, 6]],
    ],
    [
      "an ellipsis and a new axis",
      "StridedSlice",
      { ellipsis_mask: 1, new_axis_mask: 2 },
      [x(4, 5, 6), from(0, 0, 1), from(0, 0, 3), from(1, 1, 1)],
      [[4, 5, 1, 2]],
    ],
    [
      "a range backwards",
      "StridedSlice",
      { begin_mask: 1, end_mask: 1 },
      [x(5), from(0), from(0), from(-2)],
      [[3]],
    ],
    [
      "parts of given sizes, one open",
      "SplitV",
      {},
      [x(10, 2), from(3, -1), scalar(0)],
      [
        [3, 2],
        [7, 2],
      ],
    ],
    ["a slice to the end", "Slice", {}, [x(10, 4), from(2, 1), from(-1, 2)], [[8, 2]]],
    [
      "rows gathered by sample",
      "GatherV2",
      { batch_dims: 1 },
      [x(2, 5, 3), tensor("int32", [2, 4]), scalar(1)],
      [[2, 4, 3]],
    ],
    [
      "space to samples",
      "SpaceToBatchND",
      {},
      [x(1, 5, 5, 3), from(2, 2), tensor("int32", [2, 2], [1, 0, 0, 1])],
      [[4, 3, 3, 3]],
    ],
    [
      "samples to space",
      "BatchToSpaceND",
      {},
      [x(4, 3, 3, 3), from(2, 2), tensor("int32", [2, 2], [1, 0, 0, 1])],
      [[1, 5, 5, 3]],
    ],
    ["channels to space", "DepthToSpace", { block_size: 2 }, [x(1, 2, 3, 8)], [[1, 4, 6, 2]]],
    ["the largest along axes that go", "Max", { keep_dims: 0 }, [x(2, 3, 4), from(-1, 0)], [[3]]],
    ["the sum along no axes", "Sum", {}, [x(2, 3), tensor("int32", [0], [])], [[2, 3]]],
    ["operands stacked at the end", "Pack", { axis: -1 }, [x(2, 3), x(2, 3)], [[2, 3, 2]]],
    ["an image resized", "ResizeBilinear", {}, [x(1, 4, 5, 3), from(8, 9)], [[1, 8, 9, 3]]],
    ["pairs of pads", "PadV2", {}, [x(2, 3), tensor("int32", [2, 2], [1, 0, 0, 2]), scalar(0)], [[3, 5]]],
    [
      "the shape that an input says",
      "Conv2DBackpropInput",
      { strides: [1, 2, 2, 1] },
      [from(1, 8, 8, 3), x(3, 3, 3, 2), x(1, 4, 4, 2)],
      [[1, 8, 8, 3]],
    ],
    ["a size of 0 is no copy", "Reshape", {}, [x(0, 3), from(3, 0)], [[3, 0]]],
  ];
  test.each(cases)("%s (%s)", (_what, operator, given, inputs, outputs) => {
    const names = inputs.map((_, index) => `x${String(index)}`);
    const made = node(
      operator,
      names,
      outputs.map((_, index) => `y${String(index)}`),
      {
        domain: "tf",
        attributes: settings(given),
      },
    );
    const inferred = operatorOf(made, new Map())?.infer?.(new Context(made, 1, inputs)) ?? [];
    expect(outputs.map((_, index) => shapeOf(inferred[index]))).toEqual(outputs);
  });
});
