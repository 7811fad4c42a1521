import type { ModelIndex } from "../analysis/model-index";
import type { Graph, Node } from "../model/model";
import type { Tensor } from "../model/tensor";
import { elementsOf } from "../model/tensor";
import { decode } from "../tensors/decode";

/** Operators that make a constant: an infinity in it is the file's will, as in the masks of attention. */
const MAKES_CONSTANTS: ReadonlySet<string> = new Set(["Constant", "ConstantOfShape"]);

/**
 * The first node of a graph, in the file's order, whose inputs are all finite and whose output is not. Weights are no
 * inputs: one that is not finite makes its node the first. Constants are: an infinity in them is meant.
 *
 * @param isFinite whether all elements of a value were finite in all runs; undefined where that is not known.
 */
export function firstNonFinite(
  { stored, roles }: ModelIndex,
  graph: Graph,
  isFinite: (value: string) => boolean | undefined,
): Node | undefined {
  const isBad = (name: string): boolean => {
    const tensor = stored.get(name)?.tensor;
    return tensor === undefined
      ? isFinite(name) === false
      : roles.get(name) === "constant" && holdsBad(tensor);
  };
  return graph.nodes.find(
    ({ operator, inputs, outputs }) =>
      !MAKES_CONSTANTS.has(operator) &&
      outputs.some((name) => isFinite(name) === false) &&
      !inputs.some(isBad),
  );
}

/** Of constants only what is at hand: masks are small, or made by ConstantOfShape. */
function holdsBad({ dtype, shape, inline }: Tensor): boolean {
  const numbers = inline === undefined ? undefined : decode(dtype, inline, elementsOf(shape));
  return numbers !== undefined && !numbers.every(Number.isFinite);
}
