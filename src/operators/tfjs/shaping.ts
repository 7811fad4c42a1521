import { exactQuotient, floorDivide } from "../../model/division";
import { add, multiply } from "../../model/expression";
import type { Dimension, Shape } from "../../model/shape";
import { withLast } from "../axis";
import { broadcast } from "../broadcast";
import type { Context } from "../context";
import type { Rule } from "../elementwise";
import type { Family } from "../entry";
import { constants, entry } from "../entry";
import { int, label, text } from "../label";
import { shapeFrom } from "../onnx/constant";
import { cast, expanded, reshaped, sizeOfInput, squeezed, tiled, transposed, unsqueezed } from "../onnx/view";
import type { Operator } from "../operator";
import type { Value } from "../value";
import { tensor } from "../value";
import { asOnnx, typeAt } from "./settings";
import { arranged, partsOf, withPairs } from "./window";

/** The first input, seen another way. */
const view = (inputs: string, infer: Rule, more: Partial<Operator> = {}): readonly Operator[] => [
  entry(1, "shape", inputs, "y", { looksThrough: true, infer, ...more }),
];

const steered = (inputs: string, slots: string, infer: Rule): readonly Operator[] => [
  entry(1, "shape", inputs, "y", { slots: constants(slots), infer }),
];

const same: Rule = (node) => [node.input(0)];

/** Shapes are int32 unless the node says otherwise. */
function shapeOf(node: Context, index: number): Value {
  const shape = node.shape(index);
  return tensor(typeAt(node, "out_type") ?? "int32", [shape?.length], shape);
}

/** Pairs for every axis. */
const padded: Rule = (node) => {
  const shape = node.shape(0);
  return [tensor(node.dtype(0), withPairs(shape, node.elements(1), 1))];
};

/** Blocks of space become samples, or samples blocks (https://www.tensorflow.org/api_docs/python/tf/space_to_batch). */
function blocksToBatch(node: Context, back: boolean): readonly Value[] {
  const [shape, block] = [node.shape(0), node.numbers(1)];
  const changes = node.elements(2);
  if (shape === undefined || block === undefined) return [tensor(node.dtype(0), undefined)];
  const [batch, ...others] = shape;
  const all = block.reduce((sum, size) => sum * size, 1);
  const spatial = others.slice(0, block.length);
  const rest = others.slice(block.length);
  const scaled = (size: Dimension, by: number): Dimension =>
    size === undefined ? undefined : multiply(size, by);
  const parted = (size: Dimension, by: number): Dimension =>
    size === undefined || by === 0 ? undefined : (exactQuotient(size, by) ?? floorDivide(size, by));
  const sizes = back
    ? withPairs(
        spatial.map((size, axis) => scaled(size, block[axis] ?? 1)),
        changes,
        -1,
      )
    : withPairs(spatial, changes, 1)?.map((size, axis) => parted(size, block[axis] ?? 1));
  const samples = back ? parted(batch, all) : scaled(batch, all);
  return [tensor(node.dtype(0), sizes && [samples, ...sizes, ...rest])];
}

/** Channels become blocks of space. */
const depthToSpace: Rule = (node) => {
  const parts = partsOf(node, node.shape(0), 2);
  const block = node.int("block_size", 1);
  if (parts === undefined) return [tensor(node.dtype(0), undefined)];
  const spatial = parts.spatial.map((size): Dimension =>
    size === undefined ? undefined : multiply(size, block),
  );
  const channels = parts.channels === undefined ? undefined : exactQuotient(parts.channels, block * block);
  return [tensor(node.dtype(0), arranged(node, { ...parts, spatial, channels }))];
};

/** To the height and width in the second input; images are NHWC. */
const resized: Rule = (node) => {
  const [batch, , , channels] = node.shape(0) ?? [];
  const [height, width] = node.elements(1) ?? [];
  const dtype = node.node.operator === "ResizeBilinear" ? "float32" : node.dtype(0);
  return [tensor(dtype, [batch, height, width, channels])];
};

const resize = steered("images size", "size", resized);

/** What is known of both shapes. */
const ensured: Rule = (node) => {
  const [shape, said] = [node.shape(0), node.ints("shape")];
  const sizes: Shape = shape?.map((size, axis) => {
    const other = said?.[axis];
    return size ?? (other === undefined || other < 0 ? undefined : other);
  });
  return [
    {
      ...node.input(0),
      type: tensor(node.dtype(0), sizes ?? said?.map((one) => (one < 0 ? undefined : one))).type,
    },
  ];
};

export const shapes: Family = {
  Reshape: view("x shape", (node) => reshaped(asOnnx(node, { allowzero: 1 }), shapeFrom(node, 1)), {
    slots: constants("shape"),
  }),
  Transpose: view("x perm", (node) => transposed(asOnnx(node, { perm: node.numbers(1) })), {
    slots: constants("perm"),
  }),
  Squeeze: view("x", (node) => {
    const axes = node.ints("squeeze_dims") ?? node.ints("axis") ?? [];
    return squeezed(asOnnx(node, {}), axes.length === 0 ? undefined : axes);
  }),
  ExpandDims: view("x axis", (node) => unsqueezed(node, node.numbers(1)), { slots: constants("axis") }),
  Cast: view("x", (node) => cast(node, typeAt(node, "DstT"))),
  Identity: view("x", same),
  Snapshot: view("x", same),
  StopGradient: view("x", same),
  Print: view("x data…", same),
  IdentityN: [entry(1, "shape", "x…", "y…", { infer: (node) => node.inputs })],
  PlaceholderWithDefault: view("default", ensured),
  EnsureShape: view("x", ensured),
  BroadcastTo: steered("x shape", "shape", (node) => {
    // A broken file may ask for sizes below 0.
    const fits = node.numbers(1)?.every((size) => size >= 0) ?? true;
    return fits ? expanded(node) : [tensor(node.dtype(0), undefined)];
  }),
  BroadcastArgs: steered("s0 s1", "s0 s1", (node) => {
    const shape = broadcast(node.elements(0), node.elements(1));
    return [tensor("int32", [shape?.length], shape)];
  }),
  Tile: steered("x reps", "reps", (node) => tiled(node, node.elements(1))),
  Shape: [entry(1, "shape", "x", "y", { infer: (node) => [shapeOf(node, 0)] })],
  ShapeN: [
    entry(1, "shape", "x…", "y…", { infer: (node) => node.inputs.map((_, index) => shapeOf(node, index)) }),
  ],
  Size: [
    entry(1, "shape", "x", "y", {
      infer: (node) => [tensor("int32", [], [sizeOfInput(node)[0]?.elements?.[0]])],
    }),
  ],
  Rank: [entry(1, "shape", "x", "y", { infer: (node) => [tensor("int32", [], [node.rank(0)])] })],
  Pad: steered("x padding", "padding", padded),
  PadV2: steered("x padding constantValue", "padding constantValue", padded),
  MirrorPad: steered("x padding", "padding", padded),
  SpaceToBatchND: steered("x blockShape paddings", "blockShape paddings", (node) =>
    blocksToBatch(node, false),
  ),
  BatchToSpaceND: steered("x blockShape crops", "blockShape crops", (node) => blocksToBatch(node, true)),
  DepthToSpace: [
    entry(1, "shape", "x", "y", {
      label: label(int("block_size", "block"), text("data_format", "NHWC")),
      infer: depthToSpace,
    }),
  ],
  ResizeBilinear: resize,
  ResizeNearestNeighbor: resize,
  CropAndResize: steered("image boxes boxInd cropSize", "boxInd cropSize", (node) => {
    const [height, width] = node.elements(3) ?? [];
    return [tensor("float32", [node.dimension(1, 0), height, width, node.dimension(0, 3)])];
  }),
  ImageProjectiveTransformV3: steered(
    "images transforms outputShape fillValue",
    "outputShape fillValue",
    (node) => {
      const [height, width] = node.elements(2) ?? [];
      return [tensor(node.dtype(0), [node.dimension(0, 0), height, width, node.dimension(0, 3)])];
    },
  ),
  FFT: view("x", same, { looksThrough: false }),
  IFFT: view("x", same, { looksThrough: false }),
  RFFT: steered("x fft_length", "fft_length", (node) =>
    spectrum(node, "complex64", (length) => add(floorDivide(length, 2), 1)),
  ),
  IRFFT: steered("x fft_length", "fft_length", (node) => spectrum(node, "float32", (length) => length)),
};

/** The last axis, as long as the transform makes it. */
function spectrum(
  node: Context,
  dtype: "complex64" | "float32",
  bins: (length: NonNullable<Dimension>) => Dimension,
): readonly Value[] {
  const length = node.scalar(1);
  return [tensor(dtype, withLast(node.shape(0), length === undefined ? undefined : bins(length)))];
}
