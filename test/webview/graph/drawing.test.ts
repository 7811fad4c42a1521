import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { detailAt } from "../../../webview/graph/boxes";
import { describe as say, endsOf, kindMark, tipOf } from "../../../webview/graph/describe";
import { placeLabels } from "../../../webview/graph/edge-labels";
import { keyAction } from "../../../webview/graph/keys";
import { fitted, widthOf } from "../../../webview/graph/letters";
import { roundedPath } from "../../../webview/graph/rounded";
import { overlaps, Sight } from "../../../webview/graph/sight";
import { neighbour, waysOf, type Step } from "../../../webview/graph/walk";
import type { Picture } from "../../../src/layout/picture";
import { pictureOf } from "../picture";

describe("rounded edges", () => {
  const cases: [string, number[], number, string][] = [
    ["a straight line has no corner", [0, 0, 0, 50], 10, "M0 0L0 50"],
    ["a corner is cut by the radius", [0, 0, 0, 50, 50, 50], 10, "M0 0L0 40Q0 50 10 50L50 50"],
    ["a short piece gives half of itself", [0, 0, 0, 8, 50, 8], 10, "M0 0L0 4Q0 8 10 8L50 8"],
    ["one point is no line", [3, 4], 10, ""],
  ];
  test.each(cases)("%s", (_, points, radius, path) => {
    expect(roundedPath(points, radius)).toBe(path);
  });
});

test("what is in sight is what a look at everything finds", () => {
  const side = fc.integer({ min: -3000, max: 3000 });
  const length = fc.integer({ min: 1, max: 20_000 });
  const rectangle = fc.record({ x: side, y: side, width: length, height: length });
  fc.assert(
    fc.property(fc.array(rectangle, { maxLength: 40 }), rectangle, (things, area) => {
      expect(new Sight(things).find(area)).toEqual(things.filter((thing) => overlaps(thing, area)));
    }),
  );
});

describe("the keyboard", () => {
  const ways = waysOf(pictureOf("", ["layer1"]));
  const cases: [string, string, Step, string | undefined][] = [
    ["down follows the edge", "conv1", "down", "relu_<img src=x onerror=window.ran=1>"],
    ["up follows it back", "maxpool", "up", "relu_<img src=x onerror=window.ran=1>"],
    ["down enters an open group", "layer1", "down", "layer1/conv1"],
    ["nothing stands beside a column", "conv1", "left", undefined],
    ["Home goes to the top", "fc", "first", "input:images"],
    ["End goes to the bottom", "fc", "last", "output:logits"],
    ["a box that is gone leads nowhere", "gone", "down", undefined],
  ];
  test.each(cases)("%s", (_, from, step, to) => {
    expect(neighbour(ways, from, step)).toBe(to);
  });

  test("keys with Ctrl are the editor's", () => {
    const key = { key: "f", altKey: false, metaKey: false };
    expect(keyAction({ ...key, ctrlKey: false })).toEqual({ kind: "fit" });
    expect(keyAction({ ...key, ctrlKey: true })).toBeUndefined();
  });
});

describe("texts", () => {
  test("a cut text fits and a short one stays", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 20, max: 300 }), (text, width) => {
        const shown = fitted(text, width, 11, "middle");
        expect(widthOf(shown, 11)).toBeLessThanOrEqual(width);
        if (widthOf(text, 11) <= width) expect(shown).toBe(text);
      }),
    );
  });

  test("a text that ends in an ellipsis gets no second one", () => {
    for (let width = 20; width < 160; width++)
      expect(fitted("Conv·BatchNorm·Mul…", width, 12, "end")).toMatch(/^[^…]*[^…·]…$|^…?$/);
  });

  test.each([
    [0, "A"],
    [25, "Z"],
    [26, "AA"],
    [26 + 26 * 26, "AAA"],
  ])("the kind with number %i is marked %s", (alike, mark) => {
    expect(kindMark(alike)).toBe(mark);
  });

  test("the end of a name is kept, since it says most", () => {
    expect(fitted("model/encoder/layers/11/self_attention/query", 120, 11, "middle")).toMatch(
      /^model.*….*query$/,
    );
  });

  test("a folded group says what is in it and what passes by", () => {
    const picture = pictureOf("", []);
    const group = picture.boxes.find(({ id }) => id === "layer1");
    expect(group && say(group, endsOf(picture))).toBe(
      "folded group Bottleneck ×3, 12 nodes, Conv 1 · BatchNormalization 1 · Relu 1, 1 skip connection passes it, " +
        "same structure as every other group marked B, input 1×64×56×56, output 1×64×56×56",
    );
  });

  test("a tooltip is headed by the operator", () => {
    const picture = pictureOf("", []);
    const node = picture.boxes.find(({ id }) => id === "maxpool");
    expect(node && tipOf(node, endsOf(picture))).toEqual({
      title: "MaxPool",
      lines: ["maxpool", "input 1×64×112×112", "output 1×64×56×56"],
    });
  });
});

test("labels of edges hide no box and no other label", () => {
  const picture = pictureOf("", ["layer1", "layer2"]);
  const labels = placeLabels(picture);
  expect(labels.length).toBeGreaterThan(8);
  for (const label of labels) {
    for (const box of picture.boxes)
      if (box.kind !== "group" || !box.open) expect(overlaps(label, box)).toBe(false);
    for (const other of labels) if (other !== label) expect(overlaps(label, other)).toBe(false);
  }
});

describe("labels of edges", () => {
  const picture = (edges: readonly (readonly [label: string, ...points: number[]])[]): Picture => ({
    ...pictureOf("", []),
    width: 200,
    height: 200,
    boxes: [],
    stubs: [],
    edges: edges.map(([label, ...points], at) => ({
      id: String(at),
      from: "a",
      to: "b",
      label,
      values: [],
      points,
    })),
  });

  test("lie on no line, be it another one or a slanted one of their own", () => {
    const beside = placeLabels(
      picture([
        ["1×64", 50, 0, 50, 100],
        ["", 58, 0, 58, 100],
      ]),
    );
    expect(beside[0]?.x).toBeLessThan(50);
    const [slanted] = placeLabels(picture([["1×64", 0, 100, 190, 140]]));
    const { x = NaN, width = NaN, y = NaN, height = NaN } = slanted ?? {};
    expect(y + height).toBeLessThan(100 + (x * 40) / 190);
    expect(width).toBeGreaterThan(10);
  });

  test("stay inside of the picture where there is room", () => {
    const [label] = placeLabels(picture([["1×64×112×112", 190, 0, 190, 100]]));
    expect((label?.x ?? NaN) + (label?.width ?? NaN)).toBeLessThanOrEqual(200);
    expect(placeLabels(picture([["1×64×112×112×64×112×112×64", 100, 0, 100, 100]]))).toHaveLength(1);
  });

  test("are no beginnings of expressions, and keep the ends of names", () => {
    const [label] = placeLabels(
      picture([["DynamicDimension.0×8×floor((DynamicDimension.1 - 1) / 2 + 1)", 9, 0, 9, 100]]),
    );
    expect(label?.text).toBe("Dynami…nsion.0×8×…");
  });
});

test("what cannot be read is not drawn", () => {
  expect([0.1, 0.5, 1].map(detailAt)).toEqual(["shape", "title", "all"]);
});
