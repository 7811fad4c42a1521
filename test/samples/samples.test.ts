import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sampleFiles } from "../../scripts/samples/samples";
import { lint } from "../../src/cli/lint";
import { DEFAULTS } from "../../src/cli/options";
import type { LintReport } from "../../src/reports/types/lint";

const FOLDER = "media/samples";
const FILES = sampleFiles();

/** Bounds that keep the package small, in bytes. */
const [LARGEST, LARGEST_TOGETHER] = [200e3, 400e3];

describe("the samples that ship", () => {
  test.each([...FILES.keys()])("%s is what the script makes (else: node scripts/samples.mjs)", (name) => {
    expect(readFileSync(join(FOLDER, name)).equals(FILES.get(name) ?? Buffer.alloc(0))).toBe(true);
  });

  test("are no others than those, beside the code that is looked at", () => {
    const there = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith(".py"))
      .map(({ parentPath, name }) => join(parentPath, name));
    expect(there.sort()).toEqual([...FILES.keys()].map((name) => join(FOLDER, name)).sort());
  });

  test("are small", () => {
    const sizes = Array.from(FILES.values(), ({ length }) => length);
    expect(Math.max(...sizes)).toBeLessThan(LARGEST);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(LARGEST_TOGETHER);
  });
});

type Planted = readonly [rule: string, place: string, channels?: readonly number[]];

/** What was planted in each sample, and where. */
const PLANTED: readonly (readonly [file: string, findings: readonly Planted[]])[] = [
  ["healthy.onnx", []],
  [
    "dead-relus.onnx",
    [
      ["dead-batch-norm", "/block3/bn/BatchNormalization", [2, 5, 9, 14, 19]],
      ["dead-relu", "/block3/relu/Relu", [2, 5, 9, 14, 19]],
    ],
  ],
  ["exploding-weight.onnx", [["exploding-weight", "middle1.conv.weight"]]],
  [
    "vanishing-gradients.onnx",
    [
      ["saturating-stack", "/layer12/act/Sigmoid"],
      ["vanishing-gradient", "/layer1/fc/Gemm_output_0"],
    ],
  ],
  ["recipe/model.json", []],
];

async function lintOf(file: string, seed: number): Promise<LintReport | undefined> {
  const options = { ...DEFAULTS, format: "json", gradients: true, seed } as const;
  const call = { command: "lint", words: [join(FOLDER, file)], options } as const;
  const { out } = await lint(call, "1.2.3", { wide: 100, colours: false });
  return (JSON.parse(out) as { reports: LintReport[] }).reports[0];
}

describe("the linter, looking at weights, a run and gradients", () => {
  // Another seed makes up other inputs: what is planted must not hang on them.
  const cases = PLANTED.flatMap(([file, findings]) => [0, 1].map((seed) => [file, seed, findings] as const));

  test.each(cases)(
    "finds in %s with seed %i what was planted there, and nothing else",
    async (file, seed, planted) => {
      const report = await lintOf(file, seed);
      expect(report?.problems).toEqual([]);
      const found = report?.findings.map(({ rule, node, tensor, value, channels }): Planted => {
        const place = node ?? tensor ?? value ?? "";
        return channels === null ? [rule, place] : [rule, place, channels];
      });
      expect(found?.sort()).toEqual(planted);
    },
  );
});
