import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LayerRow } from "../../../src/reports/types/layers";
import { COLUMN_IDS } from "../../../webview/layers/columns";
import { readFilter } from "../../../webview/layers/match";
import { shownRows } from "../../../webview/layers/shown";
import { INITIAL_LAYERS, nextSort, restoreLayers, type LayersState } from "../../../webview/layers/state";
import { LAYERS, manyLayers } from "../layers";

const named = (rows: readonly LayerRow[], lines: readonly number[]): readonly (string | undefined)[] =>
  lines.map((at) => rows[at]?.id);

const shown = (state: Partial<LayersState>, rows = LAYERS.rows): readonly (string | undefined)[] => {
  const all = { ...INITIAL_LAYERS, ...state };
  return named(rows, shownRows(rows, all, readFilter(all.filter).matches).lines);
};

describe("the rows that are shown", () => {
  const cases: [what: string, state: Partial<LayersState>, ids: readonly string[]][] = [
    [
      "an open group has its nodes after it",
      { open: ["layer1"], filter: "name:Bottleneck" },
      ["layer1", "layer1/conv1", "layer1/bn1", "layer1/relu", "layer1/add", "layer2"],
    ],
    ["a match in a group opens it", { filter: "layer2/bn" }, ["layer2", "layer2/bn1"]],
    ["quiet rows match only where they are shown", { filter: "op:Constant" }, []],
    ["quiet rows are shown when wanted", { filter: "op:Constant", quiet: true }, ["axes"]],
    ["a minus leaves out", { filter: "op:Conv -layer1", flat: true }, ["conv1", "layer2/conv1"]],
    ["a shape is typed with an x", { filter: "shape:*width*x64", flat: true }, ["flatten"]],
    ["a role", { filter: "role:pooling" }, ["maxpool", "avgpool"]],
    [
      "the largest first, by what an expression would be",
      { flat: true, filter: "op:Conv", sort: { column: "macs", descending: true } },
      ["conv1", "layer1/conv1", "layer2/conv1"],
    ],
    [
      "siblings of an open group are put in order under it",
      { filter: "layer1", sort: { column: "name", descending: true } },
      ["layer1", "layer1/relu", "layer1/conv1", "layer1/bn1", "layer1/add"],
    ],
  ];
  test.each(cases)("%s", (_, state, ids) => {
    expect(shown(state)).toEqual(ids);
  });

  const anyState = fc.record({
    flat: fc.boolean(),
    quiet: fc.boolean(),
    filter: fc.constantFrom("", "op:Conv", "block.1", "-op:Relu", "/node.3"),
    open: fc.subarray(LAYERS.rows.map(({ id }) => id)),
    sort: fc.option(fc.record({ column: fc.constantFrom(...COLUMN_IDS), descending: fc.boolean() }), {
      nil: undefined,
    }),
  });

  test("no row is shown twice, and in groups none without the row around it before it", () => {
    fc.assert(
      fc.property(anyState, fc.constantFrom(LAYERS.rows, manyLayers(12).rows), (state, rows) => {
        const { lines } = shownRows(rows, state, readFilter(state.filter).matches);
        expect(new Set(lines).size).toBe(lines.length);
        if (state.flat) return;
        const seen = new Set([-1]);
        for (const at of lines) {
          expect(seen.has(rows[at]?.parent ?? -1)).toBe(true);
          seen.add(at);
        }
      }),
    );
  });

  test("sorting changes the order and nothing else", () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const order = (one: Partial<LayersState>): readonly unknown[] =>
          [...shown({ ...state, ...one })].sort();
        expect(order({})).toEqual(order({ sort: undefined }));
      }),
    );
  });
});

test("a column sorts its numbers largest first, its texts from A on, then the other way, then not", () => {
  const first = nextSort(undefined, "macs");
  expect(first).toEqual({ column: "macs", descending: true });
  expect(nextSort(first, "name")).toEqual({ column: "name", descending: false });
  const second = nextSort(first, "macs");
  expect(second).toEqual({ column: "macs", descending: false });
  expect(nextSort(second, "macs")).toBeUndefined();
});

test.each<[what: string, saved: unknown]>([
  ["nothing", undefined],
  ["something else", "layers"],
  ["a column that is no more", { sort: { column: "toString", descending: true } }],
  ["another form of everything", { flat: 1, quiet: "yes", filter: 3, open: {}, top: -5, charts: 0 }],
])("of %s that was saved, nothing is taken", (_, saved) => {
  expect(restoreLayers(saved)).toEqual(INITIAL_LAYERS);
});

test("what was saved comes back", () => {
  const state: LayersState = {
    flat: true,
    quiet: true,
    filter: "op:Conv",
    sort: { column: "macs", descending: false },
    open: ["layer1"],
    top: 440,
    charts: false,
  };
  expect(restoreLayers(JSON.parse(JSON.stringify(state)))).toEqual(state);
});
