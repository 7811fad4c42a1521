import { expect, test } from "vitest";
import { analyse } from "../../src/analysis/analyse";
import { buildHierarchy } from "../../src/analysis/hierarchy";
import { indexModel } from "../../src/analysis/model-index";
import { symbol } from "../../src/model/expression";
import type { Model } from "../../src/model/model";
import type { Shape } from "../../src/model/shape";
import { layersOf } from "../../src/reports/layers";
import type { LayerRow, LayersReport } from "../../src/reports/types/layers";
import { graph, model, node, subgraph, tensor, value } from "../analysis/build";

const floats = (name: string, ...shape: NonNullable<Shape>): ReturnType<typeof value> =>
  value(name, { kind: "tensor", dtype: "float32", shape });

function layers(one: Model, sizes: Readonly<Record<string, number>> = {}): LayersReport {
  const index = indexModel(one);
  const assumptions = { dimensions: new Map(Object.entries(sizes)), shapes: new Map() };
  return layersOf(index, analyse(index, assumptions), (path) => buildHierarchy(one, path));
}

function row({ rows }: LayersReport, name: string): LayerRow {
  const found = rows.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no row is called ${name}`);
  return found;
}

/** Two blocks of a product and an activation, the first product with the weight of the second; a Constant between. */
function blocks(batch: number | "batch"): Model {
  const shape = [batch === "batch" ? symbol("batch") : batch, 8];
  const constant = { value: { kind: "tensor", value: tensor("", "float32", []) } } as const;
  const nodes = [
    node("MatMul", ["x", "w"], ["a"], { name: "/one/MatMul" }),
    node("Relu", ["a"], ["b"], { name: "/one/Relu" }),
    node("MatMul", ["b", "w"], ["c"], { name: "/two/first/MatMul" }),
    node("MatMul", ["c", "v"], ["d"], { name: "/two/second/MatMul" }),
    node("Relu", ["d"], ["e"], { name: "/two/second/Relu" }),
    node("Constant", [], ["k"], { name: "Constant_0", attributes: constant }),
    node("Add", ["e", "k"], ["y"], { name: "Add_0" }),
  ];
  const tensors = [tensor("w", "float32", [8, 8]), tensor("v", "float16", [8, 16])];
  return model(graph({ inputs: [floats("x", ...shape)], outputs: ["y"], nodes, tensors }));
}

test("rows stand in the order of the file, each right before what is inside", () => {
  const { rows } = layers(blocks(2));
  expect(rows.map(({ name, depth, parent, inside, quiet }) => [name, depth, parent, inside, quiet])).toEqual([
    ["one", 0, -1, 2, false],
    ["/one/MatMul", 1, 0, 0, false],
    ["/one/Relu", 1, 0, 0, false],
    ["two", 0, -1, 4, false],
    ["/two/first/MatMul", 1, 3, 0, false],
    ["second", 1, 3, 2, false],
    ["/two/second/MatMul", 2, 5, 0, false],
    ["/two/second/Relu", 2, 5, 0, false],
    ["Constant_0", 0, -1, 0, true],
    ["Add_0", 0, -1, 0, false],
  ]);
});

test("a group's totals are the sums over its nodes, a tied tensor counted once in each group", () => {
  const report = layers(blocks(2));
  // MACs of [2, 8] × [8, 8] and [2, 8] × [8, 16]; float32 activations of 16 and 32 elements.
  expect(row(report, "one")).toMatchObject({ nodes: 2, parameters: 64, weightBytes: 256, macs: 128 });
  expect(row(report, "two")).toMatchObject({
    nodes: 3,
    parameters: 64 + 128,
    weightBytes: 256 + 256,
    macs: 128 + 256,
    flops: 2 * (128 + 256),
    outputShape: "2×16",
  });
  expect(report.totals).toMatchObject({ nodes: 7, parameters: 192, weightBytes: 512, macs: 512 });
  expect(row(report, "two").shareOfMacs).toBe(384 / 512);
  expect(row(report, "one").shareOfParameters).toBe(64 / 192);
});

test("a count with open sizes is an expression, put in order as if they were 1,000", () => {
  const report = layers(blocks("batch"));
  expect(report.supposed).toBe(1000);
  expect(row(report, "two")).toMatchObject({
    macs: { text: "192*batch", supposed: 192_000 },
    shareOfMacs: 0.75,
    outputShape: "batch×16",
  });
  expect(row(report, "/one/Relu")).toMatchObject({ macs: 0, shareOfMacs: 0 });
});

test("an assumed size makes it a number", () => {
  expect(row(layers(blocks("batch"), { batch: 2 }), "two").macs).toBe(384);
});

test("an operator that nobody knows makes the totals around it unknown, not smaller", () => {
  const nodes = [
    node("MatMul", ["x", "w"], ["a"], { name: "/s/MatMul" }),
    node("Mystery", ["a"], ["b"], { name: "/s/Mystery", domain: "nobody" }),
    node("MatMul", ["x", "w"], ["c"], { name: "/t/MatMul" }),
    node("Relu", ["c"], ["d"], { name: "/t/Relu" }),
  ];
  const tensors = [tensor("w", "float32", [8, 8])];
  const report = layers(model(graph({ inputs: [floats("x", 1, 8)], outputs: ["b", "d"], nodes, tensors })));
  expect(report.uncosted).toEqual(["/s/Mystery"]);
  expect(row(report, "s")).toMatchObject({ macs: null, shareOfMacs: null, parameters: 64 });
  expect(row(report, "/s/Mystery")).toMatchObject({ macs: null, outputShape: "", dtype: null });
  expect(row(report, "t")).toMatchObject({ macs: 64, shareOfMacs: null });
});

test("a node has the parameters of the graphs inside it, whose costs are no share of the whole", () => {
  const branch = (name: string, weight: string): ReturnType<typeof graph> =>
    graph({
      path: `If_0/${name}`,
      outputs: ["r"],
      nodes: [node("MatMul", ["x", weight], ["r"], { name: "MatMul_0" })],
      tensors: [tensor(weight, "float32", [8, 4])],
      captures: { x: "x" },
    });
  const attributes = {
    then_branch: subgraph(branch("then_branch", "p")),
    else_branch: subgraph(branch("else_branch", "q")),
  };
  const nodes = [node("If", ["condition"], ["y"], { name: "If_0", attributes })];
  const inputs = [floats("x", 1, 8), value("condition", { kind: "tensor", dtype: "bool", shape: [] })];
  const report = layers(model(graph({ inputs, outputs: ["y"], nodes })));
  expect(report.rows.map(({ kind, name, depth }) => [kind, name, depth])).toEqual([
    ["node", "If_0", 0],
    ["graph", "then_branch", 1],
    ["node", "MatMul_0", 2],
    ["graph", "else_branch", 1],
    ["node", "MatMul_0", 2],
  ]);
  expect(report.rows[0]).toMatchObject({ parameters: 64, macs: 32, shareOfMacs: 1 });
  expect(report.rows[1]).toMatchObject({ id: "group:If_0/then_branch#", parameters: 32, macs: 32 });
  expect(report.rows.slice(1).every(({ shareOfMacs }) => shareOfMacs === null)).toBe(true);
});

test("a long chain of what is not drawn stands before the node at its end, and is gone along once", () => {
  const length = 20_000;
  const chain = Array.from({ length }, (_, at) =>
    node("Identity", [at === 0 ? "w" : `w${at}`], [`w${at + 1}`], { name: `Identity_${at}` }),
  );
  const nodes = [...chain, node("Add", ["x", `w${length}`], ["y"], { name: "Add_0" })];
  const tensors = [tensor("w", "float32", [8])];
  const { rows } = layers(model(graph({ inputs: [floats("x", 8)], outputs: ["y"], nodes, tensors })));
  expect(rows).toHaveLength(length + 1);
  expect(rows.at(-1)).toMatchObject({ name: "Add_0", quiet: false });
  expect(rows[0]).toMatchObject({ name: "Identity_0", quiet: true });
});
