import { formatBytes, formatCount, formatInteger, formatType } from "./format";
import type { InspectSummary } from "./types/inspect";
import type { ReportValue } from "./types/parts";

/** What a person wants first of a model: a label and a text each, from the file's own words. */
export function inspectFacts(report: InspectSummary): readonly (readonly [label: string, text: string])[] {
  const { totals } = report;
  const opsets = Object.entries(report.opsets).map(([domain, version]) => `${domain} ${String(version)}`);
  const facts: [string, string][] = [
    [
      "Format",
      report.irVersion === null ? report.format : `${report.format}, IR ${String(report.irVersion)}`,
    ],
    ["Producer", report.producer ?? "not named"],
    ["Opsets", opsets.join(", ") || "none"],
    ["File", formatBytes(report.size)],
    ["Nodes", formatInteger(totals.nodes)],
    ["Parameters", parametersText(report)],
    ["Weights", formatBytes(totals.weightBytes)],
  ];
  if (totals.macs !== null) facts.push(["MACs", formatCount(totals.macs)]);
  if (totals.flops !== null) facts.push(["FLOPs", formatCount(totals.flops)]);
  // Expressions are as long as our own; they stand in the JSON.
  for (const { title, unit, count } of totals.conventions) {
    if (typeof count === "number") facts.push([`as ${title}`, `${formatCount(count)} ${unit}`]);
  }
  if (totals.activationBytes !== null) facts.push(["Activations", formatBytes(totals.activationBytes)]);
  if (totals.peakActivationBytes !== null) {
    facts.push(["Peak activations", formatBytes(totals.peakActivationBytes)]);
  }
  return facts;
}

function parametersText({ totals: { parameters, trainable } }: InspectSummary): string {
  const all = formatInteger(parameters);
  return trainable === parameters ? all : `${all}, of which ${formatInteger(trainable)} trainable`;
}

/** `float32 1×3×224×224`; "unknown" where nothing is known. */
export function valueText({ dtype, shape }: ReportValue): string {
  return formatType(dtype, shape) || "unknown";
}
