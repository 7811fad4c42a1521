import { expect, test } from "vitest";
import type { Leaf } from "../../src/analysis/drawn";
import type { Group, Item } from "../../src/analysis/group";
import type { Hierarchy } from "../../src/analysis/hierarchy";
import { firstFolding } from "../../src/layout/folding";

const leaf = (id: string): Leaf => ({
  kind: "input",
  id,
  value: id,
  info: { name: id, type: { kind: "unknown" }, docString: "" },
});
const leaves = (name: string, count: number): Leaf[] =>
  Array.from({ length: count }, (_, index) => leaf(`${name}${String(index)}`));
const group = (id: string, children: readonly Item[], repeat = 1): Group => ({
  kind: "group",
  id,
  title: id,
  name: id,
  repeat,
  children,
  nodes: children.length,
  alike: null,
  operators: [],
  role: "other",
});

/** Only the root matters to the folding. */
const folding = (...items: Item[]): readonly string[] =>
  firstFolding({ root: group("root", items) } as Partial<Hierarchy> as Hierarchy);

test("a level is opened as a whole where it fits a screen", () => {
  expect(folding(group("a", leaves("a", 5)), group("b", leaves("b", 5)))).toEqual(["a", "b"]);
});

test("a level that does not fit stays folded as a whole", () => {
  expect(folding(...leaves("x", 10), group("a", leaves("a", 2)), group("b", leaves("b", 40)))).toEqual([]);
});

test("where little is in sight, those that fit are opened", () => {
  expect(folding(group("a", leaves("a", 5)), group("b", leaves("b", 40)))).toEqual(["a"]);
});

test("a repeated group stays folded", () => {
  expect(folding(group("a", leaves("a", 3), 16), group("b", leaves("b", 3)))).toEqual(["b"]);
});

test("groups that hold a single box are opened down to what they hold", () => {
  expect(folding(...leaves("x", 29), group("a", [group("b", [group("c", leaves("c", 9))])]))).toEqual([
    "a",
    "b",
  ]);
});
