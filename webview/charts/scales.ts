import { setPressed, toggleButton } from "../toolkit";

/** Of a large histogram. */
export interface Scales {
  readonly xScale: "linear" | "symlog";
  readonly yScale: "linear" | "log";
}

/** Two buttons that say which scales a histogram has. */
export class ScaleButtons {
  readonly elements: readonly HTMLElement[];
  private readonly symlog: HTMLElement;
  private readonly log: HTMLElement;
  private scales: Scales = { xScale: "linear", yScale: "linear" };

  constructor(change: (scales: Partial<Scales>) => void) {
    this.symlog = toggleButton("Symlog values", () =>
      change({ xScale: this.scales.xScale === "symlog" ? "linear" : "symlog" }),
    );
    this.log = toggleButton("Log counts", () =>
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

/** Takes from a saved value what has the right form; else what it is at first. */
export function restoreScales(saved: { readonly [K in keyof Scales]?: unknown }, initial: Scales): Scales {
  const { xScale, yScale } = saved;
  return {
    xScale: xScale === "symlog" || xScale === "linear" ? xScale : initial.xScale,
    yScale: yScale === "log" || yScale === "linear" ? yScale : initial.yScale,
  };
}
