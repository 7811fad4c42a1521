import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Hierarchy } from "../../src/analysis/hierarchy";
import { buildHierarchy } from "../../src/analysis/hierarchy";
import { layOut } from "../../src/layout/lay-out";
import type { Box, Picture } from "../../src/layout/picture";
import { graph, model, node, value } from "../analysis/build";

/** A node of a random graph: what it is, in which scopes, and how many values back its inputs come from. */
interface Part {
  readonly operator: string;
  readonly scope: string;
  readonly back: readonly number[];
}

const OPERATORS = ["Conv", "Relu", "Add", "Concat", "Reshape"];
const SCOPES = ["", "/stem", "/layer1/block.0", "/layer1/block.1", "/layer2/block.0/conv", "/head"];

/** Mostly chains with shortcuts, as networks are; a negative step makes a circle, as broken files have. */
const parts = fc.array(
  fc.record({
    operator: fc.constantFrom(...OPERATORS),
    scope: fc.constantFrom(...SCOPES),
    back: fc.array(
      fc.oneof({ weight: 6, arbitrary: fc.nat(3) }, { weight: 3, arbitrary: fc.nat(40) }, fc.constant(-3)),
      { maxLength: 3 },
    ),
  }),
  { minLength: 1, maxLength: 70 },
);

function hierarchyOf(wanted: readonly Part[]): Hierarchy {
  // Nodes of one scope stand together in files.
  const sorted = [...wanted].sort((a, b) => SCOPES.indexOf(a.scope) - SCOPES.indexOf(b.scope));
  const nodes = sorted.map(({ operator, scope, back }, index) => {
    const inputs = back.map((steps) => `v${String(Math.max(0, index - steps))}`);
    const name = `${scope}/${operator}_${String(index)}`;
    return node(operator, inputs, [`v${String(index + 1)}`], { name });
  });
  const main = graph({ inputs: [value("v0")], outputs: [`v${String(nodes.length)}`], nodes });
  const hierarchy = buildHierarchy(model(main), "");
  if (hierarchy === undefined) throw new Error("the main graph is there");
  return hierarchy;
}

const draw = (hierarchy: Hierarchy, open: readonly string[], outOfTime = (): boolean => false): Picture =>
  layOut(hierarchy, { open, typeOf: () => undefined, outOfTime });

/** Holds for every picture of every graph, whatever groups are open and however little time there is. */
function check(say: (picture: Picture) => void): void {
  fc.assert(
    fc.property(parts, fc.array(fc.boolean()), fc.boolean(), (wanted, folded, hurried) => {
      const hierarchy = hierarchyOf(wanted);
      const open = [...hierarchy.groups.keys()].filter((_, index) => folded[index] !== true);
      say(draw(hierarchy, open, () => hurried));
    }),
    { numRuns: 150 },
  );
}

type Rectangle = Pick<Box, "x" | "y" | "width" | "height">;

const overlap = (a: Rectangle, b: Rectangle): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const isWithin = ({ x, width }: Rectangle, at = NaN): boolean => x <= at && at <= x + width;

function byId({ boxes }: Picture): (id: string) => Box {
  const known = new Map(boxes.map((box) => [box.id, box]));
  return (id) => {
    const box = known.get(id);
    if (box === undefined) throw new Error(`no box ${id}`);
    return box;
  };
}

describe("in every picture", () => {
  test("boxes of one level do not overlap", () => {
    check(({ boxes }) => {
      const pairs = boxes.flatMap((a, index) => boxes.slice(index + 1).map((b) => [a, b] as const));
      const wrong = pairs.filter(([a, b]) => a.parent === b.parent && overlap(a, b));
      expect(wrong.map(([a, b]) => [a.id, b.id])).toEqual([]);
    });
  });

  test("what a group holds stands inside of it, and everything inside the picture", () => {
    check((picture) => {
      const box = byId(picture);
      const whole = { x: 0, y: 0, width: picture.width, height: picture.height };
      for (const { id, parent, x, y, width, height } of picture.boxes) {
        const around = parent === null ? whole : box(parent);
        expect(x, id).toBeGreaterThanOrEqual(around.x);
        expect(y, id).toBeGreaterThanOrEqual(around.y);
        expect(x + width, id).toBeLessThanOrEqual(around.x + around.width);
        expect(y + height, id).toBeLessThanOrEqual(around.y + around.height);
      }
    });
  });

  test("lines go downwards from the lower border of one box to the upper one of another", () => {
    check((picture) => {
      const box = byId(picture);
      for (const { id, from, to, points } of picture.edges) {
        const [a, b] = [box(from), box(to)];
        const xs = points.filter((_, index) => index % 2 === 0);
        const ys = points.filter((_, index) => index % 2 === 1);
        expect(ys, id).toEqual([...ys].sort((one, other) => one - other));
        expect([ys[0], ys.at(-1)], id).toEqual([a.y + a.height, b.y]);
        expect(isWithin(a, xs[0]), id).toBe(true);
        expect(isWithin(b, xs.at(-1)), id).toBe(true);
      }
    });
  });

  test("lines end upright", () => {
    check(({ edges }) => {
      for (const { id, points } of edges) {
        expect(points[0], id).toBe(points[2]);
        expect(points.at(-2), id).toBe(points.at(-4));
      }
    });
  });

  test("named ends stand beside their box and over no other", () => {
    check(({ boxes, stubs }) => {
      for (const stub of stubs) {
        const own = boxes.find(({ id }) => id === stub.box);
        const beside = boxes.filter(({ parent, id }) => parent === own?.parent && id !== own?.id);
        const place = { ...stub, height: 16 };
        expect(beside.filter((box) => overlap(box, place)).map(({ id }) => [stub.id, id])).toEqual([]);
      }
    });
  });
});

test("a line begins at its box, though the named ends beside that go farther down", () => {
  const split = Array.from({ length: 6 }, (_, index) => `part${String(index)}`);
  const takers = Array.from({ length: 10 }, (_, index) =>
    node("Concat", split, [`y${String(index)}`], { name: `taker${String(index)}` }),
  );
  const nodes = [
    node("Split", ["x"], [...split, "rest"], { name: "split" }),
    node("Relu", ["rest"], ["z"], { name: "relu" }),
    ...takers,
  ];
  const outputs = ["z", ...takers.flatMap((one) => one.outputs)];
  const hierarchy = buildHierarchy(model(graph({ inputs: [value("x")], outputs, nodes })), "");
  if (hierarchy === undefined) throw new Error("the main graph is there");
  const picture = draw(hierarchy, [...hierarchy.groups.keys()]);
  const box = byId(picture)("split");
  const below = Math.max(...picture.stubs.filter((stub) => stub.box === "split").map(({ y }) => y));
  expect(below).toBeGreaterThan(box.y + box.height);
  const edge = picture.edges.find(({ from }) => from === "split");
  expect(edge?.points[1]).toBe(box.y + box.height);
});

test("every value that one box makes and another takes is a line or has its name at both", () => {
  fc.assert(
    fc.property(parts, (wanted) => {
      const hierarchy = hierarchyOf(wanted);
      const open = [...hierarchy.groups.keys()];
      const { edges, stubs } = draw(hierarchy, open);
      for (const { value: name, from, to } of hierarchy.connections) {
        const [a, b] = [hierarchy.leaves[from]?.id, hierarchy.leaves[to]?.id];
        if (a === b) continue;
        const line = edges.some((edge) => edge.from === a && edge.to === b && edge.values.includes(name));
        const ends = stubs.filter((stub) => stub.value === name && (stub.box === a || stub.box === b));
        expect(line || ends.length === 2, `${name} from ${String(a)} to ${String(b)}`).toBe(true);
      }
    }),
  );
});

test("the same graph with the same groups open gives the same picture", () => {
  fc.assert(
    fc.property(parts, (wanted) => {
      const [first, second] = [hierarchyOf(wanted), hierarchyOf(wanted)];
      const open = [...first.groups.keys()];
      expect(draw(second, open)).toEqual(draw(first, open));
    }),
  );
});

describe("the time budget", () => {
  /** Two rows of boxes, each of which feeds several of the next. */
  const tangle = hierarchyOf(
    Array.from({ length: 60 }, (_, index) => ({
      operator: OPERATORS[index % 5] ?? "",
      scope: "",
      back: [0, 7, 13].map((steps) => (steps * (index + 3)) % 17),
    })),
  );

  function asked(outOfTime: boolean): { readonly times: number; readonly picture: Picture } {
    let times = 0;
    const picture = draw(tangle, [...tangle.groups.keys()], () => {
      times++;
      return outOfTime;
    });
    return { times, picture };
  }

  test("ends the sweeps once it is spent, and the picture says so", () => {
    const { times, picture } = asked(true);
    const levels = new Set(picture.boxes.map(({ parent }) => parent)).size;
    expect(picture.settled).toBe(false);
    expect(times).toBeLessThanOrEqual(2 * levels);
  });

  test("is asked often and all is settled while it lasts", () => {
    const { times, picture } = asked(false);
    expect(picture.settled).toBe(true);
    expect(times).toBeGreaterThan(asked(true).times);
  });
});
