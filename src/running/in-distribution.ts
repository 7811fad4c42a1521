import type { ModelIndex } from "../analysis/model-index";
import type { PlacedNode } from "../analysis/uses";
import { qualify } from "../model/model";
import { literalElements } from "../operators/literals";
import { operatorOf } from "../operators/registry";
import { counted, t } from "../words/texts";
import type { WatchedValue } from "./watch";

/** How a run's signal compares with what batch normalisations saw in training. */
export interface InDistribution {
  /** Batch normalisations and channels that it was compared at. */
  readonly layers: number;
  readonly channels: number;
  /** Medians over the channels: how far the mean lies from the stored one, in stored deviations, and the deviation's ratio. */
  readonly shift: number;
  readonly ratio: number;
  /** `like` training data, `off`, or so `far` off that the numbers say little about real data. */
  readonly kind: "like" | "off" | "far";
}

/** A typical channel's mean within one deviation, and its spread within a factor of two, is like training data. */
const LIKE = { shift: 1, ratio: 2 };
/** Beyond these it is something else. */
const FAR = { shift: 3, ratio: 4 };

/** Undefined where no batch normalisation keeps running statistics of what was measured by channel. */
export function inDistribution(
  index: ModelIndex,
  values: readonly WatchedValue[],
): InDistribution | undefined {
  const seen = new Map(values.map((value) => [value.name, value]));
  const [shifts, ratios]: [number[], number[]] = [[], []];
  let layers = 0;
  for (const placed of index.uses.nodes.values()) {
    const kept = keptStatistics(index, placed);
    const input = kept && seen.get(qualify(placed.graph, placed.node.inputs[0] ?? ""));
    const measured = input && channelMoments(input);
    if (kept === undefined || measured === undefined || measured.length !== kept.mean.length) continue;
    layers++;
    measured.forEach(({ mean, deviation }, channel) => {
      const stored = Math.sqrt((kept.variance[channel] ?? NaN) + kept.epsilon);
      const shift = Math.abs(mean - (kept.mean[channel] ?? NaN)) / stored;
      if (!Number.isFinite(shift) || !Number.isFinite(deviation)) return;
      shifts.push(shift);
      ratios.push(deviation / stored);
    });
  }
  if (shifts.length === 0) return undefined;
  const [shift, ratio] = [median(shifts), median(ratios)];
  return { layers, channels: shifts.length, shift, ratio, kind: kindOf(shift, ratio) };
}

function kindOf(shift: number, ratio: number): InDistribution["kind"] {
  const within = (limits: typeof LIKE): boolean =>
    shift <= limits.shift && ratio <= limits.ratio && ratio >= 1 / limits.ratio;
  if (within(LIKE)) return "like";
  return within(FAR) ? "off" : "far";
}

/** What the definitions of the operators have where a node does not say it. */
const EPSILON = 1e-5;

function keptStatistics(index: ModelIndex, { node, graph }: PlacedNode) {
  const operator = operatorOf(node, index.model.opsets);
  if (operator?.role !== "normalization") return undefined;
  const stored = (word: string): readonly number[] | undefined => {
    const at = operator.inputs.findIndex((name) => operator.slots?.[name]?.word === word);
    const name = at < 0 ? undefined : index.weightOf(qualify(graph, node.inputs[at] ?? ""));
    const tensor = name === undefined ? undefined : index.stored.get(name)?.tensor;
    const elements = tensor && literalElements(tensor);
    return elements?.every((one) => typeof one === "number") === true ? elements : undefined;
  };
  const [mean, variance] = [stored("mean"), stored("variance")];
  const given = node.attributes.get("epsilon");
  return mean === undefined || variance === undefined
    ? undefined
    : { mean, variance, epsilon: given?.kind === "float" ? given.value : EPSILON };
}

function channelMoments({ statistics, channels }: WatchedValue) {
  if (statistics === undefined || channels === undefined || statistics.nan + statistics.inf > 0)
    return undefined;
  const each = statistics.count / channels.mean.length;
  return channels.mean.map((mean, channel) => ({
    mean,
    deviation: Math.sqrt(Math.max(0, (channels.l2[channel] ?? NaN) ** 2 / each - mean * mean)),
  }));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** What it means, in a sentence. */
export function inDistributionText({ layers, channels, shift, ratio, kind }: InDistribution): string {
  const said = {
    like: t("The signal is like that of training"),
    off: t("The signal is somewhat unlike that of training"),
    far: t("The signal is far from that of training, so that the numbers say little of real data"),
  }[kind];
  return counted(
    layers,
    "{0}: at {1} batch normalisation the typical of {2} channels has its mean {3} deviations from the stored one, and {4} times its deviation.",
    "{0}: at {1} batch normalisations the typical of {2} channels has its mean {3} deviations from the stored one, and {4} times its deviation.",
    said,
    layers,
    channels.toLocaleString("en"),
    shift.toPrecision(2),
    ratio.toPrecision(2),
  );
}
