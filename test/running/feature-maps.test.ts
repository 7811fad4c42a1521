import { describe, expect, test } from "vitest";
import { featureMaps } from "../../src/running/feature-maps";

const counting = (shape: readonly number[]) => ({
  dtype: "float32" as const,
  shape,
  data: Float32Array.from({ length: shape.reduce((all, one) => all * one, 1) }, (_, at) => at),
});

describe("feature maps", () => {
  test("are one for each channel of the sample that is asked for", () => {
    const { channels, maps, range } = featureMaps(counting([2, 3, 2, 2]), 1);
    expect(channels).toBe(3);
    expect(maps.map(({ cells }) => [...cells])).toEqual([
      [12, 13, 14, 15],
      [16, 17, 18, 19],
      [20, 21, 22, 23],
    ]);
    expect(range).toEqual([12, 23]);
  });

  test("are the means of as many elements as go into a cell", () => {
    const { maps } = featureMaps(counting([1, 2, 256, 2]), 0);
    expect(maps[0]).toMatchObject({ step: 2, width: 1, height: 128 });
    expect(maps[0]?.cells.slice(0, 2)).toEqual(Float32Array.of(1.5, 5.5));
  });

  test.each<[readonly number[], number, number]>([
    [[], 1, 1],
    [[5], 5, 1],
    [[2, 5], 5, 2],
    [[1, 4, 5], 5, 4],
  ])("show a value of the shape %j as one matrix", (shape, width, height) => {
    expect(featureMaps(counting(shape), 0)).toMatchObject({ channels: 1, maps: [{ width, height }] });
  });

  test("are no more than a screen holds", () => {
    const { channels, maps } = featureMaps(counting([1, 100, 1, 1]), 0);
    expect([channels, maps.length]).toEqual([100, 64]);
  });

  test("have gaps where an element is not finite", () => {
    const { maps, range } = featureMaps(
      { dtype: "float32", shape: [3], data: Float32Array.of(1, NaN, Infinity) },
      0,
    );
    expect(maps[0]?.cells).toEqual(Float32Array.of(1, NaN, NaN));
    expect(range).toEqual([1, 1]);
  });
});
