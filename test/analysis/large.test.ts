import { describe, expect, test } from "vitest";
import { analyse } from "../../src/analysis/analyse";
import { NO_ASSUMPTIONS } from "../../src/analysis/assumptions";
import { CONVENTIONS, countBy } from "../../src/analysis/conventions";
import { sum } from "../../src/analysis/memory";
import { indexModel } from "../../src/analysis/model-index";
import type { AttributeValue } from "../../src/model/model";
import { graph, model, node, value } from "./build";

/** More than a call takes as its arguments. */
const MANY = 300_000;

test("costs of any number of nodes are summed up", () => {
  expect(sum(new Array<number>(MANY).fill(2))).toBe(2 * MANY);
  expect(sum([...new Array<number>(MANY).fill(2), undefined])).toBeUndefined();
});

describe("a node with very many inputs, or numbers in an attribute, is analysed as others are", () => {
  const ints = (count: number): AttributeValue => ({ kind: "ints", value: new Array<number>(count).fill(1) });
  const axis: AttributeValue = { kind: "int", value: 0 };
  test.each<[operator: string, attributes: Record<string, AttributeValue>, shape: readonly number[]]>([
    ["Sum", {}, [2]],
    ["Max", {}, [2]],
    ["Concat", { axis }, [2 * MANY]],
  ])("%s", (operator, attributes, shape) => {
    const inputs = new Array<string>(MANY).fill("x");
    const main = graph({
      inputs: [value("x", { kind: "tensor", dtype: "float32", shape: [2] })],
      nodes: [node(operator, inputs, ["y"], { attributes })],
      outputs: ["y"],
    });
    const { types } = analyse(indexModel(model(main)), NO_ASSUMPTIONS);
    expect(types.get("y")).toMatchObject({ shape });
  });

  test("MaxPool", () => {
    const main = graph({
      inputs: [value("x", { kind: "tensor", dtype: "float32", shape: [1, 1, 4] })],
      nodes: [node("MaxPool", ["x"], ["y"], { attributes: { kernel_shape: ints(MANY) } })],
      outputs: ["y"],
    });
    const index = indexModel(model(main));
    const analysis = analyse(index, NO_ASSUMPTIONS);
    expect(analysis.types.get("y")).toMatchObject({ shape: [1, 1, 4] });
    expect(CONVENTIONS.map((convention) => countBy(convention, index, analysis))).toContain(4);
  });
});
