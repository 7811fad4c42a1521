import { sizesOf } from "../cotangent";
import { TO } from "../emit";
import type { Gradient, GradientRecipe } from "../recipe";
import { BLOCKED } from "../recipe";

/** https://onnx.ai/onnx/operators/onnx__NegativeLogLikelihoodLoss.html: `-weight·input` of each target's class. */
export const likelihoodLossGradient: Gradient = (recipe) => {
  const { emit, cotangents, wants } = recipe;
  const [g] = cotangents;
  if (wants(2)) return undefined;
  if (g === undefined) return [undefined, BLOCKED];
  const { share, chosen } = targetsOf(recipe, g);
  return [emit.one("Neg", [emit.one("Mul", [chosen, share])]), BLOCKED];
};

/** https://onnx.ai/onnx/operators/onnx__SoftmaxCrossEntropyLoss.html: the same of the scores' log-softmax, its second result. */
export const crossEntropyGradient: Gradient = (recipe) => {
  const { emit, inputNames, cotangents, wants } = recipe;
  const [[x = ""], [g, gLogs]] = [inputNames, cotangents];
  if (wants(2)) return undefined;
  const p = emit.one("Softmax", [x], { axis: 1 });
  const terms: string[] = [];
  if (g !== undefined) {
    const { share, chosen } = targetsOf(recipe, g);
    terms.push(emit.one("Mul", [emit.one("Sub", [p, chosen]), share]));
  }
  if (gLogs !== undefined) {
    const sum = emit.reduce("ReduceSum", gLogs, [1], true);
    terms.push(emit.one("Sub", [gLogs, emit.one("Mul", [p, sum])]));
  }
  return [terms.length > 1 ? emit.one("Sum", terms) : terms[0], BLOCKED];
};

/** What reaches each target by its weight, `[N, 1, …]`, and 1 at each target's class, `[N, C, …]`. */
function targetsOf({ node, emit, inputNames }: GradientRecipe, g: string) {
  const [, given = "", weight = ""] = inputNames;
  const ignored = node.int("ignore_index");
  const target = emit.cast(given, TO.int64);
  const counts =
    ignored === undefined ? undefined : emit.one("Not", [emit.one("Equal", [target, emit.ints(ignored)])]);
  const classes = counts === undefined ? target : emit.one("Where", [counts, target, emit.ints(0)]);
  const own =
    weight === ""
      ? emit.one("Expand", [emit.floats(1), emit.ints(sizesOf(node.shape(1)))])
      : emit.one("Gather", [weight, classes]);
  const weights = counts === undefined ? own : emit.one("Where", [counts, own, emit.floats(0)]);
  const all = emit.one("Mul", [weights, g]);
  const mean = node.text("reduction", "mean") === "mean";
  const share = mean ? emit.one("Div", [all, emit.reduce("ReduceSum", weights, [])]) : all;
  const [, count = 0, ...space] = sizesOf(node.shape(0));
  const numbers = emit.reshape(emit.ints(Array.from({ length: count }, (_, index) => index)), [
    1,
    count,
    ...space.map(() => 1),
  ]);
  const chosen = emit.cast(emit.one("Equal", [emit.unsqueeze(classes, [1]), numbers]), TO.float32);
  return { share: emit.unsqueeze(share, [1]), chosen };
}
