/** Texts of a column: each without what it shares with the one before, as names that stand in order do. */
interface PackedTexts {
  readonly shared: readonly number[];
  readonly rest: readonly string[];
}

interface PackedValues {
  readonly values: readonly unknown[];
}

/**
 * Rows of one kind as columns, for the way to the page: that copies what it is handed several times, and the rows of a
 * model of 100,000 nodes, each with the names of its fields, take ten times as much.
 */
export interface Packed<Row> {
  readonly count: number;
  readonly columns: Readonly<Record<keyof Row & string, PackedTexts | PackedValues>>;
}

/** @param rows all with the same fields. */
export function packRows<Row extends object>(rows: readonly Row[]): Packed<Row> {
  const [first] = rows;
  const keys = (first === undefined ? [] : Object.keys(first)) as (keyof Row & string)[];
  const columns = Object.fromEntries(keys.map((key) => [key, packColumn(rows.map((row) => row[key]))]));
  return { count: rows.length, columns: columns as Packed<Row>["columns"] };
}

export function unpackRows<Row extends object>({ count, columns }: Packed<Row>): readonly Row[] {
  const unpacked = Object.entries<PackedTexts | PackedValues>(columns).map(
    ([key, column]) => [key, "values" in column ? column.values : unpackTexts(column)] as const,
  );
  return Array.from({ length: count }, (_, at) => {
    const row: Record<string, unknown> = {};
    for (const [key, values] of unpacked) row[key] = values[at];
    return row as Row;
  });
}

function packColumn(values: readonly unknown[]): PackedTexts | PackedValues {
  return values.every((value) => typeof value === "string") ? packTexts(values) : { values };
}

function packTexts(texts: readonly string[]): PackedTexts {
  const shared: number[] = [];
  const rest: string[] = [];
  let before = "";
  for (const text of texts) {
    let common = 0;
    while (common < text.length && text[common] === before[common]) common++;
    shared.push(common);
    rest.push(text.slice(common));
    before = text;
  }
  return { shared, rest };
}

function unpackTexts({ shared, rest }: PackedTexts): readonly string[] {
  let before = "";
  return rest.map((end, at) => (before = before.slice(0, shared[at]) + end));
}
