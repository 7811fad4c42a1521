import type { Progress } from "../../src/document/protocol/messages";
import { formatInteger } from "../../src/reports/format";
import { make } from "../dom";
import { t } from "../l10n";
import { button, progressRing } from "../toolkit";

/** Said in place of what a run would give. */
export const NOTHING_TO_RUN = t(
  "There are no nodes to run. What a file of weights alone has stands in the Weights view.",
);

/** The button that runs the model; while it runs, how far it is and the way to stop it. */
export class RunBar {
  readonly element = make("div", { class: "run-bar" });
  private readonly text = make("span", { role: "status" });

  constructor(private readonly onrun: () => void) {
    this.idle("");
  }

  /** @param said how the last one ended, where that is to be said. */
  idle(said: string): void {
    this.text.textContent = said;
    this.element.replaceChildren(
      button({ text: t("Run"), appearance: "primary", onclick: this.onrun }),
      this.text,
    );
  }

  begin(oncancel: () => void): void {
    this.text.textContent = t("Starting");
    this.element.replaceChildren(button({ text: t("Cancel"), onclick: oncancel }), progressRing(), this.text);
  }

  progress({ phase, done, total }: Progress): void {
    const amount =
      done === null || total === null ? "" : ` ${t("{0} of {1}", formatInteger(done), formatInteger(total))}`;
    this.text.textContent = phase + amount;
  }
}
