import type { Term } from "../../src/document/query";
import { formatShape } from "../../src/reports/format";
import type { WeightsTensor } from "../../src/reports/types/weights";
import { filtered, type Asked } from "../table/filtered";
import { COLUMNS, type ColumnId } from "./columns";

/** Which tensors are shown, in which order: `shape:64x*`, `role:bias`, `type:int8`, `is:bad`, or a part of a name. */
export function shownTensors(
  tensors: readonly WeightsTensor[],
  asked: Asked<ColumnId>,
): ReturnType<typeof filtered> {
  return filtered(tensors, COLUMNS, asked, matches);
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
