import { describe, expect, test } from "vitest";
import { conceptOfOperator, TRAINING } from "../../src/concepts/catalogue";
import { identifiers } from "../../src/concepts/code/lookup";
import { RULES } from "../../src/findings/rules";
import { REGISTRY } from "../../src/operators/registry";

/** Numbers of the concepts that each kind of place leads to. */
const PLACES: Readonly<Record<string, readonly number[]>> = {
  "operators and layers": Array.from(REGISTRY.values()).flatMap((operators) =>
    Array.from(operators).flatMap(([type, versions]) =>
      versions.flatMap(({ role }) => conceptOfOperator(type, role) ?? []),
    ),
  ),
  "what a file says of its training": [...TRAINING.values()].flat(),
  findings: RULES.flatMap(({ concept }) => concept ?? []),
  "names in code": identifiers().map(([, , number]) => number),
};

const FIFTY = Array.from({ length: 50 }, (_, at) => at + 1);

describe("the fifty concepts", () => {
  test("are each met in at least one place besides their list", () => {
    const met = new Set(Object.values(PLACES).flat());
    expect(FIFTY.filter((number) => !met.has(number))).toEqual([]);
  });

  test.each(Object.keys(PLACES))("are led to by %s, and nothing that is none of them is", (place) => {
    const numbers = PLACES[place] ?? [];
    expect(numbers.length).toBeGreaterThan(4);
    expect(numbers.filter((number) => !FIFTY.includes(number))).toEqual([]);
  });
});
