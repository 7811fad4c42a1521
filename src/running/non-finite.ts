import type { ModelIndex } from "../analysis/model-index";
import { capturesInside, subgraphsOf } from "../analysis/graphs";
import type { Graph, Node } from "../model/model";
import { qualify } from "../model/model";
import type { Tensor } from "../model/tensor";
import { elementsOf } from "../model/tensor";
import { decode } from "../tensors/decode";

/** Operators that make a constant: an infinity in it is the file's will, as in the masks of attention. */
const MAKES_CONSTANTS: ReadonlySet<string> = new Set(["Constant", "ConstantOfShape"]);

/**
 * The first node of a graph, in the file's order, whose inputs are all finite and whose output is not; where it is a
 * branch, the first one in there. Weights are no inputs: one that is not finite makes its node the first. Constants
 * are: an infinity in them is meant.
 *
 * @param isFinite whether all elements of a value were finite in all runs, by qualified name; undefined where that is
 * not known.
 */
export function firstNonFinite(
  index: ModelIndex,
  graph: Graph,
  isFinite: (value: string) => boolean | undefined,
): Node | undefined {
  const isBad = (value: string): boolean => {
    const tensor = index.stored.get(value)?.tensor;
    return tensor === undefined
      ? isFinite(value) === false
      : index.roles.get(value) === "constant" && holdsBad(tensor);
  };
  const named = (names: readonly string[]): readonly string[] => names.map((name) => qualify(graph, name));
  const first = graph.nodes.find(
    (node) =>
      !MAKES_CONSTANTS.has(node.operator) &&
      named(node.outputs).some((value) => isFinite(value) === false) &&
      ![...named(node.inputs), ...capturesInside(node)].some(isBad),
  );
  // The steps of a loop are seen as one: which of them was the first is not known.
  const branches = first?.operator === "If" ? subgraphsOf(first) : [];
  const inner = branches.map(([, branch]) => firstNonFinite(index, branch, isFinite));
  return inner.find((node) => node !== undefined) ?? first;
}

/** Of constants only what is at hand: masks are small, or made by ConstantOfShape. */
function holdsBad({ dtype, shape, inline }: Tensor): boolean {
  const numbers = inline === undefined ? undefined : decode(dtype, inline, elementsOf(shape));
  return numbers !== undefined && !numbers.every(Number.isFinite);
}
