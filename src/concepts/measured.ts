import type { Gradients } from "../gradients/flow";
import type { Run } from "../running/run";
import { counted, t } from "../words/texts";
import type { ConceptPlace } from "./in-model";

/** What was measured of a model so far. */
export interface Measured {
  readonly run: Run | undefined;
  readonly gradients: Gradients | undefined;
}

/** What the last run and the last gradients say to a concept: a sentence each, with the node that it is about. */
export function measuredPlaces(number: number, { run, gradients }: Measured): readonly ConceptPlace[] {
  switch (number) {
    case 4:
      return run === undefined ? [] : deadUnits(run);
    case 5:
      return gradients === undefined ? [] : [fact(reached(gradients))];
    case 6:
    case 42:
      return gradients === undefined ? [] : [fact(gradients.verdict.message)];
    case 13:
      return run === undefined ? [] : scales(run);
    default:
      return [];
  }
}

const fact = (title: string): ConceptPlace => ({ id: null, title, detail: "" });

function deadUnits({ values, samples }: Run): readonly ConceptPlace[] {
  const dead = values.filter(({ units }) => units !== undefined && units.dead.length > 0);
  const [first] = values.filter(({ units }) => units !== undefined);
  if (first === undefined) return [];
  if (dead.length === 0) {
    const seen = counted(samples, "{0} sample", "{0} samples", samples);
    return [fact(t("In the last run, of {0}, every unit of every activation fired.", seen))];
  }
  const detail = counted(samples, "in {0} sample", "in {0} samples", samples);
  return dead.map(({ node, units }) => ({
    id: node.id,
    title: t("{0}: {1} of {2} units never fired", ...[node.name, units?.dead.length ?? 0, units?.total ?? 0]),
    detail,
  }));
}

function reached({ coverage, loss, parameters }: Gradients): string {
  const zero = [...parameters.values()].filter(({ state }) => state === "zero").length;
  return t(
    zero === 0
      ? "In this model {0} % of the trainable numbers have a known gradient of the loss {1}."
      : "In this model {0} % of the trainable numbers have a known gradient of the loss {1}, and {2} of the parameters one that is zero.",
    (100 * coverage).toFixed(0),
    loss.kind,
    zero,
  );
}

/** The least and the largest scale of a signal: what normalisation keeps together. */
function scales({ values }: Run): readonly ConceptPlace[] {
  const known = values.flatMap(({ node, statistics }) =>
    statistics?.std === undefined || statistics.std === 0 ? [] : [{ node, std: statistics.std }],
  );
  const ordered = known.toSorted((a, b) => a.std - b.std);
  const [least, most] = [ordered[0], ordered.at(-1)];
  if (least === undefined || most === undefined || least === most) return [];
  return [least, most].map(({ node, std }, at) => ({
    id: node.id,
    title: node.name,
    detail: t(
      at === 0 ? "the least deviation of the last run: {0}" : "the largest deviation of the last run: {0}",
      std.toPrecision(3),
    ),
  }));
}
