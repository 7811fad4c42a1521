import type { Hierarchy } from "../analysis/hierarchy";
import type { ModelIndex } from "../analysis/model-index";
import { weightUses } from "../analysis/weight-use";
import type { Flow, Gradients } from "../gradients/flow";
import type { Run } from "../running/run";
import type { WatchedValue } from "../running/watch";
import { largestInside } from "./largest-inside";
import type { AmountReport } from "./metrics";
import { amountReport } from "./metrics";

/** What is known of the main graph's nodes once the model was run. */
export const RUN_METRICS = ["std", "zeroFraction", "deadUnits", "saturatedUnits"] as const;
export type RunMetricName = (typeof RUN_METRICS)[number];

/** What is known of them once gradients were taken. */
export const GRADIENT_METRICS = ["gradient", "parameterGradient"] as const;
export type GradientMetricName = (typeof GRADIENT_METRICS)[number];

/** Of a node's first output that was seen; of a group the largest inside. Fractions are from 0 to 1. */
export function runMetricOf({ root }: Hierarchy, run: Run, metric: RunMetricName): AmountReport {
  const byNode = new Map<string, number>();
  for (const value of run.values) {
    const amount = RUN_AMOUNTS[metric](value);
    if (amount !== undefined && !byNode.has(value.node.id)) byNode.set(value.node.id, amount);
  }
  const { shown, missing } = largestInside(root, byNode);
  return amountReport("", shown, missing, []);
}

const RUN_AMOUNTS: Readonly<Record<RunMetricName, (value: WatchedValue) => number | undefined>> = {
  std: ({ statistics }) => statistics?.std,
  zeroFraction: ({ statistics }) => statistics?.zeroFraction,
  deadUnits: ({ units }) => units && units.dead.length / units.total,
  saturatedUnits: ({ units }) => units && units.saturated.length / units.total,
};

/** The root mean square of the gradient by a node's output, or by its parameters; of a group the largest inside. */
export function gradientMetricOf(
  index: ModelIndex,
  { root }: Hierarchy,
  gradients: Gradients,
  metric: GradientMetricName,
): AmountReport {
  const byNode = metric === "gradient" ? byOutput(index, gradients) : byParameters(index, gradients);
  const { shown, missing } = largestInside(root, byNode);
  return amountReport("", shown, missing, []);
}

function byOutput({ uses }: ModelIndex, { values }: Gradients): ReadonlyMap<string, number> {
  const byNode = new Map<string, number>();
  for (const [name, flow] of values) {
    const id = uses.producers.get(name)?.node.id;
    const size = rootMeanSquare([flow]);
    if (id !== undefined && size !== undefined && !byNode.has(id)) byNode.set(id, size);
  }
  return byNode;
}

function byParameters(index: ModelIndex, { parameters }: Gradients): ReadonlyMap<string, number> {
  const flows = new Map<string, Flow[]>();
  const users = weightUses(index);
  for (const [name, flow] of parameters) {
    for (const { node } of users.get(name) ?? []) flows.set(node.id, [...(flows.get(node.id) ?? []), flow]);
  }
  return new Map(
    [...flows].flatMap(([id, one]) => {
      const size = rootMeanSquare(one);
      return size === undefined ? [] : [[id, size] as const];
    }),
  );
}

/** Undefined where nothing is known of any of them. */
function rootMeanSquare(flows: readonly Flow[]): number | undefined {
  let [squares, count] = [0, 0];
  for (const { gradient } of flows) {
    squares += gradient?.squares ?? 0;
    count += gradient?.count ?? 0;
  }
  return count === 0 ? undefined : Math.sqrt(squares / count);
}
