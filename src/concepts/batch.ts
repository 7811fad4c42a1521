import { inputSymbols } from "../analysis/assumptions";
import type { ModelIndex } from "../analysis/model-index";
import type { Expression } from "../model/expression";
import { symbol } from "../model/expression";

/** The dimension that counts samples, where it is open. */
export function batchOf({ model }: ModelIndex): Expression | undefined {
  const batch = [...inputSymbols(model)].find(([, kind]) => kind === "batch");
  return batch === undefined ? undefined : symbol(batch[0]);
}
