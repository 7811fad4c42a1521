import { describe, expect, test } from "vitest";
import { indexModel } from "../../src/analysis/model-index";
import type { AttributeValue, Node } from "../../src/model/model";
import type { SoftmaxLayout } from "../../src/running/softmax";
import { SoftmaxCounts, softmaxLayout } from "../../src/running/softmax";
import { graph, model, node } from "../analysis/build";

const LAST: SoftmaxLayout = { axis: 1, flat: false, logarithms: false, byHead: false };
const HEADS: SoftmaxLayout = { ...LAST, axis: 3, byHead: true };

/** A distribution of `size` with all but `rest` on one element. */
function peak(size: number, at: number, rest = 0): readonly number[] {
  return Array.from({ length: size }, (_, index) => (index === at ? 1 - rest : rest / (size - 1)));
}

function seen(layout: SoftmaxLayout, shape: readonly number[], ...runs: (readonly number[])[]) {
  const counts = new SoftmaxCounts(layout, shape);
  for (const run of runs) counts.add(Float64Array.from(run), shape);
  return counts.result();
}

describe("a softmax has collapsed", () => {
  test("that gives one element all the weight in every sample", () => {
    expect(seen(LAST, [1, 4], peak(4, 2), peak(4, 2))).toEqual({
      axis: 1,
      size: 4,
      heads: 1,
      samples: 2,
      positions: 2,
      collapsed: [{ head: 0, element: 2, entropy: 0 }],
    });
  });

  // Of two elements, p and 1 - p: H(0.0006) = 0.00505 nats, H(0.0012) = 0.00927; 1 % of log 2 is 0.00693.
  test.each([
    [0.0006, [0.0050507 / Math.LN2]],
    [0.0012, []],
  ])("below a hundredth of log n: with %s beside the largest", (rest, entropies) => {
    const { collapsed } = seen(LAST, [2, 2], [...peak(2, 0, rest), ...peak(2, 0)]);
    expect(collapsed.map(({ entropy }) => Number(entropy.toFixed(4)))).toEqual(
      entropies.map((entropy) => Number(entropy.toFixed(4))),
    );
  });

  test("head by head in an attention", () => {
    const sink = [...peak(3, 0), ...peak(3, 0)];
    const diagonal = [...peak(3, 0), ...peak(3, 1)];
    const even = Array<number>(6).fill(1 / 3);
    const shape = [1, 3, 2, 3];
    const found = seen(HEADS, shape, [...sink, ...diagonal, ...even], [...sink, ...sink, ...sink]);
    expect(found).toMatchObject({ heads: 3, samples: 2, positions: 4 });
    expect(found.collapsed.map(({ head, element }) => [head, element])).toEqual([[0, 0]]);
  });

  test("along an axis that is not the last", () => {
    const columns = [1, 1, 0, 0];
    expect(seen(LAST, [1, 2, 2], columns).collapsed).toMatchObject([{ element: 0 }]);
    expect(seen(LAST, [1, 2, 2], [1, 0, 0, 1]).collapsed).toEqual([]);
  });

  test("over all axes from its own on, until opset 12", () => {
    const flat = { ...LAST, flat: true };
    expect(seen(flat, [2, 2, 2], [...peak(4, 3), ...peak(4, 3)])).toMatchObject({
      size: 4,
      positions: 2,
      collapsed: [{ element: 3 }],
    });
  });

  test("as logarithms, too", () => {
    const logarithms = { ...LAST, logarithms: true };
    expect(seen(logarithms, [2, 2], [0, -Infinity, -1e-5, -11.5]).collapsed).toHaveLength(1);
    expect(seen(logarithms, [2, 2], [0, -Infinity, -0.1, -2.3]).collapsed).toEqual([]);
  });
});

describe("a softmax has not collapsed", () => {
  const whole: [string, readonly number[], ...(readonly number[])[]][] = [
    ["whose largest element changes", [1, 3], peak(3, 0), peak(3, 1)],
    ["that is unsure once", [1, 3], peak(3, 0), [0.5, 0.3, 0.2], peak(3, 0)],
    ["of which one distribution was seen", [1, 3], peak(3, 0)],
    ["of one element", [4, 1], [1, 1, 1, 1]],
    ["that gives no numbers", [2, 2], [NaN, NaN, NaN, NaN]],
    ["of which nothing was seen", [0, 2], []],
  ];
  test.each(whole)("%s", (_, shape, ...runs) => {
    expect(seen(LAST, shape, ...runs).collapsed).toEqual([]);
  });
});

describe("the distributions of a softmax lie", () => {
  const int = (value: number): AttributeValue => ({ kind: "int", value });
  const text = (value: string): AttributeValue => ({ kind: "string", value });
  const layout = (one: Node, rank: number, opset = 17, more: readonly Node[] = []) => {
    const nodes = [one, ...more];
    const made = model(graph({ inputs: [], outputs: ["y"], nodes, tensors: [] }));
    const index = indexModel({ ...made, opsets: new Map([["ai.onnx", opset]]) });
    const placed = index.uses.nodes.get(one.id);
    if (placed === undefined) throw new Error("the node is there");
    return softmaxLayout(index, placed, rank);
  };
  const softmax = (attributes: Record<string, AttributeValue> = {}, operator = "Softmax", domain = "") => ({
    ...node(operator, ["x"], ["y"], { name: "s", attributes }),
    domain,
  });
  const weigh = node("MatMul", ["y", "v"], ["z"], { name: "m" });

  test.each([
    ["along the last axis", softmax(), 3, 17, { axis: 2, flat: false }],
    ["along the axis that the node names", softmax({ axis: int(1) }), 4, 17, { axis: 1 }],
    ["over all axes from 1 on until opset 12", softmax(), 3, 11, { axis: 1, flat: true }],
    ["as logarithms", softmax({}, "LogSoftmax"), 2, 17, { logarithms: true }],
    [
      "in a layer of Keras",
      softmax({ activation: text("softmax") }, "Dense", "keras"),
      2,
      0,
      { axis: 1, flat: false },
    ],
  ])("%s", (_, one, rank, opset, expected) => {
    expect(layout(one, rank, opset)).toMatchObject(expected);
  });

  test("nowhere in what is no softmax", () => {
    expect(layout(softmax({}, "Sigmoid"), 2)).toBeUndefined();
    expect(layout(softmax({ activation: text("relu") }, "Dense", "keras"), 2)).toBeUndefined();
  });

  test("head by head where they weigh values by a matrix product", () => {
    expect(layout(softmax(), 4, 17, [weigh])).toMatchObject({ byHead: true });
    expect(layout(softmax(), 4)).toMatchObject({ byHead: false });
    expect(layout(softmax(), 3, 17, [weigh])).toMatchObject({ byHead: false });
  });
});
