import type { Gradients } from "../gradients/flow";
import type { Run } from "../running/run";
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
  const seen = `${String(samples)} sample${samples === 1 ? "" : "s"}`;
  if (dead.length === 0) return [fact(`In the last run, of ${seen}, every unit of every activation fired.`)];
  return dead.map(({ node, units }) => ({
    id: node.id,
    title: `${node.name}: ${String(units?.dead.length ?? 0)} of ${String(units?.total ?? 0)} units never fired`,
    detail: `in ${seen}`,
  }));
}

function reached({ coverage, loss, parameters }: Gradients): string {
  const zero = [...parameters.values()].filter(({ state }) => state === "zero").length;
  const none = zero === 0 ? "" : `, and ${String(zero)} of the parameters one that is zero`;
  return `In this model ${(100 * coverage).toFixed(0)} % of the trainable numbers have a known gradient of the loss ${loss.kind}${none}.`;
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
    detail: `the ${at === 0 ? "least" : "largest"} deviation of the last run: ${std.toPrecision(3)}`,
  }));
}
