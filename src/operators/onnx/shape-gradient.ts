import { shapeOf } from "../contraction";
import { sizesOf } from "../cotangent";
import type { Gradient } from "../recipe";
import { BLOCKED } from "../recipe";

/** The same triangle of the cotangent. */
export const triluGradient: Gradient = ({ node, emit, inputNames, cotangents: [g] }) => [
  g && emit.one("Trilu", [g, ...inputNames.slice(1)], { upper: node.int("upper", 1) }),
  BLOCKED,
];

/** Summed up from the other end. */
export const cumSumGradient: Gradient = ({ node, emit, inputNames, cotangents: [g] }) => {
  const settings = { exclusive: node.int("exclusive", 0), reverse: 1 - node.int("reverse", 0) };
  return [g && emit.one("CumSum", [g, inputNames[1] ?? ""], settings), BLOCKED];
};

/** Each product over one of its factors; like that of all, it knows no answer where a factor is 0. */
export const cumProdGradient: Gradient = ({ node, emit, inputNames, outputNames, cotangents: [g] }) => {
  const [[x = "", axis = ""], [y = ""]] = [inputNames, outputNames];
  if (g === undefined) return [undefined, BLOCKED];
  const settings = { exclusive: node.int("exclusive", 0), reverse: 1 - node.int("reverse", 0) };
  const sums = emit.one("CumSum", [emit.one("Mul", [g, y]), axis], settings);
  return [emit.one("Div", [sums, x]), BLOCKED];
};

/** By the first number, and by the step; how many there are is no matter of degree. */
export const rangeGradient: Gradient = ({ node, emit, outputs, cotangents: [g] }) => {
  if (g === undefined) return [undefined, BLOCKED, undefined];
  const [length = 0] = sizesOf(shapeOf(outputs[0]));
  const steps = emit.floats(Array.from({ length }, (_, index) => index));
  const total = (values: string, index: number): string =>
    emit.reshape(emit.reduce("ReduceSum", values, []), sizesOf(node.shape(index)));
  return [total(g, 0), BLOCKED, total(emit.one("Mul", [g, steps]), 2)];
};

/** What was cut off comes back as zeros, and what was added goes: half of it at either end. */
export const centerCropPadGradient: Gradient = ({ node, emit, outputs, cotangents: [g] }) => {
  if (g === undefined) return [undefined, BLOCKED];
  const [from, to] = [sizesOf(node.shape(0)), sizesOf(shapeOf(outputs[0]))];
  const missing = from.map((size, axis) => size - (to[axis] ?? size));
  const before = missing.map((size) => Math.trunc(size / 2));
  return [emit.pad(g, [...before, ...missing.map((size, axis) => size - (before[axis] ?? 0))]), BLOCKED];
};

/** In mode CRD the blocks stand behind the channels (https://onnx.ai/onnx/operators/onnx__DepthToSpace.html). */
export const depthToSpaceGradient: Gradient = ({ node, emit, cotangents: [g] }) => {
  if (g === undefined) return [undefined];
  const blocksize = node.int("blocksize", 1);
  if (node.text("mode", "DCR") === "DCR") return [emit.one("SpaceToDepth", [g], { blocksize })];
  const sizes = sizesOf(node.shape(0));
  const [batch = 0, depth = 0, height = 0, width = 0] = sizes;
  const channels = depth / blocksize ** 2;
  const blocks = emit.reshape(g, [batch, channels, height, blocksize, width, blocksize]);
  return [emit.reshape(emit.transpose(blocks, [0, 1, 3, 5, 2, 4]), sizes)];
};

export const spaceToDepthGradient: Gradient = ({ node, emit, cotangents: [g] }) => [
  g && emit.one("DepthToSpace", [g], { blocksize: node.int("blocksize", 1) }),
];
