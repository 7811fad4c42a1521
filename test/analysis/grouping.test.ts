import { describe, expect, test } from "vitest";
import type { Item } from "../../src/analysis/group";
import { buildHierarchy } from "../../src/analysis/hierarchy";
import type { Node } from "../../src/model/model";
import { graph, model, node, value } from "./build";

/** The outermost boxes of a chain of operators between one input and one output; names say nothing. */
function outermost(operators: readonly string[]): readonly Item[] {
  const nodes = operators.map((operator, index): Node =>
    node(operator, [`v${String(index)}`], [`v${String(index + 1)}`], { name: `n${String(index)}` }),
  );
  const last = `v${String(operators.length)}`;
  const built = buildHierarchy(model(graph({ inputs: [value("v0")], outputs: [last], nodes })), "");
  return built?.root.children ?? [];
}

const isGroup = ({ kind }: Item): boolean => kind === "group";

describe("where names say nothing", () => {
  const kinds = ["Conv", "Relu", "Add", "MaxPool", "Sigmoid", "Mul", "Tanh"];
  /** Distances between equal operators grow, so that no stretch is like the next. */
  const irregular = Array.from({ length: 120 }, (_, index) => kinds[(index * index * 3 + index) % 7] ?? "");
  const cases: [string, readonly string[]][] = [
    ["sections of a long list", irregular],
    ["blocks that repeat", Array.from({ length: 20 }, () => ["Conv", "Relu", "Add"]).flat()],
    ["a short list", ["Conv", "Relu"]],
  ];
  test.each(cases)("the graph's input and output stand outside of %s", (_, operators) => {
    const boxes = outermost(operators);
    expect(boxes[0]?.kind).toBe("input");
    expect(boxes.at(-1)?.kind).toBe("output");
    expect(boxes.some(isGroup)).toBe(operators.length > 2);
  });

  test("blocks that are all there is become one repeated group", () => {
    const boxes = outermost(cases[1]?.[1] ?? []);
    expect(boxes.map((box) => (box.kind === "group" ? box.repeat : box.kind))).toEqual([
      "input",
      20,
      "output",
    ]);
  });
});
