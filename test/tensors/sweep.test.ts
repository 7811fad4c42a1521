import fc from "fast-check";
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { Kernel } from "../../src/tensors/kernel";
import { Sweep } from "../../src/tensors/sweep";
import { compileKernel } from "../../scripts/kernel.mjs";

const kernel = Kernel.create();
if (kernel === null) throw new Error("no WebAssembly here");

/** Numbers by a rule, with planted ones at some places. */
function numbers(
  count: number,
  seed: number,
  offset: number,
  planted: readonly (readonly [number, number])[],
) {
  let state = seed;
  const values = Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return offset + (state / 2 ** 31) ** 3;
  });
  for (const [at, value] of planted) values[at % count] = value;
  return values;
}

function swept(
  values: Float32Array,
  shape: readonly number[],
  axis: number | undefined,
  cut: number,
  fast: boolean,
) {
  const sweep = new Sweep(shape, axis, false, fast ? kernel : null);
  sweep.add(values.subarray(0, cut));
  sweep.add(values.subarray(cut));
  return { ...sweep.result().summary, channels: sweep.channelSummary() };
}

const shapes: readonly (readonly [about: string, shape: readonly number[], axis: number | undefined])[] = [
  ["one run", [100_000], undefined],
  ["long rows", [3, 70_001], 0],
  ["rows of a kernel", [1500, 3, 3, 3], 0],
  ["rows inside rows", [40, 50, 7, 5], 1],
  ["columns", [700, 64], 1],
  ["columns that are no multiple of four", [700, 67], 1],
  ["few columns", [30_000, 3], 1],
  ["one row of columns", [1, 40_000], 1],
  ["more columns than lie in a block", [3, 70_001], 1],
];

test.each(shapes)("%s: the kernel says what the plain loops say", (_, shape, axis) => {
  const count = shape.reduce((product, size) => product * size, 1);
  fc.assert(
    fc.property(
      fc.integer({ min: 1 }),
      fc.nat(count),
      fc.constantFrom(0, 1, -1000),
      fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, -0, 1e30, -1e-42, NaN, Infinity, -Infinity)), {
        maxLength: 3,
      }),
      (seed, cut, offset, planted) => {
        const values = numbers(count, seed, offset, planted);
        const plain = swept(values, shape, axis, cut, false);
        const fast = swept(values, shape, axis, cut, true);
        expect(near(fast)).toEqual(near(plain));
      },
    ),
    { numRuns: 6, endOnFailure: true },
  );
});

/** Codes of float16 by a rule, all finite, with planted ones at some places. */
function halves(count: number, seed: number, planted: readonly (readonly [number, number])[]): Uint16Array {
  let state = seed;
  const codes = Uint16Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 16) & 0xbfff;
  });
  for (const [at, code] of planted) codes[at % count] = code;
  return codes;
}

test.each(shapes)("%s of float16: the kernel says what the plain loops say", (_, shape, axis) => {
  const count = shape.reduce((product, size) => product * size, 1);
  const special = fc.constantFrom(0, 0x8000, 1, 0x83ff, 0x7bff, 0xfbff, 0x7c00, 0xfc00, 0x7e00, 0xffff);
  fc.assert(
    fc.property(
      fc.integer({ min: 1 }),
      fc.nat(count),
      fc.array(fc.tuple(fc.nat(), special), { maxLength: 3 }),
      (seed, cut, planted) => {
        const codes = halves(count, seed, planted);
        const [plain, fast] = [null, kernel].map((one) => {
          const sweep = new Sweep(shape, axis, true, one);
          sweep.addHalves(codes.subarray(0, cut));
          sweep.addHalves(codes.subarray(cut));
          const { notFinite } = sweep;
          return { ...sweep.result().summary, notFinite, channels: sweep.channelSummary() };
        });
        expect(near(fast)).toEqual(near(plain));
      },
    ),
    { numRuns: 6, endOnFailure: true },
  );
});

/** Sums differ by rounding, and so do the estimates that take the extremes; counts do not. */
function near(value: unknown): unknown {
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : Number(value.toPrecision(9));
  if (value instanceof Map) return near([...value]);
  if (Array.isArray(value)) return value.map(near);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, near(one)]));
}

test.each([0, 1])(
  "equal channels of float16 are found where kernel and plain loops each saw some, axis %i",
  (axis) => {
    const [channels, each] = [24, 5000];
    const rows = Array.from({ length: channels }, (_, channel) => halves(each, channel + 1, []));
    rows[5] = rows[3]?.slice() ?? new Uint16Array();
    // Two numbers a whole turn of the checksum's table apart have changed places.
    rows[7] = rows[3]?.slice() ?? new Uint16Array();
    [rows[7][10], rows[7][10 + 4096]] = [rows[7][10 + 4096] ?? 0, rows[7][10] ?? 0];
    const codes = Uint16Array.from({ length: channels * each }, (_, at) => {
      const [channel, place] =
        axis === 0 ? [Math.floor(at / each), at % each] : [at % channels, Math.floor(at / channels)];
      return rows[channel]?.[place] ?? 0;
    });
    const sweep = new Sweep(axis === 0 ? [channels, each] : [each, channels], axis, true, kernel);
    for (const [from, to] of [
      [0, 70_000],
      [70_000, 70_100],
      [70_100, codes.length],
    ]) {
      sweep.addHalves(codes.subarray(from, to));
    }
    expect(sweep.channelSummary()?.duplicates).toEqual(new Map([[5, 3]]));
  },
);

test("equal channels are found where kernel and plain loops each saw a part of them", () => {
  const shape = [2, 80_000];
  const row = numbers(80_000, 3, 0, []);
  const values = new Float32Array(160_000);
  values.set(row);
  values.set(row, 80_000);
  const sweep = new Sweep(shape, 0, false, kernel);
  sweep.add(values.subarray(0, 70_000));
  sweep.add(values.subarray(70_000, 71_000));
  sweep.add(values.subarray(71_000));
  expect(sweep.channelSummary()?.duplicates).toEqual(new Map([[1, 0]]));
});

test("the compiled kernel is what its source says", async () => {
  const stored = await readFile(new URL("../../src/tensors/kernel-bytes.ts", import.meta.url), "utf8");
  expect(stored).toBe(await compileKernel());
});
