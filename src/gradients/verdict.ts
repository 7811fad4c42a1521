import { t } from "../words/texts";
import type { Flows } from "./flow";
import type { Loss } from "./loss";
import type { TrunkValue } from "./trunk";
import { trunkOf } from "./trunk";
import { chanceText, courseText, type Course } from "./verdict-text";

export type VerdictKind = "healthy" | "vanishing" | "exploding" | "mixed" | "undetermined";

/** One layer of the trunk: decimal logarithms of root mean squares, undefined where there is no number. */
export interface Depth {
  readonly value: string;
  readonly activation: number | undefined;
  readonly gradient: number | undefined;
  /** The part of the gradient's step from the layer before that is pooling's, and no loss: see {@link levelsOf}. */
  readonly pooled: number;
  /** Of all parameters between the layer before and this one. */
  readonly weight: number | undefined;
  /** The gradient in each pass. */
  readonly spread: readonly number[];
}

/** In decades per trunk layer, from the input to the output; undefined where there are too few layers. */
export interface Slope {
  readonly perLayer: number;
  /** Twice the standard error; undefined where there is one step alone. */
  readonly interval: number | undefined;
}

export interface Verdict {
  readonly kind: VerdictKind;
  readonly message: string;
  /** Of the fifty. */
  readonly concept: number | undefined;
  readonly depths: readonly Depth[];
  readonly activation: Slope | undefined;
  readonly gradient: Slope | undefined;
  readonly weight: Slope | undefined;
}

/** Fewer layers have no trend. */
const FEW_LAYERS = 5;
/** Decades over the whole trunk: from here on gradients vanish or explode; below the second, chance makes as many. */
const DECADES = 2;
const HEALTHY = 1.5;
/** From one layer to the next a healthy trunk changes by less. */
const STEP = 1;
/** Of the trainable elements so many must have a gradient. */
const COVERAGE = 0.9;

/** The concepts of vanishing gradients and of exploding ones. */
const CONCEPT = 6;

/** What the gradients mean for training, by the trunk alone: branches may differ. */
export function verdictOf(flows: Flows, loss: Pick<Loss, "kind">, coverage: number): Verdict {
  const depths = depthsOf(flows);
  const [activation, gradient, weight] = [
    slopeOf(depths.map((depth) => depth.activation)),
    slopeOf(levelsOf(depths)),
    slopeOf(depths.map((depth) => depth.weight)),
  ];
  const judged = judge(flows, loss, depths, gradient, coverage);
  const concept = judged.kind === "vanishing" || judged.kind === "exploding" ? CONCEPT : undefined;
  return { ...judged, concept, depths, activation, gradient, weight };
}

function depthsOf({ straight, values, parameters, copies }: Flows): readonly Depth[] {
  const reaches = (name: string): boolean => values.get(name)?.gradient !== undefined;
  const trunk = trunkOf(straight.index, reaches, (name) => parameters.has(copies.get(name) ?? name));
  const levelAt = (name: string): number | undefined => {
    const gradient = values.get(name)?.gradient;
    return gradient && log(gradient.squares / gradient.count);
  };
  return trunk.map(({ name, parameters: own, poolings }: TrunkValue) => {
    const { gradient, activation } = values.get(name) ?? {};
    let pooled = 0;
    for (const { before, behind } of poolings) {
      const [narrow, wide] = [levelAt(behind), levelAt(before)];
      if (narrow !== undefined && wide !== undefined) pooled += narrow - wide;
    }
    let [squares, count] = [0, 0];
    for (const parameter of own) {
      const flow = parameters.get(copies.get(parameter) ?? parameter)?.gradient;
      squares += flow?.squares ?? 0;
      count += flow?.count ?? 0;
    }
    return {
      value: name,
      activation: activation && log(activation.squares / activation.count),
      gradient: levelAt(name),
      pooled,
      weight: count === 0 ? undefined : log(squares / count),
      spread: (gradient?.rms ?? []).map((rms) => Math.log10(rms)),
    };
  });
}

/**
 * The gradients along the trunk without what pooling makes of them. A root mean square is of one element, and where k
 * positions are averaged into one the gradient of each is a k-th: a global average over 7 × 7 costs 1.7 decades in one
 * step. Nothing is lost there: the k parts add up again in the gradient of the weights before, which all positions
 * share. What a pooling, a reshaping or a resizing changes is therefore taken out of its step, as it was measured.
 */
export function levelsOf(
  depths: readonly Pick<Depth, "gradient" | "pooled">[],
): readonly (number | undefined)[] {
  let all = 0;
  return depths.map(({ gradient, pooled }, at) => {
    if (at > 0) all += pooled;
    return gradient === undefined ? undefined : gradient - all;
  });
}

/** The decimal logarithm of a root mean square, by its square; undefined where that is zero or not finite. */
function log(square: number): number | undefined {
  return square > 0 && Number.isFinite(square) ? Math.log10(square) / 2 : undefined;
}

/**
 * The mean step with twice its standard error. What an ordinary regression says of its own error is wrong here: the
 * residuals are a random walk.
 */
function slopeOf(values: readonly (number | undefined)[]): Slope | undefined {
  const known = values.filter((value) => value !== undefined);
  const steps = known.slice(1).map((value, at) => value - (known[at] ?? 0));
  if (steps.length < 1) return undefined;
  const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
  const squares = steps.reduce((sum, step) => sum + (step - mean) ** 2, 0);
  const error = Math.sqrt(squares / (steps.length - 1) / steps.length);
  return { perLayer: mean, interval: steps.length < 2 ? undefined : 2 * error };
}

function judge(
  { problems, straight }: Flows,
  loss: Pick<Loss, "kind">,
  depths: readonly Depth[],
  slope: Slope | undefined,
  coverage: number,
): { readonly kind: VerdictKind; readonly message: string } {
  const open = (why: string) => ({
    kind: "undetermined" as const,
    message: t("Nothing can be said of the gradient flow: {0}.", why),
  });
  if (problems.some(({ code }) => code === "non-finite-forward"))
    return open(t("a value of the forward pass is not finite"));
  if (coverage < COVERAGE) {
    return open(t("only {0} of the trainable numbers have a gradient", percent(coverage)));
  }
  const known = levelsOf(depths).filter((level) => level !== undefined);
  if (depths.length < FEW_LAYERS) {
    return open(
      t(
        "the way from input to output has {0} layers that everything passes, and a trend wants {1}",
        depths.length,
        FEW_LAYERS,
      ),
    );
  }
  if (known.length < depths.length || slope === undefined) {
    return open(
      straight.index.model.graph.outputs.length === 0
        ? t("the gradient of the loss is exactly zero along the way")
        : t("the gradient of the loss ({0}) is exactly zero along the way", loss.kind),
    );
  }
  const course = courseOf(depths, known, slope);
  const kind = kindOf(course);
  return kind === "undetermined"
    ? open(chanceText(course))
    : { kind, message: courseText(kind, course, poolingOf(depths)) };
}

function courseOf(depths: readonly Depth[], levels: readonly number[], slope: Slope): Course {
  const [first = 0, last = 0] = [levels[0], levels.at(-1)];
  const steps = levels.slice(1).map((value, at) => value - (levels[at] ?? 0));
  const sizes = steps.map(Math.abs);
  const step = Math.max(...sizes);
  return {
    layers: depths.length,
    slope,
    total: last - first,
    range: Math.max(...levels) - Math.min(...levels),
    step,
    steepest: depths[sizes.indexOf(step) + 1]?.value ?? "",
  };
}

function kindOf({ total, range, step, slope }: Course): VerdictKind {
  const certain = slope.interval !== undefined && Math.abs(slope.perLayer) > slope.interval;
  if (total >= DECADES && slope.perLayer > 0 && certain) return "vanishing";
  if (total <= -DECADES && slope.perLayer < 0 && certain) return "exploding";
  if (range >= DECADES) return "mixed";
  return Math.abs(total) < HEALTHY && step <= STEP ? "healthy" : "undetermined";
}

/** Decades that are pooling's, over the whole trunk. */
function poolingOf(depths: readonly Depth[]): number {
  return depths.slice(1).reduce((sum, { pooled }) => sum + pooled, 0);
}

/** Rounded down, so that what lacks something is never all of it; and what is something is never nothing. */
const percent = (part: number): string =>
  part > 0 && part < 0.01 ? "< 1 %" : `${String(Math.floor(part * 100))} %`;
