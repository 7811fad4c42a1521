import type { ModelIndex } from "../analysis/model-index";
import type { Graph, Node } from "../model/model";
import type { Tensor } from "../model/tensor";
import { literalElements } from "../operators/literals";

/** Operators that make a constant: an infinity in it is the file's will, as in the masks of attention. */
const MAKES_CONSTANTS: ReadonlySet<string> = new Set(["Constant", "ConstantOfShape"]);

/**
 * The first node of a graph, in the file's order, whose inputs are all finite and whose output is not.
 *
 * @param isFinite whether all elements of a value were finite in a run; undefined where that is not known, as of
 *   stored tensors, which a value is blamed for only where they are small enough to be at hand.
 */
export function firstNonFinite(
  { stored }: ModelIndex,
  graph: Graph,
  isFinite: (value: string) => boolean | undefined,
): Node | undefined {
  const isBad = (name: string): boolean => {
    const tensor = stored.get(name)?.tensor;
    return tensor === undefined ? isFinite(name) === false : holdsBad(tensor);
  };
  return graph.nodes.find(
    ({ operator, inputs, outputs }) =>
      !MAKES_CONSTANTS.has(operator) &&
      outputs.some((name) => isFinite(name) === false) &&
      !inputs.some(isBad),
  );
}

function holdsBad(tensor: Tensor): boolean {
  return literalElements(tensor)?.some((one) => typeof one === "number" && !Number.isFinite(one)) ?? false;
}
