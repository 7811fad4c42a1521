import { expect, test } from "vitest";
import { readParts } from "./model";

test("a function may have more inputs than a call has arguments", async () => {
  const input = Array.from({ length: 300_000 }, (_, index) => `x${index}`);
  const one = { name: "f", domain: "local", input, output: ["x0"] };
  const { functions } = await readParts({
    irVersion: 10n,
    opsetImport: [{ version: 21n }],
    functions: [one],
  });
  expect(functions[0]?.body.inputs).toHaveLength(300_000);
});
