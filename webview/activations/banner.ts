import type { KeptRun } from "../../src/document/protocol/runs";
import { formatInteger, formatType } from "../../src/reports/format";
import { icon, make } from "../dom";
import { plural, t } from "../l10n";

/** What was fed, how long it took, and what is to be kept in mind when the numbers are read. */
export function drawBanner(run: KeptRun, goTo: (id: string) => void): HTMLElement {
  const { report, milliseconds, synthetic, fit } = run;
  const inputs = report.inputs.map(
    ({ name, dtype, shape, source }) => `${name} ${formatType(dtype, shape)}: ${source}`,
  );
  const facts = [
    plural(report.samples, "{0} sample", "{0} samples"),
    t("seed {0}", formatInteger(report.seed)),
    formatSeconds(milliseconds),
    report.engine,
  ];
  return make(
    "div",
    { class: "run-banner" },
    make("p", {}, make("span", { text: facts.join(" · ") })),
    ...inputs.map((text) => make("p", { class: "quiet", text })),
    ...(synthetic ? [caveat(report.samples)] : []),
    ...(fit === null ? [] : [note(fit.kind === "far" ? "warning" : "info", fit.message)]),
    ...nonFinite(run, goTo),
    ...report.problems.map(({ severity, message }) => note(severity, message)),
  );
}

/** `850 ms`, `12.3 s`. */
export function formatSeconds(milliseconds: number): string {
  if (milliseconds < 1000) return `${formatInteger(Math.round(milliseconds))} ms`;
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function caveat(samples: number): HTMLElement {
  const text = plural(
    samples,
    "The input is made up. Scales and signs of trouble are telling all the same, but what real data would wake is not seen: the numbers of dead units are upper bounds, from {0} sample.",
    "The input is made up. Scales and signs of trouble are telling all the same, but what real data would wake is not seen: the numbers of dead units are upper bounds, from {0} samples.",
  );
  return note("info", text);
}

function nonFinite({ report, nodes }: KeptRun, goTo: (id: string) => void): readonly HTMLElement[] {
  const first = report.firstNonFinite;
  if (first === null) return [];
  const id = nodes[report.values.findIndex(({ node }) => node === first)] ?? first;
  const link = make("button", { class: "link", text: first, onclick: () => goTo(id) });
  const text = make(
    "span",
    {},
    `${t("The first node whose inputs are finite and whose output is not is")} `,
    link,
    ".",
  );
  return [make("p", { class: "run-note error" }, icon("error"), text)];
}

function note(severity: "error" | "warning" | "info", text: string): HTMLElement {
  return make("p", { class: `run-note ${severity}` }, icon(severity), make("span", { text }));
}
