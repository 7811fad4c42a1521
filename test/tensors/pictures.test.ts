import { describe, expect, test } from "vitest";
import type { WeightLayout } from "../../src/analysis/weight-use";
import { memorySource } from "../../src/bytes/memory";
import type { Tensor } from "../../src/model/tensor";
import type { PictureAxes } from "../../src/tensors/pictures";
import { paint, pictureAxes } from "../../src/tensors/pictures";
import { TensorReader } from "../../src/tensors/reader";

const layout = (axis: number, kernelAxes: readonly number[]): WeightLayout => ({
  axis,
  kernelAxes,
  fanIn: 1,
  fanOut: 1,
  kernel: 1,
});

describe("the axes of pictures", () => {
  test.each<[what: string, rank: number, WeightLayout | undefined, PictureAxes | undefined]>([
    ["a Conv's kernel", 4, layout(0, [2, 3]), { channel: 0, row: 2, column: 3, fixed: [1] }],
    ["a Keras kernel", 4, layout(3, [0, 1]), { channel: 3, row: 0, column: 1, fixed: [2] }],
    ["a volume's kernel", 5, layout(0, [2, 3, 4]), { channel: 0, row: 3, column: 4, fixed: [1, 2] }],
    ["a matrix", 2, layout(1, []), { channel: undefined, row: 0, column: 1, fixed: [] }],
    ["matrices of heads", 3, undefined, { channel: 0, row: 1, column: 2, fixed: [] }],
    ["a bias", 1, undefined, undefined],
  ])("of %s", (_, rank, given, axes) => {
    expect(pictureAxes(rank, given)).toEqual(axes);
  });
});

test("a window of the last input channel is painted, an output channel a map", async () => {
  // 2 outputs, 2 inputs, 2×2: of output o and input i the elements 8·o + 4·i and the three after it.
  const values = Float32Array.from({ length: 16 }, (_, at) => at);
  const source = memorySource("t", new Uint8Array(values.buffer));
  const pieces = [{ file: "", offset: 0, length: 64 }];
  const tensor: Tensor = {
    name: "t",
    dtype: "float32",
    shape: [2, 2, 2, 2],
    location: { kind: "raw", pieces },
  };
  const axes = { channel: 0, row: 2, column: 3, fixed: [1] };
  const painted = await paint(new TensorReader(source), tensor, axes, [1], {});
  if (!painted.ok) throw new Error("it can be read");
  expect(painted.value).toMatchObject({ channels: 2, range: [4, 15] });
  const levels = painted.value.maps.map((map) => Array.from(atob(map.levels), (c) => c.charCodeAt(0)));
  const level = (value: number): number => 1 + Math.round((254 / 11) * (value - 4));
  expect(levels).toEqual([[4, 5, 6, 7].map(level), [12, 13, 14, 15].map(level)]);
});
