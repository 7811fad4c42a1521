import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { analyse } from "../../src/analysis/analyse";
import { NO_ASSUMPTIONS } from "../../src/analysis/assumptions";
import { indexModel } from "../../src/analysis/model-index";
import { memorySource } from "../../src/bytes/memory";
import { Linter } from "../../src/document/linter";
import type { Evidence } from "../../src/findings/rule";
import { openModel } from "../../src/formats/open";
import { measureWeights } from "../../src/tensors/weights";

describe("a model that is linted", () => {
  let evidence: Evidence;
  beforeAll(async () => {
    const bytes = await readFile("test/fixtures/torch/nan-weight/model.onnx");
    const source = memorySource("nan-weight.onnx", new Uint8Array(bytes));
    const model = await openModel(source);
    if (!model.ok) throw new Error(model.problem.message);
    const index = indexModel(model.value);
    const weights = await measureWeights(index, source);
    evidence = { index, analysis: analyse(index, NO_ASSUMPTIONS), weights };
  });

  test("is told the same report again while nothing is new", () => {
    const linter = new Linter();
    const first = linter.report(evidence, linter.configuration);
    expect(first.findings.map(({ rule }) => rule)).toContain("nan-weight");
    expect(linter.report({ ...evidence }, linter.configuration)).toBe(first);
  });

  test("is linted anew by what was not known before, and by what may be known no more", () => {
    const linter = new Linter();
    const bare = linter.report({ ...evidence, weights: undefined }, linter.configuration);
    expect(bare.looked).toEqual(["graph"]);
    expect(linter.report(evidence, linter.configuration).looked).toEqual(["graph", "weights"]);
    const analysis = analyse(evidence.index, NO_ASSUMPTIONS);
    expect(linter.report({ ...evidence, analysis, weights: undefined }, linter.configuration)).not.toBe(bare);
  });

  test("is linted anew under another configuration, and keeps the last one that could be read", () => {
    const linter = new Linter();
    const before = linter.report(evidence, linter.configuration);
    const settings = { "nan-weight": "off" };
    const sources = { settings, file: null, model: "nan-weight.onnx" };
    const configured = linter.configure(sources);
    if (!configured.ok) throw new Error(configured.problem.message);
    const after = linter.report(evidence, configured.value);
    expect(after.findings.length).toBe(before.findings.length - 1);
    expect(linter.configure({ ...sources })).toEqual(configured);
    expect(linter.configure({ ...sources, settings: { "nan-weight": "loud" } }).ok).toBe(false);
    expect(linter.configuration).toBe(configured.value);
  });
});
