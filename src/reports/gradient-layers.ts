import { inOrder } from "../analysis/order";
import type { ModelIndex } from "../analysis/model-index";
import type { WeightUse } from "../analysis/weight-use";
import type { Gradients } from "../gradients/flow";
import type { GradientState } from "./types/gradients";

/** The gradients of a layer's parameters together. */
export interface GradientLayer {
  /** Of the node that uses them first; its name and operator. */
  readonly id: string;
  readonly node: string;
  readonly operator: string;
  readonly parameters: readonly string[];
  /** Of a parameter that has a gradient, where one does. */
  readonly state: GradientState;
  /** Of absolute values, over all elements and passes; null where nothing is known. */
  readonly mean: number | null;
  readonly max: number | null;
}

/** From what tells most to what tells nothing. */
const STATES: readonly GradientState[] = ["ok", "zero", "unknown", "blocked"];

/** The layers that have parameters, in the order of running. */
export function gradientLayers(
  { uses: { graphs } }: ModelIndex,
  uses: ReadonlyMap<string, readonly WeightUse[]>,
  { parameters }: Pick<Gradients, "parameters">,
): readonly GradientLayer[] {
  const byNode = new Map<string, string[]>();
  for (const name of parameters.keys()) {
    const id = uses.get(name)?.[0]?.node.id;
    if (id === undefined) continue;
    const known = byNode.get(id);
    if (known === undefined) byNode.set(id, [name]);
    else known.push(name);
  }
  return graphs.flatMap(inOrder).flatMap(({ id, name, operator }): readonly GradientLayer[] => {
    const own = byNode.get(id);
    return own === undefined
      ? []
      : [{ id, node: name, operator, parameters: own, ...togetherOf(own, parameters) }];
  });
}

function togetherOf(
  names: readonly string[],
  parameters: Gradients["parameters"],
): Pick<GradientLayer, "state" | "mean" | "max"> {
  const flows = names.flatMap((name) => parameters.get(name) ?? []);
  const state = STATES.find((one) => flows.some((flow) => flow.state === one)) ?? "blocked";
  let [sizes, count, max] = [0, 0, 0];
  for (const { gradient } of flows) {
    if (gradient === undefined) continue;
    sizes += gradient.sizes;
    count += gradient.count - gradient.notFinite;
    max = Math.max(max, gradient.max);
  }
  return count === 0 ? { state, mean: null, max: null } : { state, mean: sizes / count, max };
}
