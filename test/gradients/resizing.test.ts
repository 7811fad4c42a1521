import { describe, expect, test } from "vitest";
import type { Settings } from "../../src/operators/emit";
import { floats } from "../../src/operators/emit";
import { testCases } from "./cases";
import type { Case, Given } from "./one-node";
import { check, fixed, normal } from "./one-node";

const real = (...values: readonly number[]): Given => fixed(values, [values.length], "float32");

const byScale = (shape: readonly number[], scales: readonly number[], attributes: Settings): Case => ({
  operator: "Resize",
  kind: "linear",
  inputs: [normal(...shape), undefined, real(...scales)],
  attributes,
});

const bySize = (
  shape: readonly number[],
  sizes: readonly number[],
  attributes: Settings,
  opset = 17,
): Case => ({
  operator: "Resize",
  opset,
  kind: "linear",
  inputs: [normal(...shape), undefined, undefined, fixed(sizes)],
  attributes,
});

const nearest = (coordinates: string, rounding: string): Settings => ({
  mode: "nearest",
  coordinate_transformation_mode: coordinates,
  nearest_mode: rounding,
});

const linear = (coordinates: string): Settings => ({
  mode: "linear",
  coordinate_transformation_mode: coordinates,
});

const CASES: readonly Case[] = [
  byScale([2, 3, 4, 5], [1, 1, 2, 3], nearest("asymmetric", "floor")),
  byScale([2, 3, 4, 5], [1, 1, 2, 2], nearest("half_pixel", "round_prefer_floor")),
  byScale([1, 2, 4, 5], [1, 1, 3, 3], nearest("asymmetric", "ceil")),
  byScale([1, 2, 4, 5], [1, 1, 2.5, 1.6], nearest("half_pixel", "round_prefer_ceil")),
  byScale([1, 2, 7, 5], [1, 1, 0.6, 0.7], nearest("align_corners", "floor")),
  byScale([2, 3, 4], [1, 1, 2], nearest("half_pixel", "round_prefer_floor")),
  byScale([2, 3, 4, 5], [1, 1, 2.5, 1.6], linear("half_pixel")),
  byScale([2, 3, 8, 7], [1, 1, 0.6, 0.5], linear("pytorch_half_pixel")),
  byScale([1, 2, 4, 5], [1, 1, 2, 3], linear("align_corners")),
  byScale([1, 2, 4, 5], [1, 1, 2, 3], linear("asymmetric")),
  byScale([1, 2, 4, 5], [1, 1, 2, 1.5], { mode: "cubic" }),
  byScale([1, 2, 6, 5], [1, 1, 0.6, 1.5], { mode: "cubic", exclude_outside: 1 }),
  bySize([1, 2, 4, 5], [1, 2, 7, 9], linear("half_pixel")),
  bySize([1, 2, 4, 5], [1, 2, 8, 15], nearest("half_pixel", "round_prefer_floor")),
  bySize([1, 2, 4, 5], [7, 3], { ...linear("half_pixel"), axes: [2, 3] }, 18),
  {
    operator: "Resize",
    kind: "linear",
    inputs: [normal(1, 1, 5, 6), real(0, 0, 0.2, 0.1, 1, 1, 0.8, 0.9), undefined, fixed([1, 1, 4, 5])],
    attributes: linear("tf_crop_and_resize"),
  },
  {
    operator: "Resize",
    opset: 11,
    kind: "linear",
    inputs: [normal(1, 2, 4, 5), real(), real(1, 1, 2.5, 1.6)],
    attributes: nearest("tf_half_pixel_for_nn", "floor"),
  },
  { operator: "Resize", opset: 10, kind: "linear", inputs: [normal(1, 2, 4, 5), real(1, 1, 2, 2.5)] },
  {
    operator: "Resize",
    opset: 10,
    kind: "linear",
    inputs: [normal(1, 2, 4, 5), real(1, 1, 1.5, 2)],
    attributes: { mode: "linear" },
  },
  { operator: "Upsample", opset: 9, kind: "linear", inputs: [normal(2, 2, 3, 4), real(1, 1, 2, 3)] },
  {
    operator: "Upsample",
    opset: 9,
    kind: "linear",
    inputs: [normal(1, 2, 3, 4), real(1, 1, 2, 1.5)],
    attributes: { mode: "linear" },
  },
  {
    operator: "Upsample",
    opset: 8,
    kind: "linear",
    inputs: [normal(1, 2, 3, 4)],
    attributes: { scales: floats([1, 1, 2, 2]) },
  },
];

describe("Resizing", () => {
  testCases(CASES);

  test("has no rule for antialiasing", async () => {
    const { said } = await check(
      bySize([1, 2, 8, 6], [1, 2, 4, 3], { ...linear("half_pixel"), antialias: 1 }, 18),
    );
    expect(said).toBeUndefined();
  });
});
