import type { Softmax } from "../running/softmax";
import type { Units } from "../running/units";
import { deadBound } from "../running/units";
import type { WatchedValue } from "../running/watch";
import { counted, t } from "../words/texts";
import { activationOf } from "./activation";
import { areMadeUp } from "./made-up";
import type { Evidence } from "./rule";
import { entryOf } from "./wires";

/** An activation's output with what its units did. */
export type WatchedUnits = WatchedValue & { readonly units: Units };

/** A softmax is at an end where it is sure, which is its task: it is looked at as a whole, not unit by unit. */
export function watchedUnits({ index, run }: Evidence): readonly WatchedUnits[] {
  return (run?.values ?? []).filter((value): value is WatchedUnits => {
    const placed = index.uses.nodes.get(value.node.id);
    const activation = placed && activationOf(placed.node, entryOf(index, placed));
    return value.units !== undefined && activation?.includes("softmax") !== true;
  });
}

/** A softmax's output with what its distributions did. */
export type WatchedSoftmax = WatchedValue & { readonly softmax: Softmax };

export function watchedSoftmaxes({ run }: Evidence): readonly WatchedSoftmax[] {
  return (run?.values ?? []).filter((value): value is WatchedSoftmax => value.softmax !== undefined);
}

/** How many samples say so, of what kind, and how sure that is (the rule of three). */
export function samplesText({ run }: Evidence, samples: number): string {
  const seen = areMadeUp(run?.inputs)
    ? counted(samples, "in {0} made-up sample", "in {0} made-up samples", samples)
    : counted(samples, "in {0} sample", "in {0} samples", samples);
  const bound = Number((100 * deadBound(samples)).toPrecision(2));
  return samples < 4
    ? t("{0}, too few to be sure", seen)
    : t("{0} (95 % sure: in fewer than {1} % of all)", seen, bound);
}
