import type { ColumnId } from "./columns";
import { COLUMNS } from "./columns";

/** What a person has made of the table: survives hiding, reload and a changed file. */
export interface LayersState {
  /** Nodes only, without their groups. */
  readonly flat: boolean;
  /** Constants and what else stands inside other nodes in the graph is shown, too. */
  readonly quiet: boolean;
  /** In the syntax of src/document/query.ts. */
  readonly filter: string;
  /** undefined: as in the file. */
  readonly sort: Sort | undefined;
  /** Ids of the rows that are open. */
  readonly open: readonly string[];
  /** How far it is scrolled, in pixels. */
  readonly top: number;
  /** The charts above it are open. */
  readonly charts: boolean;
}

export interface Sort {
  readonly column: ColumnId;
  readonly descending: boolean;
}

export const INITIAL_LAYERS: LayersState = {
  flat: false,
  quiet: false,
  filter: "",
  sort: undefined,
  open: [],
  top: 0,
  charts: true,
};

/** The next order by a column: numbers largest first and texts from A on, then the other way, then as in the file. */
export function nextSort(sort: Sort | undefined, column: ColumnId): Sort | undefined {
  const first = COLUMNS[column].numeric;
  if (sort?.column !== column) return { column, descending: first };
  return sort.descending === first ? { column, descending: !first } : undefined;
}

/** Takes from a saved value what has the right form. */
export function restoreLayers(saved: unknown): LayersState {
  if (typeof saved !== "object" || saved === null) return INITIAL_LAYERS;
  const { flat, quiet, filter, sort, open, top, charts }: Partial<Record<keyof LayersState, unknown>> = saved;
  return {
    flat: flat === true,
    quiet: quiet === true,
    filter: typeof filter === "string" ? filter : "",
    sort: isSort(sort) ? sort : undefined,
    open: Array.isArray(open) ? open.filter((id) => typeof id === "string") : [],
    top: typeof top === "number" && top >= 0 ? top : 0,
    charts: charts !== false,
  };
}

function isSort(value: unknown): value is Sort {
  if (typeof value !== "object" || value === null) return false;
  const { column, descending }: Partial<Record<keyof Sort, unknown>> = value;
  return typeof column === "string" && Object.hasOwn(COLUMNS, column) && typeof descending === "boolean";
}
