import type { Configuration } from "../findings/types";
import { lint } from "../findings/lint";
import type { Evidence, Need } from "../findings/rule";
import type { Finding, Severity } from "../findings/types";
import { SEVERITIES } from "../findings/types";
import type { LintReport } from "./types/lint";

/** The report of `layerscope lint`: what the rules whose needs are met find. */
export function lintReport(
  evidence: Evidence,
  met: ReadonlySet<Need>,
  configuration: Configuration,
): LintReport {
  const { model } = evidence.index;
  const { findings, suppressed } = lint(evidence, met, configuration);
  return {
    command: "lint",
    file: model.file,
    format: model.format,
    findings,
    counts: countsOf(findings),
    suppressed,
    looked: [...met],
    problems: [...model.problems, ...evidence.analysis.problems],
  };
}

function countsOf(findings: readonly Finding[]): Readonly<Record<Severity, number>> {
  const counts: Record<Severity, number> = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

/** `2 errors, 1 warning`; what there is none of is left out. */
export function countsText(counts: LintReport["counts"]): string {
  const parts = SEVERITIES.filter((severity) => counts[severity] > 0).map((severity) => {
    const count = counts[severity];
    const plural = severity === "info" || count === 1 ? severity : `${severity}s`;
    return `${String(count)} ${plural}`;
  });
  return parts.join(", ") || "no findings";
}
