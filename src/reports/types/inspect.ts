import type { ReportValue, ReportProblem, ReportCount, ReportShape, TensorRole } from "./parts";

export interface InspectReport {
  readonly command: "inspect";
  readonly file: string;
  readonly format: "onnx" | "tfjs-layers" | "tfjs-graph" | "tfjs-weights";
  /** In bytes, of the model file itself. */
  readonly size: number;
  readonly producer: string | null;
  readonly irVersion: number | null;
  readonly opsets: Readonly<Record<string, number>>;
  readonly symbols: readonly string[];
  readonly inputs: readonly ReportValue[];
  readonly outputs: readonly ReportValue[];
  readonly totals: InspectTotals;
  readonly nodes: readonly InspectNode[];
  readonly values: readonly InspectValue[];
  readonly tensors: readonly InspectTensor[];
  readonly problems: readonly ReportProblem[];
}

/** The report without what it says of each node, value and tensor. */
export type InspectSummary = Omit<InspectReport, "nodes" | "values" | "tensors">;

/** A count by another tool's convention. */
export interface ReportConvention {
  readonly id: string;
  /** The tools that count so. */
  readonly title: string;
  readonly unit: "MACs" | "FLOPs";
  readonly count: ReportCount;
}

export interface InspectTotals {
  readonly nodes: number;
  readonly operators: Readonly<Record<string, number>>;
  readonly tensors: number;
  readonly parameters: number;
  readonly trainable: number;
  readonly weightBytes: number | null;
  readonly macs: ReportCount;
  readonly flops: ReportCount;
  readonly activationBytes: ReportCount;
  readonly peakActivationBytes: ReportCount;
  readonly uncosted: readonly string[];
  /** What other tools would count for the same file. */
  readonly conventions: readonly ReportConvention[];
}

export interface InspectNode {
  readonly name: string;
  readonly operator: string;
  readonly domain: string;
  readonly graph: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly parameters: number;
  readonly macs: ReportCount;
  readonly flops: ReportCount;
  readonly activationBytes: ReportCount;
}

export interface InspectValue extends ReportValue {
  readonly declared: ReportShape;
}

export interface InspectTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly elements: number;
  /** As stored; null for strings of unknown length. */
  readonly bytes: number | null;
  readonly role: TensorRole;
}
