import { t } from "../l10n";
import { setPressed, toggleButton } from "../toolkit";
import type { Scales } from "./scales";

/** Two buttons that say which scales a histogram has. */
export class ScaleButtons {
  readonly elements: readonly HTMLElement[];
  private readonly symlog: HTMLElement;
  private readonly log: HTMLElement;
  private scales: Scales = { xScale: "linear", yScale: "linear" };

  constructor(change: (scales: Partial<Scales>) => void) {
    this.symlog = toggleButton(t("Symlog values"), () =>
      change({ xScale: this.scales.xScale === "symlog" ? "linear" : "symlog" }),
    );
    this.log = toggleButton(t("Log counts"), () =>
      change({ yScale: this.scales.yScale === "log" ? "linear" : "log" }),
    );
    this.elements = [this.symlog, this.log];
  }

  show(scales: Scales): void {
    this.scales = scales;
    setPressed(this.symlog, scales.xScale === "symlog");
    setPressed(this.log, scales.yScale === "log");
  }
}
