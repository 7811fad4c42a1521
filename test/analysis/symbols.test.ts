import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RandomNode } from "./random/node";
import { FAMILIES, SAMPLING } from "./random/families";
import { inferred, inferredBySymbols } from "./random/inferred";

/** Why a size may stay open where it is a symbol's, by operator. */
const OPEN: Readonly<Record<string, string>> = {
  Squeeze: "without axes goes what is 1: the rank hangs on the sizes",
  GatherND: "the depth of the indices decides the rank",
  Resize: "a float32 product rounds as the size wants it; proportions are kept by the smallest axis",
  Upsample: "a float32 product rounds as the size wants it",
};

/** Whether the text says the same, or less where that is honest. */
function agrees(symbolic: string, numeric: string, { operator }: RandomNode): boolean {
  if (symbolic === numeric) return true;
  if (!(operator in OPEN)) return false;
  const sizes = numeric.split(" ");
  return symbolic === "unknown" || symbolic.split(" ").every((one, at) => one === "?" || one === sizes[at]);
}

describe("symbols replaced by numbers afterwards give the same as numbers from the start", () => {
  test.each(FAMILIES)("%s", (_name, nodes) => {
    fc.assert(
      fc.property(nodes, fc.nat(), (node, named) => {
        const numeric = inferred(node);
        const symbolic = inferredBySymbols(node, named);
        expect(symbolic.map((one, at) => (agrees(one, numeric[at] ?? "", node) ? numeric[at] : one))).toEqual(
          numeric,
        );
      }),
      SAMPLING,
    );
  });
});
