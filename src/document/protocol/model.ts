import type { ConfigurationSources } from "../../findings/types";
import type { LayersFormat } from "../../reports/layers-text";
import type { InspectReport, ReportConvention } from "../../reports/types/inspect";
import type { ReportCount, ReportProblem } from "../../reports/types/parts";

export type { LayersFormat } from "../../reports/layers-text";

export interface Facts {
  readonly file: string;
  readonly format: InspectReport["format"];
  /** Of the file itself, in bytes. */
  readonly size: number;
  readonly producer: string | null;
  readonly irVersion: number | null;
  readonly opsets: Readonly<Record<string, number>>;
  readonly nodes: number;
  readonly parameters: number;
  readonly trainable: number;
  readonly weightBytes: number | null;
  readonly macs: ReportCount;
  /** What other tools would count. */
  readonly conventions: readonly ReportConvention[];
  readonly peakActivationBytes: ReportCount;
  /** What the inputs leave open, and the size that was assumed for it; null: none. */
  readonly dimensions: readonly OpenDimension[];
  readonly inputs: InspectReport["inputs"];
  readonly outputs: InspectReport["outputs"];
  readonly metadata: readonly (readonly [key: string, value: string])[];
  readonly docString: string;
  readonly problems: readonly ReportProblem[];
  /** Milliseconds of each phase until here, for the log and the bench. */
  readonly timings: Readonly<Record<string, number>>;
}

export interface OpenDimension {
  readonly name: string;
  /** What it usually is, by where it stands in an input's shape. */
  readonly kind: "batch" | "side" | "length";
  readonly size: number | null;
}

export interface LayersTextRequest {
  readonly format: LayersFormat;
  /** Indices into the rows of the answer to `layers`, in the order in which they are wanted. */
  readonly rows: readonly number[];
}

export interface LintRequest {
  /** How the workspace wants it; null from the page: the extension host knows. */
  readonly configuration: ConfigurationSources | null;
  /** Read all weights for it, if nobody has yet. */
  readonly weights: boolean;
}
