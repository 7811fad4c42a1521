import { SEVERITIES } from "../../src/findings/types";
import type { LintReport } from "../../src/reports/types";
import { formatPlural } from "../../src/reports/format";
import { icon, make } from "../dom";

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
        "aria-label": `Findings: ${shown.map((one) => formatPlural(counts?.[one] ?? 0, one)).join(", ")}`,
        title: "Show the findings",
      },
      ...shown.map((severity) =>
        make("span", { class: `fact ${severity}` }, icon(ICONS[severity]), String(counts?.[severity] ?? 0)),
      ),
    ),
  );
}
