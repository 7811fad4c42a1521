import type { RunMetricName, GradientMetricName } from "../../reports/measured-metrics";
import type { MetricName } from "../../reports/metrics";
import type { MetricFile } from "../../reports/user-metric";

export type { GradientMetricName, RunMetricName } from "../../reports/measured-metrics";
export type { AmountReport, KindReport, MetricName, MetricReport } from "../../reports/metrics";
export type { MetricFile, UserMetricReport } from "../../reports/user-metric";

export interface MetricRequest {
  /** "" for the main graph, else a subgraph's or function's path. */
  readonly graph: string;
  readonly metric: Metric;
}

export interface UserMetricRequest {
  readonly graph: string;
  readonly file: MetricFile;
}

/** What the graph is coloured by: what a node does, a metric, or what stands in a file. */
export type ColourBy = "role" | Metric | "user";

/** What a model says, what a run has shown, and what gradients have. */
export type Metric = MetricName | RunMetricName | GradientMetricName;
