import { describe, expect, test } from "vitest";
import { featureMaps } from "../../src/running/feature-maps";

const counting = (shape: readonly number[]) => ({
  dtype: "float32" as const,
  shape,
  data: Float32Array.from({ length: shape.reduce((all, one) => all * one, 1) }, (_, at) => at),
});

const levels = (text = "") => Array.from(atob(text), (byte) => byte.charCodeAt(0));

describe("feature maps", () => {
  test("are one for each channel of the sample that is asked for", () => {
    const { channels, maps, range } = featureMaps(counting([2, 3, 2, 2]), 1);
    expect(channels).toBe(3);
    expect(maps.map((map) => levels(map.levels))).toEqual([
      [1, 24, 47, 70],
      [93, 116, 140, 163],
      [186, 209, 232, 255],
    ]);
    expect(range).toEqual([12, 23]);
  });

  test("are the means of as many elements as go into a cell", () => {
    const { maps } = featureMaps(counting([1, 2, 256, 2]), 0);
    expect(maps[0]).toMatchObject({ step: 2, width: 1, height: 128 });
    // Of 1024 elements the first four have the mean 1.5, the next ones 5.5.
    expect(levels(maps[0]?.levels).slice(0, 3)).toEqual([1, 2, 3]);
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
    expect(levels(maps[0]?.levels)).toEqual([1, 0, 0]);
    expect(range).toEqual([1, 1]);
  });
});
