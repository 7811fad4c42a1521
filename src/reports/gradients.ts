import type { ModelIndex } from "../analysis/model-index";
import { DEAD_SHARE } from "../gradients/branches";
import type { Flow, Gradients } from "../gradients/flow";
import { culpritsOf } from "../gradients/culprits";
import { twinText } from "../gradients/twin";
import type { Slope, Verdict } from "../gradients/verdict";
import type { GradientsReport, ReportGradient } from "./types/gradients";
import type { ReportReal } from "./types/parts";

/**
 * The report of `layerscope gradients`.
 *
 * @param norms of the parameters, by name; undefined where one could not be read.
 */
export function gradientsReport(
  index: ModelIndex,
  gradients: Gradients,
  norms: (parameter: string) => number | undefined,
  seed: number,
): GradientsReport {
  const { model, stored } = index;
  const { parameters, values, nodes, coverage, verdict, twin, loss, passes, unknown, problems } = gradients;
  return {
    command: "gradients",
    file: model.file,
    format: model.format,
    engine: gradients.engine,
    inputs: gradients.inputs,
    seed,
    dimensions: Object.fromEntries(gradients.assumptions.dimensions),
    loss: { kind: loss.kind, value: loss.value ?? null },
    passes,
    coverage: { parameters: coverage, unknown },
    parameters: Array.from(parameters, ([name, flow]) => {
      const { gradient } = flow;
      const norm = norms(name);
      const l2 = gradient === undefined ? undefined : Math.sqrt(gradient.squares / gradient.rms.length);
      return {
        ...reportGradient(name, flow),
        shape: stored.get(name)?.tensor.shape ?? [],
        ratio: l2 === undefined || norm === undefined || norm === 0 ? null : reportReal(l2 / norm),
        halfUnderflow: gradient?.tiny ?? null,
      };
    }),
    values: Array.from(values, ([name, flow]) => ({
      ...reportGradient(name, flow),
      node: nodes.get(name) ?? null,
    })),
    trend: {
      activation: verdict.activation?.perLayer ?? null,
      gradient: verdict.gradient?.perLayer ?? null,
      weight: verdict.weight?.perLayer ?? null,
      intervals: {
        activation: interval(verdict.activation),
        gradient: interval(verdict.gradient),
        weight: interval(verdict.weight),
      },
    },
    twin: twin === undefined ? null : reportTwin(verdict, twin),
    branches: gradients.branches.map((branch) => ({ ...branch, dead: branch.share < DEAD_SHARE })),
    culprits: culpritsOf(verdict, twin),
    halfUnderflow: halfUnderflowOf(gradients) ?? null,
    depth: verdict.depths.map(({ value, activation, gradient, weight }) => ({
      value,
      activation: activation ?? null,
      gradient: gradient ?? null,
      weight: weight ?? null,
      twin: twin?.depths.find((depth) => depth.value === value)?.gradient ?? null,
    })),
    verdict: { kind: verdict.kind, message: verdict.message, concept: verdict.concept ?? null },
    problems: [...model.problems, ...problems],
  };
}

function reportTwin(verdict: Verdict, twin: Verdict): GradientsReport["twin"] {
  return {
    kind: twin.kind,
    gradient: twin.gradient?.perLayer ?? null,
    interval: interval(twin.gradient),
    message: twinText(verdict, twin),
  };
}

/** Weighted by elements: parts of parts. */
function halfUnderflowOf({ parameters }: Gradients): number | undefined {
  let [tiny, count] = [0, 0];
  for (const { gradient } of parameters.values()) {
    tiny += (gradient?.tiny ?? 0) * (gradient?.count ?? 0);
    count += gradient?.count ?? 0;
  }
  return count === 0 ? undefined : tiny / count;
}

const interval = (slope: Slope | undefined): number | null => slope?.interval ?? null;

function reportGradient(name: string, { state, gradient }: Flow): ReportGradient {
  if (gradient === undefined)
    return { name, state, l2: null, mean: null, meanSize: null, std: null, max: null };
  const { count, sum, sizes, squares, max, rms, notFinite } = gradient;
  const n = Math.max(1, count - notFinite);
  const mean = sum / n;
  return {
    name,
    state,
    l2: reportReal(notFinite > 0 ? NaN : Math.sqrt(squares / rms.length)),
    mean: reportReal(mean),
    meanSize: reportReal(sizes / n),
    std: reportReal(Math.sqrt(Math.max(0, squares / n - mean * mean))),
    max: reportReal(max),
  };
}

function reportReal(value: number): ReportReal {
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}
