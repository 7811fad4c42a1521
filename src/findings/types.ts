/** What the linter says of a model. Plain JSON values only: docs/reports.md describes them. */

export const SEVERITIES = ["error", "warning", "info", "hint"] as const;

export type Severity = (typeof SEVERITIES)[number];

export interface Finding {
  /** The rule's id: `nan-weight`. */
  readonly rule: string;
  readonly severity: Severity;
  /** What, where, how much against which threshold. */
  readonly message: string;
  /** Names in the file, qualified; null where the finding is of something else. */
  readonly node: string | null;
  readonly tensor: string | null;
  readonly value: string | null;
  /** Indices along the channel axis. */
  readonly channels: readonly number[] | null;
  readonly measured: number | null;
  readonly threshold: number | null;
  /** Number of the question, of the fifty, that explains it. */
  readonly concept: number | null;
  /** The page that says why it matters and what to try. */
  readonly help: string;
}
