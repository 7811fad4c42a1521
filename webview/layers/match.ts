import { readQuery, type Term } from "../../src/document/query";
import type { LayerRow } from "../../src/reports/types/layers";
import { t } from "../l10n";

/** What a filter lets through; undefined: everything. */
export interface Filter {
  readonly matches: ((row: LayerRow) => boolean) | undefined;
  /** What is wrong with it, in a few words; empty where nothing is. */
  readonly problem: string;
}

type Texts = Readonly<Record<string, (row: LayerRow) => readonly string[]>>;

/** What a word after its key is looked for in; a word without a key, in the first. */
const TEXTS: Texts = {
  "": ({ name, operator }) => [name, operator],
  name: ({ name }) => [name],
  op: ({ operator }) => [operator],
  shape: ({ outputShape }) => [outputShape],
  type: ({ dtype }) => (dtype === null ? [] : [dtype]),
  dtype: ({ dtype }) => (dtype === null ? [] : [dtype]),
  role: ({ role }) => [role],
};

/** Reads a filter: words and `op:`, `name:`, `shape:`, `type:` and `role:` with a word. */
export function readFilter(text: string): Filter {
  const query = readQuery(text);
  if ("problem" in query) return { matches: undefined, problem: query.problem };
  const { terms } = query;
  const unknown = terms.find(({ key }) => !Object.hasOwn(TEXTS, key));
  if (unknown !== undefined) {
    return {
      matches: undefined,
      problem: t('There is no "{0}:" in this table; Find knows it.', unknown.key),
    };
  }
  if (terms.length === 0) return { matches: undefined, problem: "" };
  return { matches: (row) => terms.every((term) => fits(row, term)), problem: "" };
}

function fits(row: LayerRow, { key, pattern, negated }: Term): boolean {
  return (TEXTS[key]?.(row) ?? []).some((text) => pattern.test(text)) !== negated;
}
