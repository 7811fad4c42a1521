import { counted, t } from "../words/texts";
import { slopeText } from "./decades";
import { factorText } from "./factor-text";
import type { Slope, VerdictKind } from "./verdict";

/** How gradients go along a trunk that has one at each of its layers; in decades, towards the output. */
export interface Course {
  readonly layers: number;
  readonly slope: Slope;
  /** From the first layer to the last. */
  readonly total: number;
  /** From the least to the largest. */
  readonly range: number;
  /** The largest step, whichever way, and the value behind it. */
  readonly step: number;
  readonly steepest: string;
}

/** A factor of pooling that would make a reader of the root mean squares wonder. */
const WORTH_TELLING = 0.3;

/** What the gradients do, in words. @param pooled decades that are pooling's and left out */
export function courseText(
  kind: Exclude<VerdictKind, "undetermined">,
  course: Course,
  pooled: number,
): string {
  const said = kindText(kind, course);
  return Math.abs(pooled) < WORTH_TELLING ? said : `${said} ${poolingText(pooled)}`;
}

function kindText(kind: Exclude<VerdictKind, "undetermined">, course: Course): string {
  const { total, range, steepest } = course;
  switch (kind) {
    case "vanishing":
      return t(
        "Gradients vanish: on the way from the output to the input they shrink by {0} {1}. The first layers would learn next to nothing.",
        factorText(total),
        acrossText(course),
      );
    case "exploding":
      return t(
        "Gradients explode: on the way from the output to the input they grow by {0} {1}. Training would diverge, or want clipping and a tiny learning rate.",
        factorText(total),
        acrossText(course),
      );
    case "mixed":
      return t(
        "Gradients change by {0} along the network without a steady trend; the largest step is at '{1}'.",
        factorText(range),
        steepest,
      );
    case "healthy":
      return t(
        "Gradients reach the input about as large as they leave the output: {0} {1}.",
        factorText(total),
        acrossText(course),
      );
  }
}

/** Why a change says nothing. */
export function chanceText(course: Course): string {
  return t("they change by {0} {1}, which chance may do", factorText(course.total), acrossText(course));
}

function poolingText(pooled: number): string {
  return t(
    pooled > 0
      ? "Left out is {0} by which they shrink where only the number of positions changes, as in pooling."
      : "Left out is {0} by which they grow where only the number of positions changes, as in pooling.",
    factorText(pooled),
  );
}

function acrossText({ layers, slope: { perLayer, interval } }: Course): string {
  const steep = t("{0} decades per layer", slopeText(perLayer, interval));
  return counted(layers, "over {0} layer ({1})", "over {0} layers ({1})", layers, steep);
}
