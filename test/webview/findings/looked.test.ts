import { describe, expect, test } from "vitest";
import type { LintReport } from "../../../src/reports/types/lint";
import { lookedText } from "../../../webview/findings/looked";

describe("what the linter looked at", () => {
  const finding: LintReport["findings"][number] = {
    rule: "dead-relu",
    severity: "warning",
    message: "",
    node: null,
    tensor: null,
    value: null,
    channels: null,
    measured: null,
    threshold: null,
    concept: null,
    help: "",
    id: null,
  };
  const cases: [number, readonly string[], number, string][] = [
    [
      0,
      ["graph"],
      0,
      "Nothing found in the graph. Not looked at: the weights, a run (Activations) and gradients (Gradients).",
    ],
    [
      2,
      ["graph", "weights", "run"],
      0,
      "2 findings in the graph, the weights and the run. Not looked at: gradients (Gradients).",
    ],
    [
      1,
      ["graph", "weights", "run", "gradients"],
      3,
      "1 finding in the graph, the weights, the run and the gradients. 3 findings accepted.",
    ],
  ];
  test.each(cases)("%i in %j, %i accepted", (found, looked, suppressed, text) => {
    const findings = Array.from({ length: found }, () => finding);
    expect(lookedText({ findings, looked, suppressed })).toBe(text);
  });
});
