import { describe, expect, test } from "vitest";
import { lookedText } from "../../../webview/findings/looked";

describe("what the linter looked at", () => {
  const cases: [string, readonly string[], string][] = [
    [
      "Nothing found",
      ["graph"],
      "Nothing found in the graph. Not looked at: the weights, a run (Activations) and gradients (Gradients).",
    ],
    [
      "2 findings",
      ["graph", "weights", "run"],
      "2 findings in the graph, the weights and the run. Not looked at: gradients (Gradients).",
    ],
    [
      "1 finding",
      ["graph", "weights", "run", "gradients"],
      "1 finding in the graph, the weights, the run and the gradients.",
    ],
  ];
  test.each(cases)("%s in %j", (found, looked, text) => {
    expect(lookedText(found, looked)).toBe(text);
  });
});
