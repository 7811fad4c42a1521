import type { Reduction } from "../../emit";
import { TO } from "../../emit";
import type { Lower } from "../../recipe";
import type { Recipe } from "./steering";
import { cast, outputType } from "./steering";

/** Along the axes in the second input; where there are none, nothing is reduced. */
function reduced({ node, emit }: Recipe, operator: Reduction, x: string): string | undefined {
  const axes = node.numbers(1);
  if (axes === undefined) return undefined;
  if (axes.length === 0 || node.rank(0) === 0) return emit.one("Identity", [x]);
  return emit.reduce(operator, x, axes, node.flag("keep_dims") || node.flag("keepDims"));
}

const over =
  (operator: Reduction): Lower =>
  (recipe) => {
    const made = reduced(recipe, operator, recipe.inputNames[0] ?? "");
    return made === undefined ? undefined : [made];
  };

/** Truth values are reduced as the numbers 0 and 1. */
const overTruths =
  (operator: Reduction): Lower =>
  (recipe) => {
    const { emit, inputNames } = recipe;
    const made = reduced(recipe, operator, emit.cast(inputNames[0] ?? "", TO.int32));
    return made === undefined ? undefined : [emit.cast(made, TO.bool)];
  };

/** The place of the extreme along one axis, which goes. */
const place =
  (operator: "ArgMax" | "ArgMin"): Lower =>
  (recipe) => {
    const { node, emit, inputNames } = recipe;
    const axis = node.given(1) ? node.numbers(1)?.[0] : 0;
    if (axis === undefined) return undefined;
    const made = emit.one(operator, [inputNames[0] ?? ""], { axis, keepdims: 0 });
    const type = outputType(recipe);
    return type === "int64" ? [made] : [cast(emit, made, type) ?? made];
  };

const running: Lower = ({ node, emit, inputNames: [x = ""] }) => {
  const [axis] = node.numbers(1) ?? [];
  if (axis === undefined) return undefined;
  const settings = { exclusive: node.int("exclusive", 0), reverse: node.int("reverse", 0) };
  return [emit.one("CumSum", [x, emit.ints(axis)], settings)];
};

export const reductions: Readonly<Record<string, Lower>> = {
  All: overTruths("ReduceMin"),
  Any: overTruths("ReduceMax"),
  Max: over("ReduceMax"),
  Min: over("ReduceMin"),
  Mean: over("ReduceMean"),
  Prod: over("ReduceProd"),
  Sum: over("ReduceSum"),
  EuclideanNorm: over("ReduceL2"),
  ArgMax: place("ArgMax"),
  ArgMin: place("ArgMin"),
  Cumsum: running,
};
