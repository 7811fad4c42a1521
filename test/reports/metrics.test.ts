import { describe, expect, test } from "vitest";
import { analyse } from "../../src/analysis/analyse";
import { buildHierarchy } from "../../src/analysis/hierarchy";
import { indexModel } from "../../src/analysis/model-index";
import { symbol } from "../../src/model/expression";
import type { Dimension, ValueType } from "../../src/model/shape";
import type { MetricName } from "../../src/reports/metrics";
import { MIXED, metricOf } from "../../src/reports/metrics";
import { graph, model, node, tensor, value } from "../analysis/build";

const float = (...shape: readonly Dimension[]): ValueType => ({ kind: "tensor", dtype: "float32", shape });

/** A product of batch×4 by 4×3 with a tied weight, twice, in a scope; a Cast outside. */
function layers(batch: Dimension) {
  const nodes = [
    node("MatMul", ["x", "w"], ["a"], { name: "block/first" }),
    node("Relu", ["a"], ["b"], { name: "block/relu" }),
    node("MatMul", ["b", "w"], ["c"], { name: "block/second" }),
    node("Cast", ["c"], ["d"], { name: "cast", attributes: { to: { kind: "int", value: 7 } } }),
  ];
  const main = graph({
    inputs: [value("x", float(batch, 4))],
    outputs: ["d"],
    nodes,
    tensors: [tensor("w", "float32", [4, 4])],
  });
  const index = indexModel(model(main));
  const hierarchy = buildHierarchy(index.model, "");
  if (hierarchy === undefined) throw new Error("the model has a main graph");
  const group = [...hierarchy.groups.values()].find(({ name }) => name === "block")?.id ?? "";
  return { index, hierarchy, group };
}

function metric(batch: Dimension, name: MetricName, assumed: Readonly<Record<string, number>> = {}) {
  const { index, hierarchy, group } = layers(batch);
  const analysis = analyse(index, { dimensions: new Map(Object.entries(assumed)), shapes: new Map() });
  return { report: metricOf(index, analysis, hierarchy, name), group };
}

describe("a metric", () => {
  const cases: [MetricName, number, number, number][] = [
    // Of 2×4 by 4×4; the group has the sum.
    ["macs", 32, 0, 64],
    // A tensor that both products share counts once in their group.
    ["parameters", 16, 0, 16],
    ["activationBytes", 32, 32, 96],
    // 64 FLOPs over 32 B in, 64 B of weights, 32 B out; in the group 128 FLOPs over 128 + 64 + 128 B.
    ["intensity", 0.5, 0, 0.4],
  ];
  test.each(cases)(
    "of %s: nodes have their own, groups the sum or the ratio of sums",
    (name, product, relu, all) => {
      const { report, group } = metric(2, name);
      expect(report.values).toMatchObject({ "block/first": product, "block/relu": relu, [group]: all });
      expect(report.missing).toBe(0);
    },
  );

  test("has the range of what it colours, and where a logarithmic scale can begin", () => {
    expect(metric(2, "macs").report).toMatchObject({ range: [0, 64], leastPositive: 32, unit: "MACs" });
  });

  test("that grows with an open batch alone is told for one sample", () => {
    const { report, group } = metric(symbol("batch"), "macs");
    expect(report.values).toMatchObject({ "block/first": 16, "block/relu": 0, [group]: 32 });
    expect(report).toMatchObject({ missing: 0, open: [], per: "batch" });
    expect(metric(2, "macs").report).toMatchObject({ per: null });
  });

  test("that hangs on an open size in another way has no values, and says on which", () => {
    const { report } = metric(symbol("batch"), "intensity");
    expect(report.values).not.toHaveProperty("block/first");
    expect(report).toMatchObject({ open: ["batch"], per: null });
    const main = graph({
      inputs: [value("x", float(symbol("batch"), symbol("side")))],
      outputs: ["y"],
      nodes: [node("MatMul", ["x", "w"], ["y"], { name: "product" }), node("Relu", ["y"], ["z"])],
      tensors: [tensor("w", "float32", [3, 4])],
    });
    const index = indexModel(model(main));
    const hierarchy = buildHierarchy(index.model, "");
    if (hierarchy === undefined) throw new Error("the model has a main graph");
    const analysis = analyse(index, { dimensions: new Map(), shapes: new Map() });
    const macs = metricOf(index, analysis, hierarchy, "macs");
    expect(macs.values).not.toHaveProperty("product");
    expect(macs).toMatchObject({ missing: 1, open: ["batch", "side"], per: null });
  });

  test("is a number where the size is assumed", () => {
    const { report } = metric(symbol("batch"), "macs", { batch: 2 });
    expect(report).toMatchObject({ missing: 0, open: [], range: [0, 64] });
  });

  test("parameters hang on no size", () => {
    expect(metric(symbol("batch"), "parameters").report).toMatchObject({ missing: 0, open: [] });
  });
});

describe("data types", () => {
  test("are kinds, the most frequent first; a group of one kind has it", () => {
    const { report, group } = metric(2, "dtype");
    expect(report).toMatchObject({ kind: "kinds", kinds: ["float32", "int64"] });
    expect(report.values).toMatchObject({ "block/relu": 0, cast: 1, [group]: 0 });
  });

  test("of a group of several kinds are mixed", () => {
    const nodes = [
      node("Relu", ["x"], ["a"], { name: "block/relu" }),
      node("Shape", ["a"], ["b"], { name: "block/shape" }),
      node("Neg", ["b"], ["c"], { name: "neg" }),
    ];
    const main = graph({ inputs: [value("x", float(1, 4))], outputs: ["c"], nodes });
    const index = indexModel(model(main));
    const hierarchy = buildHierarchy(index.model, "");
    if (hierarchy === undefined) throw new Error("the model has a main graph");
    const analysis = analyse(index, { dimensions: new Map(), shapes: new Map() });
    const report = metricOf(index, analysis, hierarchy, "dtype");
    const group = [...hierarchy.groups.values()].find(({ name }) => name === "block");
    expect(group).toBeDefined();
    expect(report.kind === "kinds" && report.kinds[report.values[group?.id ?? ""] ?? -1]).toBe(MIXED);
  });
});
