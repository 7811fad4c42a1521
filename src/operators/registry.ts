import type { Model, Node } from "../model/model";
import type { Operator } from "./operator";

/** The entry for a node under the opset that the model (or the function it stands in) imports; undefined: unknown. */
export function operatorOf(
  _node: Pick<Node, "operator" | "domain">,
  _opsets: Model["opsets"],
): Operator | undefined {
  return undefined;
}
