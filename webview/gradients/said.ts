import type { KeptGradients } from "../../src/document/protocol";
import { formatInteger, formatPlural, formatReal, formatShare } from "../../src/reports/format";
import type { GradientsReport, GradientState, ReportBranch } from "../../src/reports/types";
import { formatSeconds } from "../activations/banner";
import { make } from "../dom";
import { STATES } from "./columns";

/** More dead branches nobody reads one by one. */
const MOST_LISTED = 8;

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
    make("strong", { text: `${kind}: ` }),
    make("span", { text: message }),
    ...(concept === null
      ? []
      : [" ", make("button", { class: "link", text: "Why?", onclick: () => onconcept(concept) })]),
  );
}

/** `62 parameters have a gradient, 2 are blocked: 99.8 % of what can be trained. Operators without a rule: Det.` */
function countsText({ parameters, coverage }: GradientsReport): string {
  const counts = (Object.keys(STATES) as readonly GradientState[]).flatMap((state) => {
    const count = parameters.filter((one) => one.state === state).length;
    return count === 0 ? [] : [`${formatInteger(count)} ${STATES[state]}`];
  });
  const unknown =
    coverage.unknown.length === 0 ? "" : ` Operators without a rule: ${coverage.unknown.join(", ")}.`;
  return `Of ${formatPlural(parameters.length, "parameter")}: ${counts.join(", ")}; ${formatShare(coverage.parameters)} of what can be trained is known.${unknown}`;
}

function slopesText({ trend }: GradientsReport): string | undefined {
  const slopes = (["activation", "gradient", "weight"] as const).flatMap((name) => {
    const [slope, interval] = [trend[name], trend.intervals[name]];
    return slope === null ? [] : [`${name} ${slopeText(slope, interval)}`];
  });
  return slopes.length === 0 ? undefined : `Decades per layer of the trunk: ${slopes.join(", ")}.`;
}

/** The control's slope beside the file's own. */
function twinText({ twin, trend }: GradientsReport): string | undefined {
  if (twin === null) return undefined;
  const { kind, gradient, interval, message } = twin;
  if (gradient === null) return `With fresh weights: ${kind}. ${message}`;
  const own =
    trend.gradient === null
      ? ""
      : `, against ${slopeText(trend.gradient, trend.intervals.gradient)} as the file is`;
  return `With fresh weights: ${kind}, gradient ${slopeText(gradient, interval)} decades per layer${own}. ${message}`;
}

function slopeText(slope: number, interval: number | null): string {
  return `${formatReal(slope)}${interval === null ? "" : ` ± ${formatReal(interval)}`}`;
}

function drawBranches(
  branches: readonly ReportBranch[],
  ids: KeptGradients["branches"],
  { onnode }: Links,
): readonly HTMLElement[] {
  if (branches.length === 0) return [];
  const dead = branches.flatMap((branch, at) => (branch.dead ? [{ branch, id: ids[at] ?? null }] : []));
  const all = formatPlural(branches.length, "residual branch", "residual branches");
  if (dead.length === 0) {
    const least = Math.min(...branches.map(({ share }) => share));
    const text = `${all}, none dead: the weakest begins with ${formatShare(least)} of the gradient behind its sum.`;
    return [make("p", { text })];
  }
  const listed = dead.slice(0, MOST_LISTED).flatMap(({ branch, id }, at) => {
    const { node, entry, share } = branch;
    const name =
      id === null ? node : make("button", { class: "link", text: node, onclick: () => onnode(id) });
    return [at === 0 ? "" : "; ", name, ` (from ${entry}: ${formatReal(share)} of the gradient)`];
  });
  const more = dead.length > MOST_LISTED ? ` and ${formatInteger(dead.length - MOST_LISTED)} more` : "";
  const are = dead.length === 1 ? "1 is" : `${formatInteger(dead.length)} are`;
  const text = `Of ${all} ${are} dead, so that what stands there does not learn: `;
  return [make("p", { class: "gradients-dead" }, text, ...listed, `${more}.`)];
}

function halfText({ halfUnderflow, loss }: GradientsReport): string | undefined {
  if (halfUnderflow === null) return undefined;
  const scale = loss.kind === "probe" ? " A probe has no scale of its own: a task's loss moves this." : "";
  return `Without scaling the loss, float16 would make ${formatShare(halfUnderflow)} of the parameters' non-zero gradients zero.${scale}`;
}

function factsText({ report, milliseconds, synthetic }: KeptGradients): string {
  const { kind, value } = report.loss;
  return [
    `loss ${kind}${value === null ? "" : ` ${formatReal(value)}`}`,
    formatPlural(report.passes, "pass", "passes"),
    formatSeconds(milliseconds),
    synthetic ? "on made-up input" : "on given input",
  ].join(" · ");
}
