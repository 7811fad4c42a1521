import type { Term } from "../../src/document/query";
import { formatShape } from "../../src/reports/format";
import type { RunValue } from "../../src/reports/types/run";
import { filtered, type Asked } from "../table/filtered";
import { COLUMNS, type ColumnId } from "./columns";

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
  asked: Asked<ColumnId>,
): ReturnType<typeof filtered> {
  return filtered(values, COLUMNS, asked, matches);
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
