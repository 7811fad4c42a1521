import { axesOf } from "../axis";
import { sizesOf } from "../cotangent";
import type { Emitter } from "../emit";
import type { Gradient } from "../recipe";

/** Gradients of what divides by a measure of the data itself, and learns nothing. */

/**
 * `y = x·s^-β`, `s = bias + α/n·Σx²` over n channels around each
 * (https://onnx.ai/onnx/operators/onnx__LRN.html). The sum over neighbours is an average over a window of channels.
 */
export const lrnGradient: Gradient = ({ node, emit, inputNames: [x = ""], outputNames, cotangents: [g] }) => {
  const size = node.int("size");
  const [y = ""] = outputNames;
  if (size === undefined) return undefined;
  if (g === undefined) return [undefined];
  const [alpha, beta] = [node.float("alpha") ?? 1e-4, node.float("beta") ?? 0.75];
  const sizes = sizesOf(node.shape(0));
  const [before, behind] = [Math.floor((size - 1) / 2), Math.ceil((size - 1) / 2)];
  const squares = neighbours(emit, emit.one("Mul", [x, x]), sizes, before, behind);
  const bias = emit.floats(node.float("bias") ?? 1);
  const s = emit.one("Add", [emit.one("Mul", [squares, emit.floats(alpha)]), bias]);
  const direct = emit.one("Mul", [g, emit.one("Pow", [s, emit.floats(-beta)])]);
  const through = emit.one("Div", [emit.one("Mul", [g, y]), s]);
  const back = emit.one("Mul", [x, neighbours(emit, through, sizes, behind, before)]);
  return [emit.one("Sub", [direct, emit.one("Mul", [back, emit.floats(2 * alpha * beta)])])];
};

/** The mean over so many channels before and behind, zeros beyond the ends. */
function neighbours(
  emit: Emitter,
  x: string,
  sizes: readonly number[],
  before: number,
  behind: number,
): string {
  const [batch = 0, channels = 0, ...space] = sizes;
  const rows = emit.reshape(x, [batch, 1, channels, space.reduce((product, size) => product * size, 1)]);
  const means = emit.one("AveragePool", [rows], {
    kernel_shape: [before + behind + 1, 1],
    pads: [before, 0, behind, 0],
    count_include_pad: 1,
  });
  return emit.reshape(means, sizes);
}

/** `(g - d·Σg·y)/‖x‖`, d the norm's own derivative: y, or the signs. */
export const lpNormalizationGradient: Gradient = (recipe) => {
  const { node, emit, inputNames, outputNames, cotangents } = recipe;
  const [[x = ""], [y = ""], [g]] = [inputNames, outputNames, cotangents];
  if (g === undefined) return [undefined];
  const axes = [node.int("axis", -1)];
  const absolute = node.int("p", 2) === 1;
  const norm = emit.reduce(absolute ? "ReduceL1" : "ReduceL2", x, axes, true);
  const along = emit.reduce("ReduceSum", emit.one("Mul", [g, y]), axes, true);
  const inner = emit.one("Mul", [absolute ? emit.one("Sign", [x]) : y, along]);
  return [emit.one("Div", [emit.one("Sub", [g, inner]), norm])];
};

/** What its function body adds to the deviation. */
const LEAST_DEVIATION = 1e-9;

/** Without what changes mean or deviation: `r·(g - mean(g) - y·mean(g·y))`. */
export const meanVarianceGradient: Gradient = (recipe) => {
  const { node, emit, inputNames, outputNames, cotangents } = recipe;
  const [[x = ""], [y = ""], [g]] = [inputNames, outputNames, cotangents];
  const axes = axesOf(node.ints("axes") ?? [0, 2, 3], node.rank(0) ?? 0);
  if (axes === undefined) return undefined;
  if (g === undefined) return [undefined];
  const mean = (of: string): string => emit.reduce("ReduceMean", of, axes, true);
  const centred = emit.one("Sub", [x, mean(x)]);
  const deviation = emit.one("Sqrt", [mean(emit.one("Mul", [centred, centred]))]);
  const along = emit.one("Mul", [y, mean(emit.one("Mul", [g, y]))]);
  const rest = emit.one("Sub", [emit.one("Sub", [g, mean(g)]), along]);
  return [emit.one("Div", [rest, emit.one("Add", [deviation, emit.floats(LEAST_DEVIATION)])])];
};
