import { expect, test } from "vitest";
import { NO_ASSUMPTIONS } from "../../src/analysis/assumptions";
import { drawnGraph } from "../../src/analysis/drawn";
import { infer } from "../../src/analysis/infer";
import { Functions } from "../../src/model/functions";
import { graph, localFunction, model, node, value } from "../analysis/build";

const one = localFunction("f", ["a"], ["b"], graph({ path: "one", nodes: [node("Relu", ["a"], ["b"])] }));
const two = localFunction("f", ["a"], ["b"], graph({ path: "two", nodes: [node("Shape", ["a"], ["b"])] }));
const overloaded = { ...two, overload: "o" };

test.each([
  ["by its name", { domain: "local", operator: "f" }, one],
  ["by its overload", { domain: "local", operator: "f", overload: "o" }, overloaded],
  ["in no other domain", { domain: "", operator: "f" }, undefined],
  ["by no other name", { domain: "local", operator: "g" }, undefined],
])("a function is called %s", (_, call, called) => {
  expect(new Functions({ functions: [one, overloaded] }).calledBy(call)).toBe(called);
});

test("of two functions that are called alike the first one counts, wherever they are looked at", () => {
  const vector = { kind: "tensor", dtype: "float32", shape: [2, 3] } as const;
  const call = node("f", ["x"], ["y"], { domain: "local" });
  const twice = model(graph({ inputs: [value("x", vector)], nodes: [call], outputs: ["y"] }), [one, two]);
  expect(infer(twice, NO_ASSUMPTIONS).values.get("y")?.type).toEqual(vector);
  const [leaf] = drawnGraph(twice, "")?.leaves.filter(({ kind }) => kind === "node") ?? [];
  expect(leaf).toHaveProperty("graphs", ["one"]);
});
