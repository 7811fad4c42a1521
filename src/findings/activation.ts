import type { Node } from "../model/model";
import type { Operator } from "../operators/operator";

/**
 * The activation that a node ends with, in lower case: its own kind (`Softmax` → `softmax`), or the one that a layer
 * or a fused operator carries in its `activation`. Undefined for none; linear is none.
 */
export function activationOf(node: Node, operator: Operator | undefined): string | undefined {
  const carried = node.attributes.get("activation");
  const name =
    carried?.kind === "string"
      ? carried.value
      : (fused(node) ?? (operator?.role === "activation" ? node.operator : ""));
  const lower = name.toLowerCase().replaceAll("_", "");
  return lower === "" || lower === "linear" || lower === "none" ? undefined : lower;
}

/** What TensorFlow's `_FusedConv2D` and `_FusedMatMul` do behind the layer: of `["BiasAdd", "Relu"]` the second. */
function fused({ attributes }: Node): string | undefined {
  const steps = attributes.get("fused_ops");
  const last = steps?.kind === "strings" ? steps.value.at(-1) : undefined;
  return last === "BiasAdd" || last === "FusedBatchNorm" ? undefined : last;
}
