import { shapeOf } from "../contraction";
import { sizesOf, unbroadcast } from "../cotangent";
import { TO } from "../emit";
import type { Gradient } from "../recipe";
import { countOf } from "../value";

/** Gradients of what is made of pieces: each piece is chosen by Where, as 0 · ∞ would be no number. */

/** What is cut off passes nothing on; beyond the threshold everything. */
export const shrinkGradient: Gradient = ({ node, emit, inputNames: [x = ""], cotangents: [g] }) => {
  if (g === undefined) return [undefined];
  const far = emit.one("Greater", [emit.one("Abs", [x]), emit.floats(node.float("lambd") ?? 0.5)]);
  return [emit.one("Where", [far, g, emit.floats(0)])];
};

export const thresholdedReluGradient: Gradient = ({ node, emit, inputNames: [x = ""], cotangents: [g] }) => {
  if (g === undefined) return [undefined];
  const above = emit.one("Greater", [x, emit.floats(node.float("alpha") ?? 1)]);
  return [emit.one("Where", [above, g, emit.floats(0)])];
};

/** `exp(x/α)` below 0, 1 above. */
export const celuGradient: Gradient = ({ node, emit, inputNames: [x = ""], cotangents: [g] }) => {
  if (g === undefined) return [undefined];
  const low = emit.one("Less", [x, emit.floats(0)]);
  const slope = emit.one("Exp", [emit.one("Div", [x, emit.floats(node.float("alpha") ?? 1)])]);
  return [emit.one("Mul", [g, emit.one("Where", [low, slope, emit.floats(1)])])];
};

/** The slope counts below 0. */
export const preluGradient: Gradient = ({ node, emit, inputNames, cotangents: [g], wants }) => {
  const [x = "", slope = ""] = inputNames;
  const [from, to] = [sizesOf(node.shape(0)), sizesOf(node.shape(1))];
  // Up to opset 6 a vector of slopes lay along the channels, not along the last axis.
  if (node.opset < 7 && countOf(to) !== 1) return undefined;
  if (g === undefined) return [undefined, undefined];
  const [low, zero] = [emit.one("Less", [x, emit.floats(0)]), emit.floats(0)];
  const data = (): string => emit.one("Where", [low, emit.one("Mul", [g, slope]), g]);
  const slopes = (): string =>
    unbroadcast(emit, emit.one("Where", [low, emit.one("Mul", [g, x]), zero]), from, to);
  return [wants(0) ? data() : undefined, wants(1) ? slopes() : undefined];
};

/** Max and Min: those that are the result share its cotangent, as in PyTorch. */
export const extremeGradient: Gradient = ({
  node,
  emit,
  inputNames,
  outputNames,
  outputs,
  cotangents,
  wants,
}) => {
  const [y = ""] = outputNames;
  const [g] = cotangents;
  if (g === undefined) return [];
  const from = sizesOf(shapeOf(outputs[0]));
  const masks = inputNames.map((x) => emit.cast(emit.one("Equal", [x, y]), TO.float32));
  const ties = emit.one("Sum", masks);
  const share = emit.one("Div", [g, ties]);
  return masks.map((mask, index) =>
    wants(index)
      ? unbroadcast(emit, emit.one("Mul", [share, mask]), from, sizesOf(node.shape(index)))
      : undefined,
  );
};

/** Sum, and Mean, of several: each has the whole cotangent, or an equal part of it. */
const summed =
  (mean: boolean): Gradient =>
  ({ node, emit, inputNames, outputs, cotangents: [g], wants }) => {
    if (g === undefined) return [];
    const from = sizesOf(shapeOf(outputs[0]));
    const own = mean ? emit.one("Div", [g, emit.floats(inputNames.length)]) : g;
    return inputNames.map((_, index) =>
      wants(index) ? unbroadcast(emit, own, from, sizesOf(node.shape(index))) : undefined,
    );
  };

export const sumGradient = summed(false);
export const meanGradient = summed(true);
