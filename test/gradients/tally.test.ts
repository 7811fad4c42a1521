import fc from "fast-check";
import { expect, test } from "vitest";
import type { Tallied } from "../../src/gradients/tally";
import { sumsOf, Tally } from "../../src/gradients/tally";

/** Numbers of all sizes: large, ordinary, below the least half that float16 has, zeros of both signs. */
const number = fc.oneof(
  fc.float({ noNaN: true, noDefaultInfinity: true, min: Math.fround(-1e10), max: Math.fround(1e10) }),
  fc.float({ noNaN: true, min: -1, max: 1 }),
  fc.float({ noNaN: true, min: -(2 ** -23), max: 2 ** -23 }),
  fc.constantFrom(0, -0, 2 ** -24, -(2 ** -24)),
);
const notFinite = fc.constantFrom(NaN, Infinity, -Infinity);
/** More than a block of the kernel, and no multiple of its vectors. */
const LENGTH = 65_536 + 1025;
/** What adding one by one may lose, relative to the sum of magnitudes. */
const ROUNDING = 1e-11;

function tallied(numbers: Float32Array): Tallied {
  const tally = new Tally();
  tally.add(sumsOf({ dtype: "float32", shape: [numbers.length], data: numbers }));
  return tally.result();
}

/** What the definitions say, one number after the other. */
function expected(numbers: Float32Array): Tallied {
  const finite = [...numbers].filter(Number.isFinite);
  const sizes = finite.map(Math.abs);
  const filled = sizes.filter((size) => size > 0);
  const total = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0);
  const squares = total(finite.map((one) => one * one));
  return {
    count: numbers.length,
    sum: total(finite),
    sizes: total(sizes),
    squares,
    max: sizes.reduce((most, size) => Math.max(most, size), 0),
    notFinite: numbers.length - finite.length,
    rms: [Math.sqrt(squares / numbers.length)],
    tiny: filled.length === 0 ? 0 : filled.filter((size) => size < 2 ** -24).length / filled.length,
  };
}

function expectAlike(numbers: Float32Array): void {
  const [got, want] = [tallied(numbers), expected(numbers)];
  const { count, max, notFinite: bad, tiny } = want;
  expect(got).toMatchObject({ count, max, notFinite: bad, tiny });
  const size = want.sizes + 1e-300;
  expect(Math.abs(got.sum - want.sum) / size).toBeLessThan(ROUNDING);
  expect(Math.abs(got.sizes - want.sizes) / size).toBeLessThan(ROUNDING);
  expect(Math.abs(got.squares - want.squares) / (want.squares + 1e-300)).toBeLessThan(ROUNDING);
  const [rms = NaN] = want.rms;
  expect(Math.abs((got.rms[0] ?? NaN) - rms) / (rms + 1e-300)).toBeLessThan(ROUNDING);
}

const repeated = (some: readonly number[], length: number): Float32Array =>
  Float32Array.from({ length }, (_, at) => some[at % some.length] ?? 0);

test("sums of many numbers are those of their definitions", () => {
  fc.assert(
    fc.property(fc.array(number, { minLength: 1, maxLength: 50 }), (some) => {
      expectAlike(repeated(some, LENGTH));
    }),
    { numRuns: 25 },
  );
});

test("what is not finite is counted, and adds to nothing else, in a block of the kernel or a short list", () => {
  fc.assert(
    fc.property(
      fc.array(number, { minLength: 1, maxLength: 50 }),
      notFinite,
      fc.constantFrom(7, 1030, LENGTH),
      fc.nat(),
      (some, bad, length, place) => {
        const numbers = repeated(some, length);
        numbers[place % length] = bad;
        expectAlike(numbers);
      },
    ),
    { numRuns: 50 },
  );
});
