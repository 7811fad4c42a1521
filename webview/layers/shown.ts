import type { LayerRow } from "../../src/reports/types/layers";
import type { Column } from "./columns";
import { COLUMNS } from "./columns";
import type { Filter } from "./match";
import type { LayersState } from "./state";

/** The lines of the table, from top to bottom. */
export interface Shown {
  /** Indices of rows. */
  readonly lines: readonly number[];
  /** Rows of which what is inside is shown. */
  readonly open: ReadonlySet<number>;
  /** Rows that can be opened. */
  readonly holding: ReadonlySet<number>;
}

type Matches = Filter["matches"];

/**
 * Which rows are shown, in which order: the nodes alone, or groups with what is in those that are open. Where there
 * is a filter, groups are open that hold a match; sorting puts the rows of one group in order.
 */
export function shownRows(
  rows: readonly LayerRow[],
  state: Pick<LayersState, "flat" | "quiet" | "sort" | "open">,
  matches: Matches,
): Shown {
  const visible = (row: LayerRow): boolean => state.quiet || !row.quiet;
  return state.flat ? flatRows(rows, state, matches, visible) : treeRows(rows, state, matches, visible);
}

function flatRows(
  rows: readonly LayerRow[],
  { sort }: Pick<LayersState, "sort">,
  matches: Matches,
  visible: (row: LayerRow) => boolean,
): Shown {
  const lines: number[] = [];
  rows.forEach((row, at) => {
    if (row.kind === "node" && visible(row) && matches?.(row) !== false) lines.push(at);
  });
  return { lines: sorted(rows, lines, sort), open: NONE, holding: NONE };
}

const NONE: ReadonlySet<number> = new Set();

function treeRows(
  rows: readonly LayerRow[],
  { sort, open: wanted }: Pick<LayersState, "sort" | "open">,
  matches: Matches,
  visible: (row: LayerRow) => boolean,
): Shown {
  const wantedOpen = new Set(wanted);
  const matching = matches === undefined ? undefined : matchesIn(rows, matches, visible);
  const lines: number[] = [];
  const open = new Set<number>();
  const holding = new Set<number>();

  /** @param all whether a row around them matches: then everything inside it is shown */
  const add = (from: number, end: number, all: boolean): void => {
    const siblings: number[] = [];
    for (let at = from; at < end;) {
      const row = rows[at];
      if (row === undefined) return;
      if (visible(row) && (all || matching?.own[at] === 1 || matching?.inside[at] === 1)) siblings.push(at);
      at += row.inside + 1;
    }
    for (const at of sorted(rows, siblings, sort)) {
      lines.push(at);
      const row = rows[at];
      if (row === undefined || row.inside === 0) continue;
      holding.add(at);
      const found = !all && matching?.inside[at] === 1;
      if (!found && !wantedOpen.has(row.id)) continue;
      open.add(at);
      add(at + 1, at + 1 + row.inside, all || matching?.own[at] === 1);
    }
  };
  add(0, rows.length, matching === undefined);
  return { lines, open, holding };
}

interface Matching {
  /** 1 where the row itself matches. */
  readonly own: Uint8Array;
  /** 1 where a row inside it does. */
  readonly inside: Uint8Array;
}

function matchesIn(
  rows: readonly LayerRow[],
  matches: (row: LayerRow) => boolean,
  visible: (row: LayerRow) => boolean,
): Matching {
  const own = new Uint8Array(rows.length);
  const inside = new Uint8Array(rows.length);
  // What is inside a row stands after it: from the end, it is known before the row is asked.
  for (let at = rows.length - 1; at >= 0; at--) {
    const row = rows[at];
    if (row === undefined || !visible(row)) continue;
    if (matches(row)) own[at] = 1;
    if (row.parent >= 0 && (own[at] === 1 || inside[at] === 1)) inside[row.parent] = 1;
  }
  return { own, inside };
}

function sorted(
  rows: readonly LayerRow[],
  lines: readonly number[],
  sort: LayersState["sort"],
): readonly number[] {
  if (sort === undefined || lines.length < 2) return lines;
  const { key }: Column = COLUMNS[sort.column];
  const sign = sort.descending ? -1 : 1;
  return lines
    .map((at) => ({ at, key: rows[at] && key(rows[at]) }))
    .sort((a, b) => {
      // What is not known goes last, whichever way the rest is put.
      if (a.key === undefined || b.key === undefined)
        return Number(a.key === undefined) - Number(b.key === undefined) || a.at - b.at;
      return a.key === b.key ? a.at - b.at : a.key < b.key ? -sign : sign;
    })
    .map(({ at }) => at);
}
