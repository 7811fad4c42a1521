import { make } from "../dom";
import { t } from "../l10n";
import { dropdown, numberField, row, setPressed, toggleButton, type Dropdown } from "../toolkit";
import { LOSSES, type GradientsState } from "./state";

/** What the gradients are of, and what they are compared with. */
export class LossForm {
  readonly element: HTMLElement;
  private readonly loss: Dropdown;
  private readonly label: HTMLElement;
  private readonly twin: HTMLElement;
  private pressed: boolean;

  constructor({ label, twin }: GradientsState, change: (change: Partial<GradientsState>) => void) {
    this.pressed = twin;
    this.loss = dropdown(t("Loss"), (value) => {
      if (value === "probe" || value === "sum" || value === "cross-entropy") change({ loss: value });
    });
    this.label = numberField(t("Class"), "0", label, (text) => {
      if (/^\d+$/.test(text)) change({ label: Number(text) });
    });
    this.twin = toggleButton(t("Compare with fresh weights"), () => change({ twin: !this.pressed }));
    this.twin.title = t("Runs a freshly initialised network of the same graph, too: it takes as long again");
    this.element = row(
      "run-form gradients-form",
      make("span", { text: t("Loss") }),
      this.loss.element,
      this.label,
      this.twin,
    );
  }

  show({ loss, twin }: GradientsState): void {
    this.pressed = twin;
    setPressed(this.twin, twin);
    this.loss.offer(
      Object.entries(LOSSES).map(([value, text]) => ({ value, text })),
      loss,
    );
    this.label.hidden = loss !== "cross-entropy";
  }
}
