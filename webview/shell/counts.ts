import { SEVERITIES } from "../../src/findings/types";
import type { LintReport } from "../../src/reports/types/lint";
import { icon, make } from "../dom";
import { t } from "../l10n";
import { severityCount } from "../severity";

const ICONS = { error: "error", warning: "warning", info: "info", hint: "lightbulb" } as const;

/** How many findings there are of each severity, as VS Code's status bar has it; a click shows them. */
export function drawCounts(place: HTMLElement, report: LintReport | undefined, onclick: () => void): void {
  const counts = report?.counts;
  const shown = counts === undefined ? [] : SEVERITIES.filter((severity) => counts[severity] > 0);
  place.hidden = shown.length === 0;
  place.replaceChildren(
    make(
      "button",
      {
        class: "link",
        onclick,
        "aria-label": t(
          "Findings: {0}",
          shown.map((one) => severityCount(one, counts?.[one] ?? 0)).join(", "),
        ),
        title: t("Show the findings"),
      },
      ...shown.map((severity) =>
        make("span", { class: `fact ${severity}` }, icon(ICONS[severity]), String(counts?.[severity] ?? 0)),
      ),
    ),
  );
}
