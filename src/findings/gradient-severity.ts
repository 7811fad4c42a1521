import type { Gradients } from "../gradients/flow";
import type { Severity } from "./types";

/** With made-up input, units may sleep that real input wakes: what hangs on it is no warning then. */
export function gradientSeverity({ inputs }: Gradients): Severity {
  return inputs.some(({ source }) => source.startsWith("synthetic")) ? "info" : "warning";
}
