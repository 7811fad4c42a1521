import fc from "fast-check";
import { expect, test } from "vitest";
import { Tokens } from "../../src/analysis/tokens";

test("equal words have equal tokens, and others have others", () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (words) => {
      const tokens = new Tokens();
      const given = words.map((word) => tokens.of(word));
      words.forEach((a, i) => {
        words.forEach((b, j) => {
          expect(given[i] === given[j]).toBe(a === b);
        });
      });
    }),
  );
});

test("pairs are told apart by both of their numbers and by their order", () => {
  const number = fc.oneof(fc.nat(3), fc.integer({ min: 2 ** 26 - 3, max: 2 ** 26 - 1 }));
  fc.assert(
    fc.property(number, number, number, number, (a, b, c, d) => {
      const tokens = new Tokens();
      expect(tokens.pair(a, b) === tokens.pair(c, d)).toBe(a === c && b === d);
    }),
  );
});

test("a number too large for a pair is refused", () => {
  expect(() => new Tokens().pair(0, 2 ** 26)).toThrow(RangeError);
});
