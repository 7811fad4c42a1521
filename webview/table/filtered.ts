import { readQuery, type Term } from "../../src/document/query";
import type { Columns, Sort } from "./columns";
import { ordered } from "./columns";

/** The lines of a table, as indices of rows, and what is wrong with the filter. */
interface Filtered {
  readonly lines: readonly number[];
  readonly problem: string;
}

/** What a person asks of a table: a query, and an order. */
export interface Asked<Id extends string> {
  readonly filter: string;
  readonly sort: Sort<Id> | undefined;
}

/** The rows that all terms of the filter match, in order; all of them where it cannot be understood. */
export function filtered<Row, Id extends string>(
  rows: readonly Row[],
  columns: Columns<Row, Id>,
  { filter, sort }: Asked<Id>,
  matches: (row: Row, term: Term) => boolean,
): Filtered {
  const query = readQuery(filter);
  if ("problem" in query) return { lines: rows.map((_, at) => at), problem: query.problem };
  const matching = rows.flatMap((row, at) =>
    query.terms.every((term) => matches(row, term) !== term.negated) ? [at] : [],
  );
  return { lines: ordered(rows, matching, columns, sort), problem: "" };
}
