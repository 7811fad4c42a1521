import { describe, expect, test } from "vitest";
import { NO_ASSUMPTIONS } from "../../../src/analysis/assumptions";
import { indexModel } from "../../../src/analysis/model-index";
import { symbol } from "../../../src/model/expression";
import type { DataType } from "../../../src/model/dtype";
import type { Graph, Node } from "../../../src/model/model";
import type { Dimension } from "../../../src/model/shape";
import type { Tensor } from "../../../src/model/tensor";
import type { Recipe } from "../../../src/running/inputs/recipe";
import { chooseRecipe } from "../../../src/running/inputs/recipe";
import { chooseSizes, concreteShape } from "../../../src/running/inputs/sizes";
import { isRunnable } from "../../../src/running/values";
import { graph, model, node, tensor, value } from "../../analysis/build";

type Given = readonly [name: string, dtype: DataType, shape: readonly Dimension[]];

function given([name, dtype, shape]: Given): Graph["inputs"][number] {
  return value(name, { kind: "tensor", dtype, shape });
}

/** A stored float32 number. */
function number(name: string, ...numbers: readonly number[]): Tensor {
  const inline = new Uint8Array(Float32Array.from(numbers).buffer);
  return { ...tensor(name, "float32", numbers.length === 1 ? [] : [numbers.length]), inline };
}

function recipeFor(
  input: Given,
  nodes: readonly Node[],
  tensors: readonly Tensor[],
  outputs: readonly Given[] = [],
): Recipe {
  const [name, dtype, shape] = input;
  const main = { ...graph({ inputs: [given(input)], nodes, tensors }), outputs: outputs.map(given) };
  if (!isRunnable(dtype)) throw new Error("no input is of this type");
  return chooseRecipe(indexModel(model(main)), { name, dtype, shape: shape.map(Number) }).recipe;
}

const IMAGE: Given = ["x", "float32", [1, 3, 224, 224]];
const KERNEL = tensor("k", "float32", [8, 3, 3, 3]);
const CONV = node("Conv", ["a", "k"], ["y"]);

describe("what is made up for an input", () => {
  const cases: [string, Given, Node[], Tensor[], Recipe][] = [
    [
      "an image that is convolved straight: standard normal",
      IMAGE,
      [node("Conv", ["x", "k"], ["y"])],
      [KERNEL],
      { kind: "image", range: "normal" },
    ],
    [
      "an image that is divided by 255: pixels of bytes",
      IMAGE,
      [node("Div", ["x", "c"], ["a"]), CONV],
      [KERNEL, number("c", 255)],
      { kind: "image", range: "0-255" },
    ],
    [
      "an image that means of ImageNet are taken from: pixels up to 1",
      IMAGE,
      [node("Sub", ["x", "c"], ["a"]), CONV],
      [KERNEL, number("c", 0.485, 0.456, 0.406)],
      { kind: "image", range: "0-1" },
    ],
    [
      "an image that is transposed, then scaled: looked for behind it",
      ["x", "float32", [1, 224, 224, 3]],
      [node("Transpose", ["x"], ["t"]), node("Mul", ["t", "c"], ["a"]), CONV],
      [KERNEL, number("c", 1 / 127.5)],
      { kind: "image", range: "0-255" },
    ],
    [
      "an image of bytes",
      ["x", "uint8", [1, 224, 224, 3]],
      [node("Cast", ["x"], ["a"])],
      [],
      { kind: "image", range: "0-255" },
    ],
    [
      "rows of a table: any but the first",
      ["ids", "int64", [1, 16]],
      [node("Gather", ["table", "ids"], ["y"])],
      [tensor("table", "float32", [100, 8])],
      { kind: "tokens", from: 1, below: 100 },
    ],
    [
      "positions by their name",
      ["position_ids", "int64", [1, 16]],
      [node("Gather", ["table", "position_ids"], ["y"])],
      [tensor("table", "float32", [512, 8])],
      { kind: "positions" },
    ],
    ["a mask by its name", ["attention_mask", "int64", [1, 16]], [], [], { kind: "constant", value: 1 }],
    [
      "a number that is compared with one: that one",
      ["sr", "int64", []],
      [node("Equal", ["sr", "c"], ["y"])],
      [{ ...tensor("c", "int64", []), inline: new Uint8Array(BigInt64Array.of(16000n).buffer) }],
      { kind: "constant", value: 16000 },
    ],
    [
      "a state that a recurrent cell begins with: zeros",
      ["start", "float32", [1, 1, 8]],
      [node("LSTM", ["s", "w", "r", "", "", "start"], ["y"])],
      [],
      { kind: "constant", value: 0 },
    ],
    [
      "a signal for a recurrent cell",
      ["x", "float32", [16, 1, 8]],
      [node("GRU", ["x", "w", "r"], ["y"])],
      [],
      { kind: "signal", deviation: 1 },
    ],
    ["sound: long, of one channel", ["x", "float32", [1, 16000]], [], [], { kind: "signal", deviation: 0.1 }],
    ["a switch: off", ["training", "bool", []], [], [], { kind: "constant", value: 0 }],
    ["features", ["x", "float32", [1, 9]], [node("Gemm", ["x", "w"], ["y"])], [], { kind: "normal" }],
    ["texts", ["x", "string", [1]], [], [], { kind: "text" }],
  ];
  test.each(cases)("%s", (_, input, nodes, tensors, recipe) => {
    expect(recipeFor(input, nodes, tensors)).toEqual(recipe);
  });

  test("a cache of attention that the graph gives back: zeros", () => {
    const cache: Given = ["past_key_values.0.key", "float32", [1, 4, 16, 8]];
    const back: Given = ["present.0.key", "float32", [1, 4, symbol("total"), 8]];
    expect(recipeFor(cache, [], [], [back])).toEqual({ kind: "constant", value: 0 });
  });
});

describe("what an input leaves open is taken as", () => {
  const n = symbol("n");
  const cases: [string, Given, Node[], Tensor[], readonly number[]][] = [
    ["one sample", ["x", "float32", [symbol("batch"), 9]], [], [], [1, 9]],
    ["one sample without a name", ["x", "float32", [undefined, 9]], [], [], [1, 9]],
    ["a sequence of 16", ["ids", "int64", [n, symbol("sequence_length")]], [], [], [1, 16]],
    [
      "an image of 224",
      ["x", "float32", [n, 3, symbol("height"), symbol("width")]],
      [],
      [],
      [1, 3, 224, 224],
    ],
    ["an image as wide as it is high", ["x", "float32", [n, 3, 48, symbol("width")]], [], [], [1, 3, 48, 48]],
    [
      "an image with its channels last",
      ["x", "float32", [n, symbol("h"), symbol("w"), 1]],
      [],
      [],
      [1, 224, 224, 1],
    ],
    [
      "the channels that the first convolution takes",
      ["x", "float32", [n, symbol("c"), 32, 32]],
      [node("Conv", ["x", "k"], ["y"])],
      [tensor("k", "float32", [8, 6, 3, 3])],
      [1, 6, 32, 32],
    ],
    [
      "a signal of two windows",
      ["x", "float32", [n, 1, symbol("samples")]],
      [node("Conv", ["x", "k"], ["y"])],
      [tensor("k", "float32", [8, 1, 400])],
      [1, 1, 800],
    ],
    ["a past of 16", ["x", "float32", [1, symbol("past_length"), 8]], [], [], [1, 16, 8]],
  ];
  test.each(cases)("%s", (_, input, nodes, tensors, shape) => {
    const index = indexModel(model(graph({ inputs: [given(input)], nodes, tensors })));
    expect(concreteShape(index, chooseSizes(index, NO_ASSUMPTIONS), input[0])).toEqual(shape);
  });

  test("what a person says, where a person says it", () => {
    const index = indexModel(model(graph({ inputs: [given(["x", "float32", [symbol("batch"), n]])] })));
    const said = { dimensions: new Map([["n", 5]]), shapes: new Map() };
    expect(concreteShape(index, chooseSizes(index, said), "x")).toEqual([1, 5]);
  });

  test("of caches and masks together: as long as both", () => {
    const inputs: Given[] = [
      ["ids", "int64", [1, symbol("sequence_length")]],
      ["past", "float32", [1, 2, symbol("past_sequence_length"), 4]],
      ["attention_mask", "int64", [1, symbol("total_sequence_length")]],
    ];
    const index = indexModel(model(graph({ inputs: inputs.map(given) })));
    expect(concreteShape(index, chooseSizes(index, NO_ASSUMPTIONS), "attention_mask")).toEqual([1, 32]);
  });
});
