import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { CommandCall } from "../../src/cli/arguments";
import { readArguments } from "../../src/cli/arguments";
import type { Printed, Terminal } from "../../src/cli/each-file";
import { gradients } from "../../src/cli/gradients";
import { inspect } from "../../src/cli/inspect";
import { lint } from "../../src/cli/lint";
import { run } from "../../src/cli/run";
import { weights } from "../../src/cli/weights";

const [top = "", ...sections] = readFileSync("docs/reports.md", "utf8").split(/^## /m);

/** What is told of a command: what all have in common stands at the top, statistics of values with those of weights. */
function toldOf(command: string): ReadonlySet<string> {
  const places = ["Values", "weights", command];
  const told = sections.filter((section) => places.includes(section.split("\n")[0] ?? ""));
  return new Set([top, ...told].join("\n").match(/[A-Za-z0-9]+/g));
}

/** Objects whose keys are names of the model's own. */
const OWN_NAMES = new Set(["operators", "opsets", "dimensions"]);

function fieldsOf(value: unknown, fields = new Set<string>()): ReadonlySet<string> {
  if (typeof value !== "object" || value === null) return fields;
  for (const [name, one] of Object.entries(value)) {
    if (!Array.isArray(value)) fields.add(name);
    if (!OWN_NAMES.has(name)) fieldsOf(one, fields);
  }
  return fields;
}

type Work = (call: CommandCall, version: string, terminal: Terminal) => Promise<Printed>;

const SAMPLE = "media/samples/dead-relus.onnx";
const CALLS: readonly (readonly [command: string, work: Work, words: readonly string[]])[] = [
  ["inspect", inspect, [SAMPLE]],
  ["weights", weights, [SAMPLE]],
  ["run", run, ["--samples", "1", "--profile", SAMPLE]],
  ["gradients", gradients, ["--twin", "media/samples/vanishing-gradients.onnx"]],
  ["lint", lint, ["--static", SAMPLE]],
];

describe("the page on reports", () => {
  test.each(CALLS)(
    "tells every field of %s",
    async (command, work, words) => {
      const read = readArguments([command, "--json", ...words]);
      if ("wrong" in read || !("words" in read.call)) throw new Error(`no call: ${command}`);
      const { out } = await work(read.call, "0.0.0", { wide: 100, colours: false });
      const told = toldOf(command);
      expect([...fieldsOf(JSON.parse(out))].filter((field) => !told.has(field))).toEqual([]);
    },
    120_000,
  );
});
