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
  /** What the page goes to: a node's id, else the tensor or value. */
  readonly id: string | null;
  /** Indices along the channel axis. */
  readonly channels: readonly number[] | null;
  readonly measured: number | null;
  readonly threshold: number | null;
  /** Number of the question, of the fifty, that explains it. */
  readonly concept: number | null;
  /** The page that says why it matters and what to try. */
  readonly help: string;
}

/** What a person wants otherwise than the rules have it. */
export interface Configuration {
  readonly rules: Readonly<Record<string, RuleSetting>>;
  readonly suppress: readonly Suppression[];
}

/** A severity in the rule's place, `off`, or other thresholds. */
export interface RuleSetting {
  readonly severity?: Severity | "off";
  readonly thresholds?: Readonly<Record<string, number>>;
}

/** Findings that a person has looked at and accepts. */
export interface Suppression {
  readonly rule: string;
  /** The model file's name; absent: all models of the folder. */
  readonly file?: string;
  /** The name of the node, tensor or value; absent: all. */
  readonly where?: string;
  /** Why it is accepted: a suppression without a reason is refused. */
  readonly reason: string;
}

/** Where a configuration comes from, as it was written. */
export interface ConfigurationSources {
  /** An object of settings by rule. */
  readonly settings: unknown;
  /** The nearest file beside or above the model. */
  readonly file: { readonly path: string; readonly text: string } | null;
  /** The model's name in its folder. */
  readonly model: string;
}

/** The file beside a model, or above it, that says how to lint. */
export const CONFIGURATION_FILE = ".layerscope.json";
