import { inspectFacts, valueText } from "./facts";
import { formatInteger } from "./format";
import { largestNodes, percent, placeOf } from "./largest";
import { layersTable } from "./layers-text";
import { escaped, markdownTable } from "./markdown-table";
import type { InspectReport } from "./types/inspect";
import type { LayersReport } from "./types/layers";

/** The report of one model as Markdown, with tables, for a pull request or a wiki. Of its layers the outermost. */
export function inspectMarkdown(report: InspectReport, layers: LayersReport): string {
  const { totals } = report;
  const outermost = layers.rows.filter(({ depth, quiet }) => depth === 0 && !quiet);
  const parts = [
    `## ${escaped(report.file)}`,
    markdownTable(["", ""], inspectFacts(report), "ll"),
    ...section(
      "Inputs",
      ["Name", "Type"],
      report.inputs.map((value) => [value.name, valueText(value)]),
      "ll",
    ),
    ...section(
      "Outputs",
      ["Name", "Type"],
      report.outputs.map((value) => [value.name, valueText(value)]),
      "ll",
    ),
    ...section(
      "Operators",
      ["Operator", "Nodes"],
      Object.entries(totals.operators).map(([operator, count]) => [operator, formatInteger(count)]),
      "lr",
    ),
    ...(outermost.length === 0 ? [] : ["### Layers", layersTable(layers, outermost)]),
    ...section(
      "Largest layers",
      ["Name", "Operator", "Parameters", "Share"],
      largestNodes(report).map((node) => [
        placeOf(node),
        node.operator,
        formatInteger(node.parameters),
        percent(node.parameters, totals.parameters),
      ]),
      "llrr",
    ),
    ...section(
      "Problems",
      ["Severity", "Message"],
      report.problems.map(({ severity, message }) => [severity, message]),
      "ll",
    ),
  ];
  return `${parts.join("\n\n")}\n`;
}

function section(
  title: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  aligned: string,
): readonly string[] {
  return rows.length === 0 ? [] : [`### ${title}`, markdownTable(heads, rows, aligned)];
}
