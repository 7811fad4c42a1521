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
