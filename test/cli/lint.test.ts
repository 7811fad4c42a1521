import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile, copyFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lint } from "../../src/cli/lint";
import type { Options } from "../../src/cli/options";
import { DEFAULTS } from "../../src/cli/options";
import type { LintReport } from "../../src/reports/types/lint";

type Expected = Readonly<Record<string, unknown>>;

interface Case {
  readonly name: string;
  readonly about: string;
  /** Findings that must be there; a key with `!` says what must not. */
  readonly findings: readonly Expected[];
}

/** Networks made with PyTorch, each with one planted defect, or none. */
const CASES = JSON.parse(readFileSync("test/fixtures/torch/lint.json", "utf8")) as readonly Case[];

const modelOf = (name: string): string => `test/fixtures/torch/${name}/model.onnx`;

async function call(file: string, options: Partial<Options> = {}) {
  const all = { ...DEFAULTS, format: "json", static: true, ...options } as const;
  const { out, errors, failed } = await lint({ command: "lint", words: [file], options: all }, "1.2.3", {
    wide: 100,
    colours: false,
  });
  const { reports } = JSON.parse(out === "" ? '{"reports": []}' : out) as { reports: LintReport[] };
  return { report: reports[0], errors, failed };
}

describe("layerscope lint", () => {
  test.each(CASES.map((one) => [one.name, one.about, one] as const))("%s: %s", async (name, _, one) => {
    const { report } = await call(modelOf(name));
    for (const expected of one.findings) {
      if ("!severity" in expected) {
        const severities = report?.findings.map(({ severity }) => severity);
        expect(severities).not.toContain(expected["!severity"]);
      } else expect(report?.findings).toContainEqual(expect.objectContaining(expected));
    }
  });

  test("fails on errors, or on warnings where it is told to", async () => {
    expect((await call(modelOf("nan-weight"))).failed).toBe(true);
    expect((await call(modelOf("nan-weight"), { failOn: "never" })).failed).toBe(false);
    expect((await call(modelOf("training-mode"))).failed).toBe(false);
    expect((await call(modelOf("training-mode"), { failOn: "warning" })).failed).toBe(true);
  });

  test("leaves out a rule that is off, and says where a rule's name is none", async () => {
    const rules = new Map([["nan-weight", "off"]] as const);
    expect((await call(modelOf("nan-weight"), { rules })).report?.findings).toEqual([]);
    const wrong = await call(modelOf("nan-weight"), { rules: new Map([["nan-weigth", "off"]] as const) });
    expect(wrong.errors).toEqual(['There is no rule "nan-weigth". Did you mean "nan-weight"?']);
  });
});

describe("a configuration beside the model", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "layerscope-lint-"));
    await copyFile(modelOf("nan-weight"), join(folder, "a.onnx"));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  test("accepts a finding with a reason", async () => {
    const suppress = [{ rule: "nan-weight", file: "a.onnx", where: "2.weight", reason: "planted" }];
    await writeFile(join(folder, ".layerscope.json"), JSON.stringify({ suppress }));
    const { report, failed } = await call(join(folder, "a.onnx"));
    expect(report).toMatchObject({ findings: [], suppressed: 1 });
    expect(failed).toBe(false);
  });

  test("that is wrong is said, and nothing is judged by it", async () => {
    await writeFile(join(folder, ".layerscope.json"), '{"rules": {"nan-weight": "loud"}}');
    const { report, errors } = await call(join(folder, "a.onnx"));
    expect(report).toBeUndefined();
    expect(errors.join()).toContain("nan-weight: loud is no severity");
  });
});
