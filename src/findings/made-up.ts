import type { PreparedInput } from "../running/inputs/prepare";
import type { Severity } from "./types";

type Inputs = readonly Pick<PreparedInput, "source">[];

/** Whether values of some of a run's inputs were made up. */
export function areMadeUp(inputs: Inputs = []): boolean {
  return inputs.some(({ source }) => source.startsWith("synthetic"));
}

/**
 * Made-up samples are unlike those a network was trained on, and units may sleep that real ones wake: what hangs on
 * them is an information, no warning.
 */
export function severityOn(inputs: Inputs | undefined): Severity {
  return areMadeUp(inputs) ? "info" : "warning";
}
