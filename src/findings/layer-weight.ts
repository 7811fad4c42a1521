import type { WeightLayout, WeightUse } from "../analysis/weight-use";
import { elementsOf } from "../model/tensor";
import type { Measured } from "../tensors/measure";
import { t } from "../words/texts";
import type { Evidence } from "./rule";

/** A stored parameter or statistic that was measured, and how a layer uses it. */
export interface LayerWeight {
  readonly name: string;
  readonly use: WeightUse | undefined;
  /** Of matrices and kernels. */
  readonly layout: WeightLayout | undefined;
  readonly measured: Measured;
  readonly elements: number;
}

/** What a layer keeps, measured; constants and what could not be read are left out. */
export function layerWeights({ index, weights }: Evidence): readonly LayerWeight[] {
  if (weights === undefined) return [];
  return Array.from(weights.measured).flatMap(([name, measured]): readonly LayerWeight[] => {
    if ("severity" in measured || index.roles.get(name) === "constant") return [];
    const uses = weights.uses.get(name) ?? [];
    const use = uses.find(({ layout }) => layout !== undefined) ?? uses[0];
    const elements = elementsOf(index.stored.get(name)?.tensor.shape ?? []);
    return [{ name, use, layout: use?.layout, measured, elements }];
  });
}

/** A matrix or kernel of a layer, with its fan-in. */
export type Matrix = LayerWeight & { readonly layout: WeightLayout };

export function matrices(evidence: Evidence): readonly Matrix[] {
  return layerWeights(evidence).filter((weight): weight is Matrix => weight.layout !== undefined);
}

/** Root mean square of the finite elements. */
export function scaleOf({ measured }: LayerWeight): number {
  const { l2 = 0, count, nan, inf } = measured.summary;
  return l2 / Math.sqrt(Math.max(1, count - nan - inf));
}

/** The standard deviation that keeps the scale of a signal through a ReLU layer: √(2/fan-in) (He et al. 2015). */
export function heDeviation({ layout }: Matrix): number {
  return Math.sqrt(2 / layout.fanIn);
}

/** Middle of some numbers; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** The elements of a small tensor of one axis: biases, scales, means, variances. */
export function elementsAt({ weights }: Evidence, name: string | undefined): readonly number[] | undefined {
  const measured = name === undefined ? undefined : weights?.measured.get(name);
  if (measured === undefined || "severity" in measured) return undefined;
  const { channels } = measured;
  return channels?.each === 1 ? channels.mean : undefined;
}

/** A number as a message says it: to three digits, `117,000`. */
export function shown(value: number): string {
  const rounded = Number(value.toPrecision(3));
  return Number.isSafeInteger(rounded) ? rounded.toLocaleString("en") : String(rounded);
}

/** More than these are counted, not listed. */
const MOST_LISTED = 8;

/** `channels 2, 5, 8 of 16`; long lists are cut. Other languages set it in brackets, where it needs no case. */
export function channelsText(channels: readonly number[], total: number): string {
  const listed = channels.slice(0, MOST_LISTED).join(", ");
  const more = channels.length - MOST_LISTED;
  if (more > 0) return t("channels {0} and {1} more of {2}", listed, more, total);
  return t(channels.length === 1 ? "channel {0} of {1}" : "channels {0} of {1}", listed, total);
}

/** The same of the heads of an attention. */
export function headsText(heads: readonly number[], total: number): string {
  const listed = heads.slice(0, MOST_LISTED).join(", ");
  const more = heads.length - MOST_LISTED;
  if (more > 0) return t("heads {0} and {1} more of {2}", listed, more, total);
  return t(heads.length === 1 ? "head {0} of {1}" : "heads {0} of {1}", listed, total);
}
