import { expect, test } from "vitest";
import { memorySource } from "../../src/bytes/memory";
import type { Tensor } from "../../src/model/tensor";
import { densify } from "../../src/tensors/densify";
import { TensorReader } from "../../src/tensors/reader";

function numbers(
  name: string,
  dtype: Tensor["dtype"],
  shape: readonly number[],
  values: readonly number[],
): Tensor {
  return { name, dtype, shape, location: { kind: "numbers", values } };
}

const cases: readonly (readonly [about: string, indices: Tensor])[] = [
  ["places in the flat order", numbers("i", "int64", [3], [1, 5, 3])],
  ["places by axis", numbers("i", "int64", [3, 2], [0, 1, 1, 2, 1, 0])],
];

test.each(cases)("a sparse tensor with %s has its values there, and zeros elsewhere", async (_, indices) => {
  const values = numbers("v", "int32", [3], [7, -2, 4]);
  const tensor: Tensor = {
    name: "w",
    dtype: "int32",
    shape: [2, 3],
    location: { kind: "sparse", values, indices },
  };
  const dense = await densify(tensor, new TensorReader(memorySource("m", new Uint8Array())), {});
  expect(dense).toEqual({ ok: true, value: Float64Array.of(0, 7, 0, 4, 0, -2) });
});
