import { expect, test } from "vitest";
import type { Model, Node } from "../../src/model/model";
import { Lowering, OPSET } from "../../src/lowering/lowering";
import { Emitter } from "../../src/operators/emit";
import { graph, localFunction, model, node, value } from "../analysis/build";

const call = (name: string, from: string, to: string): Node =>
  node("PartitionedCall", [from], [to], { domain: "tf", attributes: { f: { kind: "string", value: name } } });

/** Functions of which each calls the next one several times in a row, the last one a Neg. */
function levels(count: number, calls: number): Model {
  const functions = Array.from({ length: count }, (_, level) => {
    const nodes = Array.from({ length: calls }, (_unused, at) =>
      level === count - 1
        ? node("Neg", [`v${at}`], [`v${at + 1}`], { domain: "tf" })
        : call(`f${level + 1}`, `v${at}`, `v${at + 1}`),
    );
    const body = graph({ path: `f${level}`, nodes });
    return { ...localFunction(`f${level}`, ["v0"], [`v${calls}`], body), domain: "tf" };
  });
  return model(graph({ inputs: [value("x")], nodes: [call("f0", "x", "y")], outputs: ["y"] }), functions);
}

function lowered(of: Model) {
  const emit = new Emitter(OPSET, "made/");
  const lowering = new Lowering(of, new Map(), "made/");
  const names = lowering.main(emit);
  return { names, emit, lowering };
}

test("functions that call each other twice each are written out", () => {
  const { names, emit, lowering } = lowered(levels(8, 2));
  expect(lowering.refused).toEqual([]);
  expect(emit.nodes.filter(({ operator }) => operator === "Neg")).toHaveLength(2 ** 8);
  expect(names.has("y")).toBe(true);
});

test.each([
  // 2^40 nodes.
  ["that would never be written out", levels(40, 2)],
  ["that are called deeper than a stack holds", levels(20_000, 1)],
])("functions %s end as a call that is refused", (_, of) => {
  const { names, emit, lowering } = lowered(of);
  expect(lowering.refused.at(-1)).toMatchObject({
    node: { operator: "PartitionedCall", outputs: ["y"] },
    why: "in its functions there are such nodes, or too many",
  });
  expect(emit.nodes).toEqual([]);
  expect(names.has("y")).toBe(false);
});
