import { axesOf } from "../../axis";
import { sizesOf } from "../../cotangent";
import type { Emitter } from "../../emit";
import type { Gradient, GradientRecipe } from "../../recipe";

/** A reduction whose result and cotangent have their reduced axes back, of size one. */
interface Reduced {
  readonly emit: Emitter;
  readonly x: string;
  readonly y: string;
  readonly g: string;
  /** Elements that became one. */
  readonly count: number;
  readonly sizes: readonly number[];
  readonly axes: readonly number[];
}

/** The axes as attribute or input; none are all. */
function reducedAxes({ node }: GradientRecipe): readonly number[] | undefined {
  const rank = node.rank(0) ?? 0;
  const given = node.given(1) ? node.numbers(1) : (node.ints("axes") ?? []);
  if (given === undefined) return undefined;
  if (given.length > 0) return axesOf(given, rank);
  return node.flag("noop_with_empty_axes") ? [] : Array.from({ length: rank }, (_, axis) => axis);
}

function reduction(rule: (reduced: Reduced) => string): Gradient {
  return (recipe) => {
    const { node, emit, inputNames, outputNames, cotangents } = recipe;
    const [[x = ""], [y = ""], [g]] = [inputNames, outputNames, cotangents];
    const axes = reducedAxes(recipe);
    if (axes === undefined) return undefined;
    if (g === undefined) return [undefined];
    const sizes = sizesOf(node.shape(0));
    const kept = sizes.map((size, axis) => (axes.includes(axis) ? 1 : size));
    const wide = (name: string): string => (node.flag("keepdims", true) ? name : emit.reshape(name, kept));
    const count = axes.reduce((product, axis) => product * (sizes[axis] ?? 1), 1);
    return [rule({ emit, x, y: wide(y), g: wide(g), count, sizes, axes })];
  };
}

const expanded = ({ emit, sizes }: Reduced, value: string): string =>
  emit.one("Expand", [value, emit.ints(sizes)]);

/** Elements that are the extreme share what comes. */
const extreme = reduction(({ emit, x, y, g, axes }) => {
  const mask = emit.one("Cast", [emit.one("Equal", [x, y])], { to: 1 });
  const ties = emit.reduce("ReduceSum", mask, axes, true);
  return emit.one("Mul", [mask, emit.one("Div", [g, ties])]);
});

export const reductionGradients: Readonly<Record<string, Gradient>> = {
  ReduceSum: reduction((reduced) => expanded(reduced, reduced.g)),
  ReduceMean: reduction((reduced) => {
    const { emit, g, count } = reduced;
    return expanded(reduced, emit.one("Div", [g, emit.floats(count)]));
  }),
  ReduceMax: extreme,
  ReduceMin: extreme,
  ReduceProd: reduction(({ emit, x, y, g }) => emit.one("Div", [emit.one("Mul", [g, y]), x])),
  ReduceL1: reduction(({ emit, x, g }) => emit.one("Mul", [g, emit.one("Sign", [x])])),
  ReduceL2: reduction(({ emit, x, y, g }) => emit.one("Mul", [x, emit.one("Div", [g, y])])),
  ReduceSumSquare: reduction(({ emit, x, g }) => emit.one("Mul", [emit.one("Add", [x, x]), g])),
  ReduceLogSum: reduction((reduced) => {
    const { emit, y, g } = reduced;
    return expanded(reduced, emit.one("Div", [g, emit.one("Exp", [y])]));
  }),
  ReduceLogSumExp: reduction(({ emit, x, y, g }) =>
    emit.one("Mul", [g, emit.one("Exp", [emit.one("Sub", [x, y])])]),
  ),
};
