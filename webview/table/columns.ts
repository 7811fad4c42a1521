/** A column of a table, and what stands in it for each row. */
export interface Column<Row> {
  readonly head: string;
  /** What it says, and over what. */
  readonly meaning: string;
  readonly numeric: boolean;
  /** Of the fifty, the one that explains what stands in it. */
  readonly concept?: number;
  /** What lines are put in order by; undefined, which goes last, where there is none. */
  readonly key: (row: Row) => number | string | undefined;
  readonly text: (row: Row) => string;
  /** A picture in place of the text; undefined where a row has none. */
  readonly draw?: (row: Row) => Element | undefined;
}

export type Columns<Row, Id extends string> = Readonly<Record<Id, Column<Row>>>;

/** Which column lines are put in order by. */
export interface Sort<Id extends string> {
  readonly column: Id;
  readonly descending: boolean;
}

/** The next order by a column: largest first and texts from A on, then the other way, then as the rows come. */
export function nextSort<Row, Id extends string>(
  columns: Columns<Row, Id>,
  sort: Sort<Id> | undefined,
  column: Id,
): Sort<Id> | undefined {
  const first = columns[column].numeric;
  if (sort?.column !== column) return { column, descending: first };
  return sort.descending === first ? { column, descending: !first } : undefined;
}

/** Puts lines, which are indices of rows, in order. */
export function ordered<Row, Id extends string>(
  rows: readonly Row[],
  lines: readonly number[],
  columns: Columns<Row, Id>,
  sort: Sort<Id> | undefined,
): readonly number[] {
  if (sort === undefined) return lines;
  const { key } = columns[sort.column];
  const sign = sort.descending ? -1 : 1;
  const keyed = lines.map((at) => {
    const row = rows[at];
    return { at, key: row === undefined ? undefined : key(row) };
  });
  keyed.sort((a, b) => {
    // What is not known goes last, whichever way the rest is put.
    if (a.key === undefined || b.key === undefined) {
      return Number(a.key === undefined) - Number(b.key === undefined) || a.at - b.at;
    }
    return a.key === b.key ? a.at - b.at : a.key < b.key ? -sign : sign;
  });
  return keyed.map(({ at }) => at);
}
