import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { memorySource } from "../../src/bytes/memory";
import type { DataType } from "../../src/model/dtype";
import { bitsOf } from "../../src/model/dtype";
import type { Tensor } from "../../src/model/tensor";
import { readRange } from "../../src/tensors/range";
import { TensorReader } from "../../src/tensors/reader";

/** A tensor of counting bytes that lie in two pieces. */
function counting(dtype: DataType, elements: number): { tensor: Tensor; reader: TensorReader } {
  const length = Math.ceil((elements * (bitsOf(dtype) ?? 8)) / 8);
  const first = Math.floor(length / 3);
  const bytes = Uint8Array.from({ length: length + 5 }, (_, at) => (at * 37) % 256);
  const pieces = [
    { file: "", offset: 2, length: first },
    { file: "", offset: 5 + first, length: length - first },
  ];
  const tensor: Tensor = { name: "t", dtype, shape: [elements], location: { kind: "raw", pieces } };
  return { tensor, reader: new TensorReader(memorySource("t", bytes)) };
}

describe("a range of elements", () => {
  test.each<DataType>(["uint8", "int4", "uint2", "int16", "int32", "float16"])(
    "of %s is what reading all gives there, wherever pieces end",
    async (dtype) => {
      await fc.assert(
        fc.asyncProperty(fc.nat(40), fc.nat(40), async (from, count) => {
          const { tensor, reader } = counting(dtype, 80);
          const all = await reader.readAll(tensor);
          const part = await readRange(reader, tensor, from, count);
          if (!all.ok || !part.ok) throw new Error("both can be read");
          expect(part.value).toEqual(all.value.slice(from, from + count));
        }),
      );
    },
  );

  test("of literal numbers is cut from them", async () => {
    const { reader } = counting("uint8", 8);
    const tensor: Tensor = {
      name: "t",
      dtype: "int64",
      shape: [4],
      location: { kind: "numbers", values: [5, 6, 7, 8] },
    };
    const part = await readRange(reader, tensor, 1, 2);
    expect(part).toEqual({ ok: true, value: Float64Array.of(6, 7) });
  });

  test("that a cut file does not hold is a problem", async () => {
    const { tensor, reader } = counting("int32", 8);
    const part = await readRange(reader, { ...tensor, shape: [100] }, 90, 4);
    expect(part).toMatchObject({ ok: false });
  });
});
