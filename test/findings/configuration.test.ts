import { describe, expect, test } from "vitest";
import { forFile, parseConfiguration, severityOf, suppressionOf } from "../../src/findings/configuration";
import { RULES } from "../../src/findings/rules";
import type { Finding } from "../../src/findings/types";

const finding: Finding = {
  rule: "unused-tensor",
  severity: "info",
  message: "",
  node: null,
  tensor: "w",
  value: null,
  id: "w",
  channels: null,
  measured: null,
  threshold: null,
  concept: null,
  help: "",
};

describe("a configuration", () => {
  test("sets severities and thresholds", () => {
    const read = parseConfiguration(
      '{"rules": {"unused-tensor": "off", "saturating-stack": {"severity": "error", "layers": 9}}}',
      "c",
    );
    expect(read).toEqual({
      ok: true,
      value: {
        rules: {
          "unused-tensor": { severity: "off" },
          "saturating-stack": { severity: "error", thresholds: { layers: 9 } },
        },
        suppress: [],
      },
    });
    const [rule] = RULES.filter(({ id }) => id === "unused-tensor");
    expect(read.ok && rule && severityOf(read.value, rule)).toBe("off");
  });

  test.each<[suppression: string, file: string, accepted: boolean]>([
    ['{"rule": "unused-tensor", "reason": "kept for training"}', "a.onnx", true],
    ['{"rule": "unused-tensor", "where": "w", "reason": "kept"}', "a.onnx", true],
    ['{"rule": "unused-tensor", "where": "v", "reason": "kept"}', "a.onnx", false],
    ['{"rule": "unused-tensor", "file": "b.onnx", "reason": "kept"}', "a.onnx", false],
    ['{"rule": "linear-stack", "reason": "kept"}', "a.onnx", false],
  ])("with %s accepts a finding in %s: %s", (suppression, file, accepted) => {
    const read = parseConfiguration(`{"suppress": [${suppression}]}`, "c");
    const suppressed = read.ok && suppressionOf(forFile(read.value, file), finding) !== undefined;
    expect(suppressed).toBe(accepted);
  });

  test.each<[text: string, wrong: string]>([
    ["{", "c: "],
    ["[]", "c: an object was expected"],
    ['{"rules": {"no-such": "off"}}', "c: there is no rule no-such"],
    ['{"rules": {"unused-tensor": "loud"}}', "c: unused-tensor: loud is no severity"],
    ['{"rules": {"unused-tensor": {"layers": 3}}}', "c: unused-tensor has no threshold layers"],
    ['{"rules": {"saturating-stack": {"layers": "3"}}}', "c: saturating-stack: layers must be a number"],
    ['{"suppress": [{"rule": "unused-tensor"}]}', "c: the suppression of unused-tensor gives no reason"],
  ])("%s is refused", (text, wrong) => {
    const read = parseConfiguration(text, "c");
    expect(read.ok ? "" : read.problem.message).toContain(wrong);
  });
});
