import fc from "fast-check";
import { expect, test } from "vitest";
import { Channels } from "../../src/tensors/channels";

const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });

test("each channel's sums are those of its elements, whatever the axis and the parts", () => {
  fc.assert(
    fc.property(
      shapes,
      fc.nat(),
      fc.nat(),
      fc.infiniteStream(fc.integer({ min: -3, max: 3 })),
      (shape, a, cut, stream) => {
        const axis = a % shape.length;
        const count = shape.reduce((product, size) => product * size, 1);
        const values = Float32Array.from({ length: count }, () => stream.next().value as number);
        const channels = new Channels(shape, axis);
        const at = cut % (count + 1);
        channels.add(values.subarray(0, at));
        channels.add(values.subarray(at));
        const result = channels.result();
        const inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
        const total = shape[axis] ?? 0;
        for (let channel = 0; channel < total; channel++) {
          const own = Array.from(values).filter((_, index) => Math.floor(index / inner) % total === channel);
          const square = own.reduce((sum, value) => sum + value * value, 0);
          expect(result.l2[channel]).toBeCloseTo(Math.sqrt(square), 6);
          expect(result.min[channel]).toBe(Math.min(...own));
          expect(result.zero.includes(channel)).toBe(square === 0);
          const twin = result.duplicates.get(channel);
          if (twin !== undefined) {
            const other = Array.from(values).filter((_, index) => Math.floor(index / inner) % total === twin);
            expect(other).toEqual(own);
          }
        }
      },
    ),
    { numRuns: 2_000 },
  );
});

test("channels of small integers in another order are no duplicates", () => {
  const channels = new Channels([2, 3], 0);
  channels.add(Float32Array.from([-3, -2, 0, -3, 0, -2]));
  expect(channels.result().duplicates.size).toBe(0);
});
