import { t } from "../words/texts";
import { formatBytes, formatCount, formatInteger, formatType } from "./format";
import type { InspectSummary } from "./types/inspect";
import type { ReportValue } from "./types/parts";

/** What a person wants first of a model: a label and a text each, from the file's own words. */
export function inspectFacts(report: InspectSummary): readonly (readonly [label: string, text: string])[] {
  const { totals } = report;
  const opsets = Object.entries(report.opsets).map(([domain, version]) => `${domain} ${String(version)}`);
  const facts: [string, string][] = [
    [
      t("Format"),
      report.irVersion === null ? report.format : `${report.format}, IR ${String(report.irVersion)}`,
    ],
    [t("Producer"), report.producer ?? t("not named")],
    [t("Opsets"), opsets.join(", ") || t("none")],
    [t("File"), formatBytes(report.size)],
    [t("Nodes"), formatInteger(totals.nodes)],
    [t("Parameters"), parametersText(report)],
    [t("Weights"), formatBytes(totals.weightBytes)],
  ];
  if (totals.macs !== null) facts.push(["MACs", formatCount(totals.macs)]);
  if (totals.flops !== null) facts.push(["FLOPs", formatCount(totals.flops)]);
  // Expressions are as long as our own; they stand in the JSON.
  for (const { title, unit, count } of totals.conventions) {
    if (typeof count === "number") facts.push([t("as {0}", title), `${formatCount(count)} ${unit}`]);
  }
  if (totals.activationBytes !== null) facts.push([t("Activations"), formatBytes(totals.activationBytes)]);
  if (totals.peakActivationBytes !== null) {
    facts.push([t("Peak activations"), formatBytes(totals.peakActivationBytes)]);
  }
  return facts;
}

function parametersText({ totals: { parameters, trainable } }: InspectSummary): string {
  const all = formatInteger(parameters);
  return trainable === parameters ? all : t("{0}, of which {1} trainable", all, formatInteger(trainable));
}

/** `float32 1×3×224×224`; "unknown" where nothing is known. */
export function valueText({ dtype, shape }: ReportValue): string {
  return formatType(dtype, shape) || t("unknown");
}
