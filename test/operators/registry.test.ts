import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { entry } from "../../src/operators/entry";
import { gather, operatorOf, REGISTRY } from "../../src/operators/registry";

/** Domain → operator → the versions whose signatures differ: [since, inputs, outputs], from the published schemas. */
type Signatures = Record<string, Record<string, [number, string, string][]>>;

const SIGNATURES = JSON.parse(
  readFileSync(new URL("../fixtures/operators.json", import.meta.url), "utf8"),
) as Signatures;

/** Domains of which every operator has an entry; of ONNX Runtime's own only what files in the wild hold. */
const COMPLETE = ["ai.onnx", "ai.onnx.ml", "ai.onnx.preview", "ai.onnx.preview.training"];

describe("the registry", () => {
  for (const domain of COMPLETE) {
    test(`knows all operators of ${domain}`, () => {
      const known = REGISTRY.get(domain);
      expect(Object.keys(SIGNATURES[domain] ?? {}).filter((name) => !known?.has(name))).toEqual([]);
    });
  }

  test("knows at least sixty operators of com.microsoft", () => {
    expect(REGISTRY.get("com.microsoft")?.size).toBeGreaterThanOrEqual(60);
  });

  test("names inputs and outputs as the specification does, in every version", () => {
    const wrong: string[] = [];
    for (const [domain, operators] of Object.entries(SIGNATURES)) {
      for (const [operator, versions] of Object.entries(operators)) {
        for (const [since, inputs, outputs] of versions) {
          const found = REGISTRY.get(domain)
            ?.get(operator)
            ?.findLast((one) => one.since <= since);
          if (found === undefined && !COMPLETE.includes(domain)) continue;
          const [ins, outs] = [found?.inputs.join(" "), found?.outputs.join(" ")];
          if (ins !== inputs || outs !== outputs) wrong.push(`${operator} ${since}: ${ins} -> ${outs}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  test("gives slots only to inputs that the entry has", () => {
    const wrong = [...REGISTRY.values()].flatMap((operators) =>
      [...operators].flatMap(([name, versions]) =>
        versions.flatMap(({ since, inputs, slots }) =>
          Object.keys(slots ?? {})
            .filter((slot) => !inputs.includes(slot) && !inputs.includes(`${slot}…`))
            .map((slot) => `${name} ${since}: ${slot}`),
        ),
      ),
    );
    expect(wrong).toEqual([]);
  });
});

describe("the entry of a node", () => {
  const cases: [string, string, string, [string, number][], number | undefined][] = [
    ["is the newest that the import allows", "Clip", "", [["ai.onnx", 10]], 1],
    ["is the one whose version is imported", "Clip", "", [["ai.onnx", 11]], 11],
    ["is the newest where the domain is not imported", "Clip", "", [], 11],
    ["is unknown below its first version", "Gelu", "", [["ai.onnx", 19]], undefined],
    ["is unknown in another domain", "Conv", "com.example", [["ai.onnx", 17]], undefined],
    ["is found where the standard domain is spelled out", "Conv", "ai.onnx", [["ai.onnx", 17]], 1],
    ["is the runtime's own in the runtime's domain", "Gelu", "com.microsoft", [["com.microsoft", 1]], 1],
  ];
  test.each(cases)("%s", (_title, operator, domain, opsets, since) => {
    expect(operatorOf({ operator, domain }, new Map(opsets))?.since).toBe(since);
  });
});

describe("twins", () => {
  const relu = entry(1, "activation", "X", "Y");

  test("of two families are refused", () => {
    expect(() => gather("a", [{ Relu: [relu] }, { Relu: [relu] }])).toThrow("Two families");
  });

  test("of one version are refused", () => {
    expect(() => gather("a", [{ Relu: [relu, relu] }])).toThrow("described twice");
  });
});
