import type { Finding, Severity } from "../../findings/types";
import type { InspectReport } from "./inspect";
import type { ReportProblem } from "./parts";

export interface LintReport {
  readonly command: "lint";
  readonly file: string;
  readonly format: InspectReport["format"];
  /** The worst first. */
  readonly findings: readonly Finding[];
  readonly counts: Readonly<Record<Severity, number>>;
  /** Findings that the configuration accepts, with a reason each. */
  readonly suppressed: number;
  /** What was looked at: `graph`, `weights`, `run`. */
  readonly looked: readonly string[];
  readonly problems: readonly ReportProblem[];
}
