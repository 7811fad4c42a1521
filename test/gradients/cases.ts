import { expect, test } from "vitest";
import type { Case } from "./one-node";
import { boundOf, check, titleOf } from "./one-node";

/** One test per case: the recipe's derivative by every input that moves is the difference's. */
export function testCases(cases: readonly Case[]): void {
  for (const one of cases) {
    test(`${titleOf(one)}`, async () => {
      const { said, errors } = await check(one);
      expect(said).toBeDefined();
      const wrong = one.inputs.flatMap((given, index) => {
        const error = errors[index];
        if (given?.moves !== true || (error !== undefined && error < boundOf(one))) return [];
        return [`input ${String(index)}: ${said?.[index] ?? "none"}, ${String(error)}`];
      });
      expect(wrong).toEqual([]);
    });
  }
}
