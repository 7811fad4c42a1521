import { describe, expect, test } from "vitest";
import { storedTensors } from "../../src/analysis/stored";
import type { AttributeValue } from "../../src/model/model";
import { graph, localFunction, model, node, subgraph, tensor } from "./build";

describe("the value of a Constant node", () => {
  const cases: [string, string, AttributeValue, string, number[], number[] | undefined][] = [
    [
      "is the tensor of `value`",
      "value",
      { kind: "tensor", value: tensor("", "int8", [2, 3]) },
      "int8",
      [2, 3],
      undefined,
    ],
    [
      "is a float32 scalar for `value_float`",
      "value_float",
      { kind: "float", value: 1.5 },
      "float32",
      [],
      [0, 0, 0xc0, 0x3f],
    ],
    [
      "is a float32 vector for `value_floats`",
      "value_floats",
      { kind: "floats", value: [] },
      "float32",
      [0],
      [],
    ],
    [
      "is an int64 scalar for `value_int`",
      "value_int",
      { kind: "int", value: -(2n ** 63n) },
      "int64",
      [],
      [0, 0, 0, 0, 0, 0, 0, 0x80],
    ],
    [
      "is an int64 vector for `value_ints`",
      "value_ints",
      { kind: "ints", value: [-1] },
      "int64",
      [1],
      [255, 255, 255, 255, 255, 255, 255, 255],
    ],
    [
      "is a string scalar for `value_string`",
      "value_string",
      { kind: "string", value: "a" },
      "string",
      [],
      undefined,
    ],
    [
      "is a string vector for `value_strings`",
      "value_strings",
      { kind: "strings", value: ["a", "b"] },
      "string",
      [2],
      undefined,
    ],
  ];
  test.each(cases)("%s", (_, name, attribute, dtype, shape, inline) => {
    const constant = node("Constant", [], ["c"], { attributes: { [name]: attribute } });
    const stored = storedTensors(model(graph({ nodes: [constant] }))).get("c");
    expect(stored?.node).toBe(constant);
    expect(stored?.tensor.dtype).toBe(dtype);
    expect(stored?.tensor.shape).toEqual(shape);
    expect(stored?.tensor.inline && [...stored.tensor.inline]).toEqual(inline);
  });

  test("is unknown where it is the caller's attribute", () => {
    const constant = node("Constant", [], ["c"], { attributes: { value: { kind: "reference", name: "v" } } });
    expect(storedTensors(model(graph({ nodes: [constant] }))).size).toBe(0);
  });

  test("is none of our business in another domain", () => {
    const attributes = { value_int: { kind: "int", value: 1 } } as const;
    const constant = node("Constant", [], ["c"], { domain: "custom", attributes });
    expect(storedTensors(model(graph({ nodes: [constant] }))).size).toBe(0);
  });
});

test("stored tensors of subgraphs and functions have qualified names", () => {
  const constant = (name: string) =>
    node("Constant", [], [name], { attributes: { value_int: { kind: "int", value: 1 } } });
  const inner = graph({ path: "If_0/then_branch/If_1/then_branch", nodes: [constant("deep")] });
  const branch = graph({
    path: "If_0/then_branch",
    tensors: [tensor("w", "float32", [1])],
    nodes: [node("If", ["c"], ["o"], { attributes: { then_branch: subgraph(inner) } })],
  });
  const body = graph({ path: "local::Twice", nodes: [constant("two")] });
  const main = graph({
    tensors: [tensor("w", "float32", [2])],
    nodes: [node("If", ["c"], ["y"], { attributes: { then_branch: subgraph(branch) } })],
  });
  expect([...storedTensors(model(main, [localFunction("Twice", ["x"], ["two"], body)])).keys()]).toEqual([
    "w",
    "If_0/then_branch/w",
    "If_0/then_branch/If_1/then_branch/deep",
    "local::Twice/two",
  ]);
});
