import { describe, expect, test } from "vitest";
import { gradientsMarkdown, gradientsTable } from "../../src/reports/gradients-text";
import { lintMarkdown } from "../../src/reports/lint-text";
import { escaped } from "../../src/reports/markdown-table";
import { runMarkdown } from "../../src/reports/run-text";
import type { GradientsReport } from "../../src/reports/types/gradients";
import type { LintReport } from "../../src/reports/types/lint";
import type { RunReport } from "../../src/reports/types/run";

const NAME = "# <b>|a|</b> ![b](http://c.d) *e* `f` ~~g~~ &lt; www.h.i @j\n\x1b[31m";

const GRADIENTS = {
  file: NAME,
  engine: "",
  passes: 1,
  seed: 0,
  loss: { kind: "sum", value: null },
  coverage: { parameters: 1, unknown: [] },
  halfUnderflow: null,
  dimensions: {},
  inputs: [{ name: NAME, source: NAME }],
  depth: [],
  parameters: [{ name: NAME, shape: [], state: "ok", l2: 1, ratio: 1, mean: 1, std: 1, max: 1 }],
  verdict: { message: NAME },
  twin: { message: NAME },
  culprits: [{ message: NAME }],
  problems: [{ severity: "warning", message: NAME }],
} as unknown as GradientsReport;

const LINT = {
  file: NAME,
  findings: [{ severity: "info", rule: "nan-weight", message: NAME }],
  counts: { error: 0, warning: 0, info: 1, hint: 0 },
} as unknown as LintReport;

const RUN = {
  file: NAME,
  engine: "",
  samples: 1,
  seed: 0,
  dimensions: { [NAME]: 1 },
  firstNonFinite: NAME,
  inDistribution: null,
  values: [],
} as unknown as RunReport;

describe("a name from a file is plain text", () => {
  test.each([
    ["headings, list items and emphasis", "# *a* _b_", "\\# \\*a\\* \\_b\\_"],
    ["markup", "<b>&lt;", "&lt;b&gt;&amp;lt;"],
    ["addresses", "https://a.b www.a.b Www.a c@a.b", "https\\://a.b www\\.a.b Www\\.a c\\@a.b"],
    ["a path and a time", "a/b:0 12:30 w.x", "a/b:0 12:30 w.x"],
  ])("in Markdown: %s", (_, name, text) => {
    expect(escaped(name)).toBe(text);
  });

  test.each([
    ["gradients", gradientsMarkdown(GRADIENTS)],
    ["a run", runMarkdown(RUN)],
    ["findings", lintMarkdown(LINT)],
  ])("in the Markdown of %s", (_, text) => {
    expect(text).toContain(escaped(NAME));
    expect(text.replaceAll(escaped(NAME), "")).not.toMatch(/<b>|a\|<|!\[|\*e|~~|www\.|@/);
  });

  test("in a terminal", () => {
    expect(gradientsTable(GRADIENTS, { wide: 500, colours: false })).not.toContain("\x1b");
  });
});
