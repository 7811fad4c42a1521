import type { LintReport } from "../../src/reports/types/lint";
import { listed, plural, t } from "../l10n";

/** What the linter can look at: by its name in a report, what it is called, and where a person lets it be measured. */
const EVIDENCE: readonly (readonly [name: string, called: string, missing: string])[] = [
  ["graph", t("the graph"), t("the graph")],
  ["weights", t("the weights"), t("the weights")],
  ["run", t("the run"), t("a run (Activations)")],
  ["gradients", t("the gradients"), t("gradients (Gradients)")],
];

/** `2 findings in the graph and the weights. Not looked at: a run (Activations). 1 finding accepted.` */
export function lookedText({
  findings,
  looked,
  suppressed,
}: Pick<LintReport, "findings" | "looked" | "suppressed">): string {
  const places = listed(EVIDENCE.flatMap(([name, called]) => (looked.includes(name) ? [called] : [])));
  const missing = EVIDENCE.flatMap(([name, , text]) => (looked.includes(name) ? [] : [text]));
  const sentences = [
    findings.length === 0
      ? t("Nothing found in {0}.", places)
      : plural(findings.length, "{0} finding in {1}.", "{0} findings in {1}.", places),
    ...(missing.length === 0 ? [] : [t("Not looked at: {0}.", listed(missing))]),
    ...(suppressed === 0 ? [] : [plural(suppressed, "{0} finding accepted.", "{0} findings accepted.")]),
  ];
  return sentences.join(" ");
}
