import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isInteger } from "../../src/model/expression";
import { FAMILIES, SAMPLING } from "./random/families";
import { inferred, inferredBlindly } from "./random/inferred";
import { shapesInRuntime } from "./random/runtime";

/** Of the nodes of a family; the others the runtime refuses, so that they show nothing. */
const LEAST_SHARE_RUN = 0.6;
const LONGEST = 600_000;

describe("shapes are those that ONNX Runtime gives", () => {
  test.each(FAMILIES)(
    "%s",
    async (_name, nodes) => {
      let [asked, ran] = [0, 0];
      await fc.assert(
        fc.asyncProperty(nodes, async (node) => {
          asked++;
          const real = await shapesInRuntime(node);
          if (real === undefined) return;
          ran++;
          expect(inferred(node)).toEqual(real.map((sizes) => sizes.join(" ")));
          // What is said without the stored values must hold, too.
          for (const [output, shape] of inferredBlindly(node).entries()) {
            const sizes = real[output] ?? [];
            expect(shape?.length ?? sizes.length).toBe(sizes.length);
            expect(sizes).toEqual(sizes.map((size, axis) => (isInteger(shape?.[axis]) ? shape[axis] : size)));
          }
        }),
        SAMPLING,
      );
      expect(ran / asked).toBeGreaterThan(LEAST_SHARE_RUN);
    },
    LONGEST,
  );
});
