import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { operatorsPage } from "../../scripts/operators-page";
import { FAMILIES } from "../../src/operators/families";

test("docs/operators.md says what the registry knows (else: node scripts/operators.mjs)", () => {
  const page = readFileSync(new URL("../../docs/operators.md", import.meta.url), "utf8");
  expect(page).toBe(operatorsPage(FAMILIES));
});
