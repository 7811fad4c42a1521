import type { Node } from "../model/model";
import type { Operator } from "../operators/operator";

/**
 * The activation that a node ends with, in lower case: its own kind (`Softmax` → `softmax`), or the one that a layer
 * or a fused operator carries in its `activation`. Undefined for none; linear is none.
 */
export function activationOf(node: Node, operator: Operator | undefined): string | undefined {
  const carried = node.attributes.get("activation");
  const name =
    carried?.kind === "string" ? carried.value : operator?.role === "activation" ? node.operator : "";
  const lower = name.toLowerCase().replaceAll("_", "");
  return lower === "" || lower === "linear" || lower === "none" ? undefined : lower;
}
