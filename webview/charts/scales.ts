/** Of a large histogram. */
export interface Scales {
  readonly xScale: "linear" | "symlog";
  readonly yScale: "linear" | "log";
}

/** Takes from a saved value what has the right form; else what it is at first. */
export function restoreScales(saved: { readonly [K in keyof Scales]?: unknown }, initial: Scales): Scales {
  const { xScale, yScale } = saved;
  return {
    xScale: xScale === "symlog" || xScale === "linear" ? xScale : initial.xScale,
    yScale: yScale === "log" || yScale === "linear" ? yScale : initial.yScale,
  };
}
