import { inspectFacts, valueText } from "./facts";
import { formatInteger } from "./format";
import { largestNodes, percent, placeOf } from "./largest";
import { printable } from "./printable";
import type { InspectReport } from "./types";

/** The report of one model as Markdown, with tables, for a pull request or a wiki. */
export function inspectMarkdown(report: InspectReport): string {
  const { totals } = report;
  const parts = [
    `## ${escaped(report.file)}`,
    table(["", ""], inspectFacts(report)),
    ...section(
      "Inputs",
      ["Name", "Type"],
      report.inputs.map((value) => [value.name, valueText(value)]),
    ),
    ...section(
      "Outputs",
      ["Name", "Type"],
      report.outputs.map((value) => [value.name, valueText(value)]),
    ),
    ...section(
      "Operators",
      ["Operator", "Nodes"],
      Object.entries(totals.operators).map(([operator, count]) => [operator, formatInteger(count)]),
    ),
    ...section(
      "Largest layers",
      ["Name", "Operator", "Parameters", "Share"],
      largestNodes(report).map((node) => [
        placeOf(node),
        node.operator,
        formatInteger(node.parameters),
        percent(node.parameters, totals.parameters),
      ]),
    ),
    ...section(
      "Problems",
      ["Severity", "Message"],
      report.problems.map(({ severity, message }) => [severity, message]),
    ),
  ];
  return `${parts.join("\n\n")}\n`;
}

function section(
  title: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  return rows.length === 0 ? [] : [`### ${title}`, table(heads, rows)];
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(" | ")} |`;
  return [line(heads), `|${" --- |".repeat(heads.length)}`, ...rows.map(line)].join("\n");
}

/** A name from a file as plain text: nothing in it is markup, a link or a new cell. */
function escaped(text: string): string {
  return printable(text)
    .replace(/[\\`*_{}[\]()#+!|~^$]/g, "\\$&")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;");
}
