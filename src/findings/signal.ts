import { t } from "../words/texts";
import { shown } from "./layer-weight";
import type { Evidence, Found, Threshold } from "./rule";
import { entryOf } from "./wires";

/** How the scale of the signal goes along the layers that multiply by weights, in the order of the file. */
interface Signal {
  readonly first: string;
  readonly last: string;
  readonly layers: number;
  /** Of the last layer's standard deviation to the first one's. */
  readonly ratio: number;
  /** Decades per layer: the slope of the least squares line through the logarithms. */
  readonly slope: number;
}

/** From which change on a signal is said to grow or to fade. */
export const SIGNAL_THRESHOLDS = {
  slope: { value: 0.2, reason: "Decades per layer: a factor of 1.6 each time." },
  ratio: {
    value: 1000,
    reason: "Between the first and the last layer: a network of few layers may do less.",
  },
} as const satisfies Readonly<Record<string, Threshold>>;

/** Undefined while nothing was run, or where fewer than three layers have a scale. */
export function signalOf({ index, run }: Evidence): Signal | undefined {
  const scales = (run?.values ?? []).flatMap(({ node, statistics }) => {
    const placed = index.uses.nodes.get(node.id);
    const linear = placed !== undefined && entryOf(index, placed)?.role === "linear";
    const std = statistics?.std;
    return linear && std !== undefined && std > 0 && Number.isFinite(std) ? [{ node, std }] : [];
  });
  const [first, last] = [scales[0], scales.at(-1)];
  if (first === undefined || last === undefined || scales.length < 3) return undefined;
  const logs = scales.map(({ std }) => Math.log10(std));
  return {
    first: first.node.name,
    last: last.node.name,
    layers: scales.length,
    ratio: last.std / first.std,
    slope: slopeOf(logs),
  };
}

/** How a signal changes along the depth, as a finding. */
export function courseOf(
  { first, last, layers, ratio, slope }: Signal,
  course: "grows" | "fades",
  threshold: number,
): Found {
  const message = t(
    course === "grows"
      ? "The standard deviation grows by {0} decades per layer (threshold {1}) over {2} layers from {3} to {4}: the last one has {5} times the first one's."
      : "The standard deviation fades by {0} decades per layer (threshold {1}) over {2} layers from {3} to {4}: the last one has {5} times the first one's.",
    shown(Math.abs(slope)),
    threshold,
    layers,
    first,
    last,
    shown(ratio),
  );
  return { message, node: last, measured: slope, threshold };
}

function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let [over, under] = [0, 0];
  values.forEach((value, index) => {
    over += (index - middle) * (value - mean);
    under += (index - middle) ** 2;
  });
  return over / under;
}
