import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDimension } from "../../src/model/dimension-text";
import type { Expression } from "../../src/model/expression";
import { ceilDivide, exactQuotient, floorDivide, modulo } from "../../src/model/division";
import { add, multiply, print, subtract, symbol } from "../../src/model/expression";
import { atLeast, maximum, minimum } from "../../src/model/order";
import { evaluate } from "../../src/model/substitute";

/** A small tree: its canonical expression, and its value by plain arithmetic where `a`, `b`, `c` have values. */
interface Tree {
  readonly expression: Expression;
  readonly value: (symbols: Readonly<Record<string, bigint>>) => bigint;
}

const floorOf = (a: bigint, b: bigint): bigint => (a - (((a % b) + b) % b)) / b;

const leaf: fc.Arbitrary<Tree> = fc.oneof(
  fc.integer({ min: -9, max: 40 }).map((n): Tree => ({ expression: n, value: () => BigInt(n) })),
  fc.constantFrom("a", "b", "c").map((name): Tree => ({
    expression: symbol(name),
    value: (symbols) => symbols[name] ?? 1n,
  })),
);

const BINARY = {
  "+": [add, (x: bigint, y: bigint) => x + y],
  "-": [subtract, (x: bigint, y: bigint) => x - y],
  "*": [multiply, (x: bigint, y: bigint) => x * y],
  min: [minimum, (x: bigint, y: bigint) => (x < y ? x : y)],
  max: [(a: Expression, b: Expression) => maximum(a, b), (x: bigint, y: bigint) => (x > y ? x : y)],
} as const;

const BY_NUMBER = {
  floor: [floorDivide, floorOf],
  ceil: [ceilDivide, (x: bigint, n: bigint) => -floorOf(-x, n)],
  mod: [modulo, (x: bigint, n: bigint) => x - n * floorOf(x, n)],
} as const;

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc
      .tuple(fc.constantFrom(...Object.values(BINARY)), tie("tree"), tie("tree"))
      .map(([[apply, plain], x, y]): Tree => ({
        expression: apply(x.expression, y.expression),
        value: (symbols) => plain(x.value(symbols), y.value(symbols)),
      })),
    fc
      .tuple(fc.constantFrom(...Object.values(BY_NUMBER)), tie("tree"), fc.integer({ min: 1, max: 12 }))
      .map(([[apply, plain], x, n]): Tree => ({
        expression: apply(x.expression, n),
        value: (symbols) => plain(x.value(symbols), BigInt(n)),
      })),
  ),
}));

const size = fc.integer({ min: 1, max: 60 });

describe("the canonical form", () => {
  test("has the value of the arithmetic it stands for", () => {
    fc.assert(
      fc.property(tree, size, size, size, (one, a, b, c) => {
        const values = new Map([
          ["a", a],
          ["b", b],
          ["c", c],
        ]);
        const plain = one.value({ a: BigInt(a), b: BigInt(b), c: BigInt(c) });
        expect(String(evaluate(one.expression, values))).toBe(String(plain));
      }),
    );
  });

  test("is read back as it is printed", () => {
    fc.assert(
      fc.property(tree, ({ expression }) => {
        expect(print(parseDimension(print(expression)))).toBe(print(expression));
      }),
    );
  });

  test("is the same for distributed and commuted arithmetic", () => {
    fc.assert(
      fc.property(tree, tree, tree, ({ expression: x }, { expression: y }, { expression: z }) => {
        expect(print(multiply(x, add(y, z)))).toBe(print(add(multiply(z, x), multiply(y, x))));
      }),
    );
  });
});

describe("simplification", () => {
  const [n, h] = [symbol("batch"), symbol("height")];
  const cases: [string, Expression | undefined, string][] = [
    ["collects terms", add(n, multiply(196, n)), "197*batch"],
    ["takes multiples out of a floor", floorDivide(add(multiply(8, n), 12), 8), "batch + 1"],
    ["gives floor and ceiling one form", subtract(ceilDivide(h, 2), floorDivide(add(h, 1), 2)), "0"],
    ["joins nested floors", floorDivide(floorDivide(h, 2), 3), "floor(height/6)"],
    ["cancels in an exact quotient", exactQuotient(multiply(12, n, h), multiply(4, h)), "3*batch"],
    ["decides an order that holds for all sizes", minimum(add(n, 3), n), "batch"],
    ["reads PyTorch's floor division", parseDimension("((height//8)) + 1"), "floor(height/8) + 1"],
    ["keeps a name that is no expression", parseDimension("unk 1"), "`unk 1`"],
    ["takes a rest by zero as a name", parseDimension("mod(5,0)"), "`mod(5,0)`"],
    [
      "takes a rest by zero of a large number as a name",
      parseDimension(`mod(${"9".repeat(20)},0)`),
      `\`mod(${"9".repeat(20)},0)\``,
    ],
  ];
  test.each(cases)("%s", (_title, expression, text) => {
    expect(expression === undefined ? undefined : print(expression)).toBe(text);
  });
});

describe("an expression that grows without end", () => {
  test("becomes a name of its own, of which nothing is assumed, and stays small", () => {
    let power = add(symbol("n"), 1);
    for (let step = 0; step < 60; step++) power = multiply(power, power);
    expect(print(power).length).toBeLessThan(5000);
    expect(atLeast(power, 1)).toBeUndefined();
    let nested = symbol("n");
    for (let step = 0; step < 60; step++) nested = maximum(floorDivide(add(nested, symbol("m")), 3), nested);
    expect(print(nested).length).toBeLessThan(100_000);
  });

  test("is read in no time where maxima and minima nest on both sides", () => {
    const list = (letter: string): string =>
      Array.from({ length: 60 }, (_, at) => `${letter}${at}`).join(",");
    const start = performance.now();
    parseDimension(`max(max(${list("a")}),max(${list("b")}))`);
    parseDimension(`max(min(${list("a")}),max(${list("b")}))`);
    // Without a bound, ten on each side take ten seconds, and each further one four times as long.
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  test("has the same name for the same thing", () => {
    const grown = (): Expression => {
      let power = add(symbol("n"), symbol("m"));
      for (let step = 0; step < 8; step++) power = multiply(power, power);
      return power;
    };
    expect(print(grown())).toBe(print(grown()));
  });
});
