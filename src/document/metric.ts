import type { Analysis } from "../analysis/analyse";
import type { Hierarchy } from "../analysis/hierarchy";
import type { ModelIndex } from "../analysis/model-index";
import type { Problem } from "../bytes/problem";
import {
  GRADIENT_METRICS,
  gradientMetricOf,
  RUN_METRICS,
  runMetricOf,
  type GradientMetricName,
  type RunMetricName,
} from "../reports/measured-metrics";
import { metricOf } from "../reports/metrics";
import { t } from "../words/texts";
import type { Answer } from "./answer";
import type { Metric, MetricReport } from "./protocol/colours";
import type { Runs } from "./runs";

interface Known {
  readonly index: ModelIndex;
  readonly analysis: Analysis;
  readonly measured: { readonly runs: Runs };
}

/** A metric of a graph's nodes and groups; what is measured wants a run, or gradients, before. */
export function metricFor(
  { index, analysis, measured: { runs } }: Known,
  hierarchy: Hierarchy,
  metric: Metric,
): Answer<MetricReport> {
  if (isOfRun(metric)) {
    const run = runs.latest;
    return run === undefined
      ? { error: notMeasured(t("run the model first, in the Activations view")) }
      : { ok: runMetricOf(hierarchy, run, metric) };
  }
  if (isOfGradients(metric)) {
    const gradients = runs.latestGradients;
    return gradients === undefined
      ? { error: notMeasured(t("compute the gradients first, in the Gradients view")) }
      : { ok: gradientMetricOf(index, hierarchy, gradients, metric) };
  }
  return { ok: metricOf(index, analysis, hierarchy, metric) };
}

function isOfRun(metric: Metric): metric is RunMetricName {
  return (RUN_METRICS as readonly Metric[]).includes(metric);
}

function isOfGradients(metric: Metric): metric is GradientMetricName {
  return (GRADIENT_METRICS as readonly Metric[]).includes(metric);
}

function notMeasured(what: string): Problem {
  return {
    severity: "error",
    code: "not-measured",
    message: t("The colours are those of roles: {0}.", what),
    where: "",
  };
}
