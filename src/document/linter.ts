import type { Analysis } from "../analysis/analyse";
import type { Result } from "../bytes/problem";
import { configurationFrom, DEFAULTS } from "../findings/configuration";
import type { Evidence, Need } from "../findings/rule";
import type { Configuration, ConfigurationSources } from "../findings/types";
import { lintReport } from "../reports/lint";
import type { LintReport } from "../reports/types/lint";

interface Told {
  readonly evidence: Evidence;
  readonly configuration: Configuration;
  readonly report: LintReport;
}

/**
 * Lints a model by all that is known of it. The page, VS Code's list of problems and each answer of the fifty ask for
 * the same: as long as nothing is new, they are told the same report.
 */
export class Linter {
  /** As the last one who asked for it had it. */
  configuration: Configuration = DEFAULTS;
  private sources = JSON.stringify(null);
  private readonly told = new WeakMap<Analysis, Told>();

  /** @param sources null: the rules as they are. What cannot be read changes nothing. */
  configure(sources: ConfigurationSources | null): Result<Configuration> {
    const text = JSON.stringify(sources);
    if (text === this.sources) return { ok: true, value: this.configuration };
    const read = sources === null ? ({ ok: true, value: DEFAULTS } as const) : configurationFrom(sources);
    if (!read.ok) return read;
    this.sources = text;
    this.configuration = read.value;
    return read;
  }

  report(evidence: Evidence, configuration: Configuration): LintReport {
    const told = this.told.get(evidence.analysis);
    if (told?.configuration === configuration && isSame(told.evidence, evidence)) return told.report;
    const report = lintReport(evidence, metBy(evidence), configuration);
    this.told.set(evidence.analysis, { evidence, configuration, report });
    return report;
  }
}

function isSame(a: Evidence, b: Evidence): boolean {
  return a.weights === b.weights && a.run === b.run && a.gradients === b.gradients;
}

function metBy({ weights, run, gradients }: Evidence): ReadonlySet<Need> {
  const met: Need[] = ["graph"];
  if (weights !== undefined) met.push("weights");
  if (run !== undefined) met.push("run");
  if (gradients !== undefined) met.push("gradients");
  return new Set(met);
}
