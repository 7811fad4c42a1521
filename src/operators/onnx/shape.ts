import { blocked } from "../blocked";
import type { Rule } from "../elementwise";
import type { Family } from "../entry";
import { constants, entry } from "../entry";
import { int, ints, label } from "../label";
import type { Operator } from "../operator";
import { tensor } from "../value";
import { shapeFrom } from "./constant";
import { columnsGradient } from "./pool-gradient";
import { depthToSpaceGradient, spaceToDepthGradient } from "./shape-gradient";
import { toType } from "./to-type";
import {
  blocks,
  cast,
  columnsToImage,
  expanded,
  flattened,
  reshaped,
  shapeOfInput,
  sizeOfInput,
  squeezed,
  tiled,
  tiledOnce,
  transposed,
  unsqueezed,
} from "./view";

/** The first input, seen another way. */
const view = (
  since: number,
  inputs: string,
  output: string,
  infer: Rule,
  more: Partial<Operator> = {},
): Operator => entry(since, "shape", inputs, output, { looksThrough: true, infer, ...more });

const axes = ints("axes", "axes");
const block = label(int("blocksize", "block"));

export const shapes: Family = {
  Identity: [view(1, "input", "output", (node) => [node.input(0)])],
  Cast: [view(1, "input", "output", cast, { label: label(toType("to")) })],
  CastLike: [
    entry(15, "shape", "input target_type", "output", {
      slots: constants("target_type"),
      infer: (node) => [tensor(node.dtype(1), node.shape(0))],
    }),
  ],
  BitCast: [
    entry(26, "shape", "input", "output", {
      label: label(toType("to")),
      infer: (node) => [tensor(node.typeNamed("to"), node.shape(0))],
      gradient: blocked,
    }),
  ],
  Transpose: [view(1, "data", "transposed", transposed, { label: label(ints("perm")) })],
  Reshape: [
    view(1, "data", "reshaped", (node) => reshaped(node, node.ints("shape"))),
    view(5, "data shape", "reshaped", (node) => reshaped(node, shapeFrom(node, 1)), {
      slots: constants("shape"),
    }),
  ],
  Flatten: [view(1, "input", "output", flattened, { label: label(int("axis", "axis", 1)) })],
  Squeeze: [
    view(1, "data", "squeezed", (node) => squeezed(node, node.ints("axes")), { label: label(axes) }),
    view(13, "data axes", "squeezed", (node) => squeezed(node, node.numbers(1)), {
      slots: constants("axes"),
    }),
  ],
  Unsqueeze: [
    view(1, "data", "expanded", (node) => unsqueezed(node, node.ints("axes")), { label: label(axes) }),
    view(13, "data axes", "expanded", (node) => unsqueezed(node, node.numbers(1)), {
      slots: constants("axes"),
    }),
  ],
  Expand: [view(8, "input shape", "output", expanded, { slots: constants("shape") })],
  Shape: [
    entry(1, "shape", "data", "shape", { infer: shapeOfInput, gradient: blocked }),
    entry(15, "shape", "data", "shape", {
      label: label(int("start", "start", 0), int("end", "end")),
      infer: shapeOfInput,
      gradient: blocked,
    }),
  ],
  Size: [entry(1, "shape", "data", "size", { infer: sizeOfInput, gradient: blocked })],
  Tile: [
    entry(1, "shape", "input tiles axis", "output", { slots: constants("tiles axis"), infer: tiledOnce }),
    entry(6, "shape", "input repeats", "output", {
      slots: constants("repeats"),
      infer: (node) => tiled(node, node.elements(1)),
    }),
  ],
  DepthToSpace: [
    entry(1, "shape", "input", "output", {
      label: block,
      infer: (node) => blocks(node, true),
      gradient: depthToSpaceGradient,
    }),
  ],
  SpaceToDepth: [
    entry(1, "shape", "input", "output", {
      label: block,
      infer: (node) => blocks(node, false),
      gradient: spaceToDepthGradient,
    }),
  ],
  Col2Im: [
    entry(18, "shape", "input image_shape block_shape", "output", {
      slots: constants("image_shape block_shape"),
      infer: columnsToImage,
      gradient: columnsGradient,
    }),
  ],
};
