import fc from "fast-check";
import { expect, test } from "vitest";
import type { Connection, DrawnGraph, Leaf } from "../../src/analysis/drawn";
import { Wiring } from "../../src/analysis/wiring";
import type { Graph } from "../../src/model/model";

const leaf = (index: number): Leaf => {
  const value = `v${String(index)}`;
  return { kind: "input", id: value, value, info: { name: value, type: { kind: "unknown" }, docString: "" } };
};

/** Every leaf makes one value, called like it. */
function graphOf(leaves: number, arrows: readonly (readonly [from: number, to: number])[]): DrawnGraph {
  const connections = arrows.map(([from, to]): Connection => ({ value: `v${String(from)}`, from, to }));
  return {
    graph: {} as Graph,
    leaves: Array.from({ length: leaves }, (_, index) => leaf(index)),
    connections,
  };
}

const singles = (count: number): readonly number[][] => Array.from({ length: count }, (_, index) => [index]);

const CASES: readonly [
  string,
  DrawnGraph,
  readonly (readonly number[])[],
  readonly (readonly number[])[],
  readonly number[],
][] = [
  [
    "a chain",
    graphOf(3, [
      [0, 1],
      [1, 2],
    ]),
    singles(3),
    [[], [1], [1]],
    [0, 1, 1, 0],
  ],
  [
    "a skip",
    graphOf(3, [
      [0, 1],
      [1, 2],
      [0, 2],
    ]),
    singles(3),
    [[], [1], [1, 2]],
    [0, 1, 2, 0],
  ],
  [
    "items of two",
    graphOf(4, [
      [0, 1],
      [1, 2],
      [0, 3],
    ]),
    [
      [0, 1],
      [2, 3],
    ],
    [[], [1]],
    [0, 2, 0],
  ],
  [
    "a source outside the list",
    graphOf(3, [
      [0, 1],
      [1, 2],
    ]),
    [[1], [2]],
    [[64], [1]],
    [0, 1, 0],
  ],
  [
    "a source too far away",
    graphOf(100, [[0, 99]]),
    singles(100),
    [...singles(99).map(() => []), [64]],
    [0, ...singles(99).map(() => 1), 0],
  ],
  [
    "a value used twice lives once",
    graphOf(3, [
      [0, 1],
      [0, 2],
    ]),
    singles(3),
    [[], [1], [2]],
    [0, 1, 1, 0],
  ],
  [
    "of more than four sources the nearest count, each distance once",
    graphOf(7, [
      [0, 6],
      [3, 6],
      [1, 6],
      [5, 6],
      [5, 6],
      [2, 6],
    ]),
    singles(7),
    [[], [], [], [], [], [], [1, 3, 4, 5]],
    [0, 1, 2, 3, 4, 4, 5, 0],
  ],
];

/** Distances as the four digits of a number to the base 65. */
const digits = (distances: readonly number[]): number =>
  [0, 1, 2, 3].reduce((number, rank) => number * 65 + (distances[rank] ?? 0), 0);

test.each(CASES)("%s", (_, graph, items, distances, alive) => {
  expect(new Wiring(graph).of(items)).toEqual({ origins: distances.map(digits), alive });
});

test("what was asked before changes nothing", () => {
  const arrows = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 30 });
  const list = fc.uniqueArray(fc.nat(9)).map((leaves) => leaves.map((one) => [one]));
  fc.assert(
    fc.property(arrows, list, list, (links, before, items) => {
      const graph = graphOf(10, links);
      const used = new Wiring(graph);
      used.of(before);
      expect(used.of(items)).toEqual(new Wiring(graph).of(items));
    }),
  );
});
