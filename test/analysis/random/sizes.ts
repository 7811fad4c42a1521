import fc from "fast-check";

/** Arbitraries that several families of nodes draw from. */

export const between = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });

export const oneOf = <T>(...choices: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...choices);

/** The value, or undefined once in three times. */
export const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 3 });

export const list = <T>(arbitrary: fc.Arbitrary<T>, length: number): fc.Arbitrary<T[]> =>
  fc.array(arbitrary, { minLength: length, maxLength: length });

export const shape = (
  minRank: number,
  maxRank: number,
  size: fc.Arbitrary<number> = between(1, 6),
): fc.Arbitrary<number[]> => fc.array(size, { minLength: minRank, maxLength: maxRank });

/** An axis of a rank, from either end. */
export const axisOf = (rank: number): fc.Arbitrary<number> => between(-rank, rank - 1);

/** Different axes of a rank, in any order and from either end. */
export const axesOf = (rank: number, least = 0): fc.Arbitrary<number[]> =>
  fc
    .shuffledSubarray(
      Array.from({ length: rank }, (_, axis) => axis),
      { minLength: Math.min(least, rank) },
    )
    .chain((axes) =>
      fc.tuple(...axes.map((axis) => oneOf(axis, axis - rank))).map((signed): number[] => [...signed]),
    );

export const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);
