import type { ReportProblem } from "../../src/reports/types/parts";
import { icon, make } from "../dom";
import { plural } from "../l10n";

/** More of them fill the screen and say nothing new; the count is said. */
const MAX_SHOWN = 100;

/** What is wrong with a file that could be read: one line that opens to a list. */
export function drawProblems(
  place: HTMLElement,
  problems: readonly ReportProblem[],
  open: boolean,
  ontoggle: (open: boolean) => void,
): void {
  place.hidden = problems.length === 0;
  const [first] = problems;
  if (first === undefined) return;
  const worst = problems.some(({ severity }) => severity === "error") ? "error" : "warning";
  const title =
    problems.length === 1 ? first.message : plural(problems.length, "{0} problem", "{0} problems");
  const list = problems
    .slice(0, MAX_SHOWN)
    .map(({ severity, message, where }) =>
      make(
        "li",
        { class: severity },
        make("span", { text: message }),
        make("span", { class: "where", text: where }),
      ),
    );
  const details = make(
    "details",
    { class: `problems ${worst}`, open },
    make("summary", {}, icon(worst), make("span", { text: title })),
    make("ul", {}, ...list),
  );
  details.addEventListener("toggle", () => ontoggle(details.open));
  place.replaceChildren(details);
}
