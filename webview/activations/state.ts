import type { Distribution, Pixels, RunInputs } from "../../src/document/protocol/runs";
import type { Sort } from "../table/columns";
import type { ColumnId } from "./columns";

/** What a person has made of the view: survives hiding, reload and a changed file. */
export interface ActivationsState {
  readonly seed: number;
  readonly samples: number;
  readonly pixels: Pixels | null;
  readonly distributions: Readonly<Record<string, Distribution>>;
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly page: ActivationsPage;
  /** The value whose page is open. */
  readonly value: string | undefined;
  readonly filter: string;
  /** undefined: in the order of running. */
  readonly sort: Sort<ColumnId> | undefined;
}

/** What is shown of a run. */
export type ActivationsPage = "values" | "depth" | "outputs" | "compare";

/** As the command line's: enough to see what varies, few enough to wait for. */
const SAMPLES = 8;
export const MOST_SAMPLES = 10_000;

export const INITIAL_ACTIVATIONS: ActivationsState = {
  seed: 0,
  samples: SAMPLES,
  pixels: null,
  distributions: {},
  shapes: {},
  page: "values",
  value: undefined,
  filter: "",
  sort: undefined,
};

/** What is asked of the document; the extension host adds the files. */
export function inputsOf({ seed, samples, pixels, distributions, shapes }: ActivationsState): RunInputs {
  return { seed, samples, pixels, distributions, shapes, given: {} };
}

const PAGES: readonly ActivationsPage[] = ["values", "depth", "outputs", "compare"];

/** Takes from a saved value what has the right form; what inputs are filled with is checked where they are. */
export function restoreActivations(saved: unknown): ActivationsState {
  if (typeof saved !== "object" || saved === null) return INITIAL_ACTIVATIONS;
  const from: Partial<Record<keyof ActivationsState, unknown>> = saved;
  const { seed, samples, page, value, filter } = from;
  return {
    ...INITIAL_ACTIVATIONS,
    seed: isWhole(seed) ? seed : 0,
    samples: isWhole(samples) && samples > 0 && samples <= MOST_SAMPLES ? samples : SAMPLES,
    page: PAGES.find((one) => one === page) ?? "values",
    value: typeof value === "string" ? value : undefined,
    filter: typeof filter === "string" ? filter : "",
  };
}

function isWhole(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
