import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyse } from "../../src/analysis/analyse";
import { buildHierarchy } from "../../src/analysis/hierarchy";
import { indexModel } from "../../src/analysis/model-index";
import { symbol } from "../../src/model/expression";
import type { Dimension } from "../../src/model/shape";
import { breakdownOf, memoryCourse, MOST_POINTS } from "../../src/reports/breakdown";
import { graph, model, node, tensor, value } from "../analysis/build";

function breakdown(batch: Dimension) {
  const nodes = [
    node("MatMul", ["x", "w"], ["a"], { name: "block/first" }),
    node("Relu", ["a"], ["b"], { name: "block/relu" }),
    node("MatMul", ["b", "w"], ["c"], { name: "block/second" }),
    node("Sigmoid", ["c"], ["d"], { name: "head" }),
  ];
  const main = graph({
    inputs: [value("x", { kind: "tensor", dtype: "float32", shape: [batch, 4] })],
    outputs: ["d"],
    nodes,
    tensors: [tensor("w", "float32", [4, 4])],
  });
  const index = indexModel(model(main));
  const hierarchy = buildHierarchy(index.model, "");
  if (hierarchy === undefined) throw new Error("the model has a main graph");
  return breakdownOf(index, analyse(index, { dimensions: new Map(), shapes: new Map() }), hierarchy);
}

describe("the parts of a model", () => {
  const { parts, roles, memory, open } = breakdown(2);
  const part = (name: string) => parts.find((one) => one.name === name);

  test("stand after the group they are in", () => {
    const group = parts.findIndex(({ kind, name }) => kind === "group" && name === "block");
    expect(part("block/first")?.parent).toBe(group);
    expect(part("head")?.parent).toBe(-1);
  });

  test("count a shared tensor once, so that the sum is the model's", () => {
    expect(part("block/first")?.parameters).toBe(16);
    expect(part("block/second")?.parameters).toBe(0);
  });

  test("are added up by role, the costliest first", () => {
    expect(roles[0]).toEqual({ role: "linear", nodes: 2, macs: 64, unknown: 0 });
    expect(roles[1]).toEqual({ role: "activation", nodes: 2, macs: 0, unknown: 0 });
  });

  test("need memory: what a node reads and makes is alive while it runs", () => {
    expect(memory.points.map(({ bytes }) => bytes)).toEqual([64, 64, 64, 64]);
    expect(memory).toMatchObject({ steps: 4, peak: { step: 0, name: "block/first", bytes: 64 } });
    expect(open).toEqual([]);
  });

  test("with open sizes have no numbers, and it is said which", () => {
    const unsized = breakdown(symbol("batch"));
    expect(unsized.parts.find(({ name }) => name === "head")).toMatchObject({
      activationBytes: null,
      macs: 0,
    });
    expect(unsized.roles.find(({ role }) => role === "linear")).toMatchObject({ macs: 0, unknown: 2 });
    expect(unsized.memory).toEqual({ steps: 4, points: [], peak: null });
    expect(unsized.open).toEqual(["batch"]);
  });
});

describe("a long course of memory", () => {
  const bytes = fc.array(fc.nat(1e9), { minLength: 1, maxLength: 9000 });
  const course = (all: readonly number[]) =>
    memoryCourse(
      all.map((one, step) => ({ node: `n${String(step)}`, bytes: one })),
      (id) => id,
    );

  test("is thinned without losing its highest and lowest point, in order", () => {
    fc.assert(
      fc.property(bytes, (all) => {
        const { points, peak } = course(all);
        expect(points.length).toBeLessThanOrEqual(MOST_POINTS);
        const kept = points.map((point) => point.bytes);
        expect(Math.max(...kept)).toBe(Math.max(...all));
        expect(Math.min(...kept)).toBe(Math.min(...all));
        expect(peak?.bytes).toBe(Math.max(...all));
        expect(points.every(({ step, bytes: one }) => all[step] === one)).toBe(true);
        const steps = points.map(({ step }) => step);
        expect(steps).toEqual([...steps].sort((a, b) => a - b));
      }),
      { numRuns: 60 },
    );
  });

  test("keeps the peak's node", () => {
    const all = Array.from({ length: 10_000 }, (_, step) => (step === 7777 ? 5000 : step % 100));
    const { points, peak } = course(all);
    expect(peak?.name).toBe("n7777");
    expect(points.some(({ step }) => step === 7777)).toBe(true);
  });

  test("is whole where it is short", () => {
    expect(course([3, 1, 2]).points).toHaveLength(3);
  });
});
