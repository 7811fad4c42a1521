import { expect, test } from "vitest";
import { analyse } from "../../src/analysis/analyse";
import { NO_ASSUMPTIONS } from "../../src/analysis/assumptions";
import { indexModel } from "../../src/analysis/model-index";
import { inOrder } from "../../src/analysis/order";
import { lower } from "../../src/lowering/lower";
import type { Model } from "../../src/model/model";
import { graph, localFunction, model, node, value } from "./build";

/** Functions in a row, of which each calls the next one. */
function calling(functions: number): Model {
  const named = (number: number) => ({ kind: "string", value: `f${number}` }) as const;
  const bodies = Array.from({ length: functions }, (_, at) => {
    const last = at === functions - 1;
    const call = { domain: "tf", attributes: last ? {} : { f: named(at + 1) } };
    const nodes = [node(last ? "Relu" : "PartitionedCall", ["a"], ["b"], call)];
    const body = graph({ path: `tf::f${at}`, inputs: [value("a")], outputs: ["b"], nodes });
    return { ...localFunction(`f${at}`, ["a"], ["b"], body), domain: "tf" };
  });
  const main = graph({
    inputs: [value("x")],
    outputs: ["y"],
    nodes: [node("PartitionedCall", ["x"], ["y"], { domain: "tf", attributes: { f: named(0) } })],
  });
  return model(main, bodies);
}

test("functions that call each other five thousand deep end in a problem", () => {
  const { problems } = analyse(indexModel(calling(5_000)), NO_ASSUMPTIONS);
  expect(problems.map(({ code }) => code)).toEqual(["inference-stopped"]);
});

test("and are refused where they are lowered", () => {
  const index = indexModel(calling(5_000));
  expect(lower(index, analyse(index, NO_ASSUMPTIONS)).refused.length).toBeGreaterThan(0);
});

test("a value that forty thousand nodes in front of it take is put in front of them in no time", () => {
  const users = Array.from({ length: 40_000 }, (_, at) => node("Relu", ["y"], [`v${at}`]));
  const start = performance.now();
  const order = inOrder(graph({ nodes: [...users, node("Relu", ["x"], ["y"])] }));
  expect(performance.now() - start).toBeLessThan(3_000);
  expect(order[0]?.outputs).toEqual(["y"]);
});
