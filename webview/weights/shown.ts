import { readQuery, type Term } from "../../src/document/query";
import { formatShape } from "../../src/reports/format";
import type { WeightsTensor } from "../../src/reports/types";
import { ordered } from "../table/columns";
import { COLUMNS } from "./columns";
import type { WeightsState } from "./state";

/** The lines of the list, as indices of tensors, and what is wrong with the filter. */
interface ShownTensors {
  readonly lines: readonly number[];
  readonly problem: string;
}

/** Which tensors are shown, in which order: `shape:64x*`, `role:bias`, `type:int8`, `is:bad`, or a part of a name. */
export function shownTensors(
  tensors: readonly WeightsTensor[],
  { filter, sort }: Pick<WeightsState, "filter" | "sort">,
): ShownTensors {
  const query = readQuery(filter);
  if ("problem" in query) return { lines: tensors.map((_, at) => at), problem: query.problem };
  const matching = tensors.flatMap((tensor, at) =>
    query.terms.every((term) => matches(tensor, term) !== term.negated) ? [at] : [],
  );
  return { lines: ordered(tensors, matching, COLUMNS, sort), problem: "" };
}

function matches(tensor: WeightsTensor, { key, pattern }: Term): boolean {
  switch (key) {
    case "":
    case "name":
      return pattern.test(tensor.name) || pattern.test(tensor.node ?? "");
    case "shape":
      return pattern.test(formatShape(tensor.shape));
    case "type":
      return pattern.test(tensor.dtype);
    case "role":
      return pattern.test(tensor.role) || pattern.test(tensor.word ?? "");
    case "is":
      return pattern.test("bad") && (tensor.nan ?? 0) + (tensor.inf ?? 0) > 0;
    default:
      return false;
  }
}
