import { restoreScales, type Scales } from "../charts/scales";
import type { Sort } from "../table/columns";
import type { ColumnId } from "./columns";
import { INITIALISATIONS, type Initialisation } from "./expectation";

/** What a person has made of the view: survives hiding, reload and a changed file. */
export interface WeightsState extends Scales {
  readonly page: WeightsPage;
  /** The tensor whose page is open. */
  readonly tensor: string | undefined;
  readonly filter: string;
  /** undefined: in the order of the file. */
  readonly sort: Sort<ColumnId> | undefined;
  readonly initialisation: Initialisation;
}

export type WeightsPage = "list" | "depth";

export const INITIAL_WEIGHTS: WeightsState = {
  page: "list",
  tensor: undefined,
  filter: "",
  sort: undefined,
  xScale: "linear",
  yScale: "linear",
  initialisation: "he",
};

/** Takes from a saved value what has the right form. */
export function restoreWeights(saved: unknown): WeightsState {
  if (typeof saved !== "object" || saved === null) return INITIAL_WEIGHTS;
  const from: Partial<Record<keyof WeightsState, unknown>> = saved;
  const { page, tensor, filter, initialisation } = from;
  return {
    ...INITIAL_WEIGHTS,
    ...restoreScales(from, INITIAL_WEIGHTS),
    page: page === "depth" ? "depth" : "list",
    tensor: typeof tensor === "string" ? tensor : undefined,
    filter: typeof filter === "string" ? filter : "",
    initialisation: INITIALISATIONS.find((one) => one === initialisation) ?? "he",
  };
}
