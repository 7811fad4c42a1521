import { readQuery, type Term } from "../../src/document/query";
import { formatShape } from "../../src/reports/format";
import type { RunValue } from "../../src/reports/types";
import { ordered } from "../table/columns";
import { COLUMNS } from "./columns";
import type { ActivationsState } from "./state";

/** The lines of the table, as indices of values, and what is wrong with the filter. */
interface ShownValues {
  readonly lines: readonly number[];
  readonly problem: string;
}

/** What `is:` asks for. */
const KINDS: Readonly<Record<string, (value: RunValue) => boolean>> = {
  bad: ({ nan, inf }) => nan + inf > 0,
  dead: ({ units }) => (units?.dead.length ?? 0) > 0,
  saturated: ({ units }) => (units?.saturated.length ?? 0) > 0,
  constant: ({ units }) => (units?.constant.length ?? 0) > 0,
};

/** Which values are shown, in which order: `shape:1x64*`, `is:dead`, `type:int64`, or a part of a name. */
export function shownValues(
  values: readonly RunValue[],
  { filter, sort }: Pick<ActivationsState, "filter" | "sort">,
): ShownValues {
  const query = readQuery(filter);
  if ("problem" in query) return { lines: values.map((_, at) => at), problem: query.problem };
  const matching = values.flatMap((value, at) =>
    query.terms.every((term) => matches(value, term) !== term.negated) ? [at] : [],
  );
  return { lines: ordered(values, matching, COLUMNS, sort), problem: "" };
}

function matches(value: RunValue, { key, pattern }: Term): boolean {
  switch (key) {
    case "":
    case "name":
      return pattern.test(value.name) || pattern.test(value.node);
    case "shape":
      return pattern.test(formatShape(value.shape));
    case "type":
      return pattern.test(value.dtype ?? "");
    case "is":
      return Object.entries(KINDS).some(([kind, holds]) => pattern.test(kind) && holds(value));
    default:
      return false;
  }
}
