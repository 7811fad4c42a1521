import type { DataType } from "../model/dtype";
import type { Expression } from "../model/expression";
import type { Shape } from "../model/shape";
import { broadcastAll, spread } from "./broadcast";
import type { Context } from "./context";
import type { Fold } from "./folds";
import type { Element, Value } from "./value";
import { countOf, MOST_ELEMENTS, tensor } from "./value";

export type Rule = (node: Context) => readonly Value[];

/** Type and shape of an input, its elements not followed. */
export const like =
  (index = 0, dtype?: DataType): Rule =>
  (node) => {
    const type = node.type(index);
    return [dtype === undefined ? { type } : tensor(dtype, node.shape(index))];
  };

/** Shape and type of the first input; elements one by one. */
export const unary =
  (fold: (a: Expression) => Element, dtype?: DataType): Rule =>
  (node) => [
    tensor(
      dtype ?? node.dtype(0),
      node.shape(0),
      node.elements(0)?.map((one) => (one === undefined ? undefined : stored(node, fold(one)))),
    ),
  ];

/** Numpy broadcasting over all inputs; the elements are folded from left to right. */
export const broadcasting =
  (fold?: Fold, dtype?: DataType): Rule =>
  (node) => {
    const shape = broadcastAll(node.inputs.map((_, index) => node.shape(index)));
    const elements = fold === undefined ? undefined : folded(node, shape, fold);
    return [tensor(dtype ?? node.dtype(0), shape, elements)];
  };

/** Before opset 7 the second operand was laid onto the first, at `axis`: the shape is the first one's. */
export const laidOn =
  (fold?: Fold, dtype?: DataType): Rule =>
  (node) =>
    node.flag("broadcast")
      ? [tensor(dtype ?? node.dtype(0), node.shape(0))]
      : broadcasting(fold, dtype)(node);

/** Elements of all operands together: shape arithmetic has two or three operands of a few elements each. */
const MOST_FOLDED = 16 * MOST_ELEMENTS;

function folded(node: Context, shape: Shape, fold: Fold): readonly Element[] | undefined {
  const count = countOf(shape) ?? Infinity;
  if (count > MOST_ELEMENTS || count * node.inputs.length > MOST_FOLDED) return undefined;
  const columns = node.inputs.map(({ elements }, index) => spread(elements, node.shape(index), shape));
  const [first, ...others] = columns;
  if (first === undefined || others.some((one) => one === undefined)) return undefined;
  return first.map((one, place) =>
    others.reduce<Element>((sum, column) => {
      const next = column?.[place];
      return sum === undefined || next === undefined ? undefined : stored(node, fold(sum, next, node));
    }, one),
  );
}

/** A result as its type holds it: float32 arithmetic rounds after each step, which floors behind it can see. */
function stored(node: Context, element: Element): Element {
  return typeof element === "number" && node.dtype(0) === "float32" ? Math.fround(element) : element;
}
