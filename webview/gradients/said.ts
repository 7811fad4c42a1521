import type { KeptGradients } from "../../src/document/protocol/gradients";
import { slopeText } from "../../src/gradients/decades";
import { formatInteger, formatReal, formatShare } from "../../src/reports/format";
import type { GradientsReport, GradientState, ReportBranch } from "../../src/reports/types/gradients";
import { formatSeconds } from "../activations/banner";
import { make } from "../dom";
import { listed, plural, t } from "../l10n";
import { COURSES } from "./flow-chart";
import { LOSS_NAMES } from "./state";

/** More dead branches nobody reads one by one. */
const MOST_LISTED = 8;

type Verdict = GradientsReport["verdict"];

const VERDICTS: Readonly<Record<Verdict["kind"], string>> = {
  healthy: t("healthy"),
  vanishing: t("vanishing"),
  exploding: t("exploding"),
  mixed: t("mixed"),
  undetermined: t("undetermined"),
};

/** What a person can do with what is said. */
interface Links {
  readonly onconcept: (number: number) => void;
  readonly onnode: (id: string) => void;
}

/** What the gradients mean, in words: the verdict, its control, and what is beside it. */
export function drawSaid(kept: KeptGradients, links: Links): readonly HTMLElement[] {
  const { report, branches } = kept;
  const paragraph = (text: string | undefined, quiet = false): readonly HTMLElement[] =>
    text === undefined ? [] : [make("p", { ...(quiet && { class: "quiet" }), text })];
  return [
    drawVerdict(report, links),
    ...paragraph(countsText(report)),
    ...paragraph(slopesText(report)),
    ...paragraph(twinText(report)),
    ...report.culprits.flatMap(({ message }) => paragraph(message)),
    ...drawBranches(report.branches, branches, links),
    ...paragraph(halfText(report)),
    ...paragraph(factsText(kept), true),
    ...report.problems.flatMap(({ message }) => paragraph(message, true)),
  ];
}

function drawVerdict({ verdict }: GradientsReport, { onconcept }: Links): HTMLElement {
  const { kind, message, concept } = verdict;
  return make(
    "p",
    { class: `gradients-verdict ${kind}` },
    make("strong", { text: `${VERDICTS[kind]}: ` }),
    make("span", { text: message }),
    ...(concept === null
      ? []
      : [" ", make("button", { class: "link", text: t("Why?"), onclick: () => onconcept(concept) })]),
  );
}

/** `Of 64 parameters, 62 have a gradient and 2 are blocked. 99.8 % of what can be trained is known.` */
function countsText({ parameters, coverage }: GradientsReport): string {
  return [
    statesText(parameters.map(({ state }) => state)),
    t("{0} of what can be trained is known.", formatShare(coverage.parameters)),
    ...(coverage.unknown.length === 0
      ? []
      : [t("Operators without a rule: {0}.", coverage.unknown.join(", "))]),
  ].join(" ");
}

function statesText(states: readonly GradientState[]): string {
  if (states.length === 0) return t("No layer of the model has parameters.");
  if (states.every((state) => state === "ok"))
    return plural(states.length, "The {0} parameter has a gradient.", "All {0} parameters have a gradient.");
  const counts = (Object.keys(COUNTED) as readonly GradientState[]).flatMap((state) => {
    const count = states.filter((one) => one === state).length;
    return count === 0 ? [] : [COUNTED[state](count)];
  });
  return plural(states.length, "Of {0} parameter, {1}.", "Of {0} parameters, {1}.", listed(counts));
}

const COUNTED: Readonly<Record<GradientState, (count: number) => string>> = {
  ok: (count) => plural(count, "{0} has a gradient", "{0} have a gradient"),
  zero: (count) => plural(count, "{0} has a gradient of zero", "{0} have a gradient of zero"),
  blocked: (count) => plural(count, "{0} is blocked", "{0} are blocked"),
  unknown: (count) => plural(count, "{0} is unknown", "{0} are unknown"),
};

function slopesText({ trend }: GradientsReport): string | undefined {
  const slopes = (["activation", "gradient", "weight"] as const).flatMap((name) => {
    const [slope, interval] = [trend[name], trend.intervals[name]];
    return slope === null ? [] : [`${COURSES[name]} ${trendText(slope, interval)}`];
  });
  return slopes.length === 0 ? undefined : t("Decades per layer of the trunk: {0}.", slopes.join(", "));
}

/** The control's slope beside the file's own. */
function twinText({ twin, trend }: GradientsReport): string | undefined {
  if (twin === null) return undefined;
  const { kind, gradient, interval, message } = twin;
  const word = VERDICTS[kind];
  if (gradient === null) return `${t("With fresh weights: {0}.", word)} ${message}`;
  const slope = trendText(gradient, interval);
  const text =
    trend.gradient === null
      ? t("With fresh weights: {0}, gradient {1} decades per layer.", word, slope)
      : t(
          "With fresh weights: {0}, gradient {1} decades per layer, against {2} as the file is.",
          word,
          slope,
          trendText(trend.gradient, trend.intervals.gradient),
        );
  return `${text} ${message}`;
}

function trendText(slope: number, interval: number | null): string {
  return slopeText(slope, interval ?? undefined);
}

function drawBranches(
  branches: readonly ReportBranch[],
  ids: KeptGradients["branches"],
  { onnode }: Links,
): readonly HTMLElement[] {
  if (branches.length === 0) return [];
  const dead = branches.flatMap((branch, at) => (branch.dead ? [{ branch, id: ids[at] ?? null }] : []));
  if (dead.length === 0) {
    const least = Math.min(...branches.map(({ share }) => share));
    const text = plural(
      branches.length,
      "{0} residual branch, not dead: it begins with {1} of the gradient behind its sum.",
      "{0} residual branches, none dead: the weakest begins with {1} of the gradient behind its sum.",
      formatShare(least),
    );
    return [make("p", { text })];
  }
  const listed = dead.slice(0, MOST_LISTED).flatMap(({ branch, id }, at) => {
    const { node, entry, share } = branch;
    const name =
      id === null ? node : make("button", { class: "link", text: node, onclick: () => onnode(id) });
    return [at === 0 ? "" : "; ", name, ` ${t("(from {0}: {1} of the gradient)", entry, formatReal(share))}`];
  });
  const more =
    dead.length > MOST_LISTED ? ` ${t("and {0} more", formatInteger(dead.length - MOST_LISTED))}` : "";
  const text = t(
    "Dead residual branches, in which nothing learns ({0} of {1}):",
    formatInteger(dead.length),
    formatInteger(branches.length),
  );
  return [make("p", { class: "gradients-dead" }, `${text} `, ...listed, `${more}.`)];
}

function halfText({ halfUnderflow, loss }: GradientsReport): string | undefined {
  if (halfUnderflow === null) return undefined;
  return [
    t(
      "Without scaling the loss, float16 would make {0} of the parameters' non-zero gradients zero.",
      formatShare(halfUnderflow),
    ),
    ...(loss.kind === "probe" ? [t("A probe has no scale of its own: a task's loss moves this.")] : []),
  ].join(" ");
}

function factsText({ report, milliseconds, synthetic }: KeptGradients): string {
  const { kind, value } = report.loss;
  return [
    t("loss {0}", [LOSS_NAMES[kind], ...(value === null ? [] : [formatReal(value)])].join(" ")),
    plural(report.passes, "{0} pass", "{0} passes"),
    formatSeconds(milliseconds),
    synthetic ? t("on made-up input") : t("on given input"),
  ].join(" · ");
}
