import type { Tensor } from "../../model/tensor";
import type { JsonObject } from "./json";
import type { WeightSlots } from "./slots";
import { expectedWeights, slotsOf } from "./slots";
import { wrapped } from "./layer";

/** Parts of names that Keras 3 adds when it saves a model of its own. */
const FILLERS: ReadonlySet<string> = new Set([
  "vars",
  "_layer_checkpoint_dependencies",
  "layer_checkpoint_dependencies",
]);

/** Names of more parts are matched by their last ones. */
const MOST_PARTS = 8;

/** A weight, and what of its name stands behind the name of a layer. */
interface Candidate {
  readonly name: string;
  readonly rest: readonly string[];
  /** Whether the layer's name begins the weight's. */
  readonly leads: boolean;
}

/** The weights of a model's layers, found by their names. */
export class LayerWeights {
  /** By every run of parts that a weight's name holds: `a/b/kernel` stands under `a`, `b` and `a/b`. */
  private readonly byRun = new Map<string, Candidate[]>();

  constructor(tensors: ReadonlyMap<string, Tensor>) {
    for (const name of tensors.keys()) this.add(name);
  }

  /**
   * The weights of a layer in the manifest's order: those whose names hold most of the path to it.
   *
   * @param path names of the models around the layer, outermost first, and its own.
   */
  of(path: readonly string[]): readonly Candidate[] {
    for (let from = 0; from < path.length; from++) {
      const found = this.byRun.get(path.slice(from).join("/"));
      const leading = found?.filter(({ leads }) => leads) ?? [];
      if (leading.length > 0) return leading;
      if (found !== undefined) return found;
    }
    return [];
  }

  private add(name: string): void {
    const parts = name
      .replace(/:\d+$/, "")
      .split("/")
      .filter((part) => !FILLERS.has(part))
      .slice(-MOST_PARTS);
    const last = parts.length - 1;
    for (let from = 0; from < last; from++) {
      for (let to = from + 1; to <= last; to++) {
        const run = parts.slice(from, to).join("/");
        const candidate = { name, rest: parts.slice(to), leads: from === 0 };
        const known = this.byRun.get(run);
        if (known === undefined) this.byRun.set(run, [candidate]);
        else known.push(candidate);
      }
    }
  }
}

/** Names of weights by position, "" where there is none, and what the layer should have and does not. */
interface SlottedWeights {
  readonly weights: readonly string[];
  readonly missing: readonly string[];
  /** Running means and variances of a wrapped layer, which its own entry would know. */
  readonly statistics: readonly string[];
}

/** Puts weights into the slots of their layer: by the end of their names, else by their order. */
export function slotted(
  className: string,
  config: JsonObject,
  candidates: readonly Candidate[],
): SlottedWeights {
  const inner = wrapped(config);
  const known = slotsOf(className);
  const slots = known ?? (inner === undefined ? undefined : slotsOf(inner.className));
  if (slots === undefined)
    return { weights: candidates.map(({ name }) => name), missing: [], statistics: [] };
  const expected = expectedWeights(slots, inner?.config ?? config);
  const found = byName(slots, candidates) ?? inTurn(expected, candidates);
  const weights = slots.weights.map((slot) => found.get(slot) ?? "");
  return {
    weights: weights.slice(0, weights.findLastIndex((name) => name !== "") + 1),
    missing: expected.filter((slot) => !found.has(slot)),
    statistics:
      known === undefined ? ["moving_mean", "moving_variance"].flatMap((slot) => found.get(slot) ?? []) : [],
  };
}

/** Undefined where no name is that of a slot. */
function byName(
  slots: WeightSlots,
  candidates: readonly Candidate[],
): ReadonlyMap<string, string> | undefined {
  const found = new Map<string, string>();
  for (const { name, rest } of candidates) {
    const slot = slots.weights.find((one) => !found.has(one) && fits(rest, one));
    if (slot !== undefined) found.set(slot, name);
  }
  return found.size > 0 ? found : undefined;
}

function fits(rest: readonly string[], slot: string): boolean {
  const [last = "", around] = slot.split("/").reverse();
  return (
    rest.at(-1) === last &&
    (around === undefined || rest.slice(0, -1).some((part) => part.startsWith(around)))
  );
}

function inTurn(expected: readonly string[], candidates: readonly Candidate[]): ReadonlyMap<string, string> {
  return new Map(
    expected.flatMap((slot, index) => {
      const name = candidates[index]?.name;
      return name === undefined ? [] : [[slot, name] as const];
    }),
  );
}
