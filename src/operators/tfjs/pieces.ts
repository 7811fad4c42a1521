import type { Expression } from "../../model/expression";
import { add, subtract } from "../../model/expression";
import type { Dimension } from "../../model/shape";
import { axisOf } from "../axis";
import type { Context } from "../context";
import { like } from "../elementwise";
import type { Family } from "../entry";
import { constants, entry } from "../entry";
import { int, label } from "../label";
import { gathered, gatheredByPlace } from "../onnx/choose";
import { shapeFrom } from "../onnx/constant";
import { concatenated, sliced, split } from "../onnx/piece";
import { unsqueezed } from "../onnx/view";
import type { Element, Value } from "../value";
import { tensor, unknownShape } from "../value";
import { seenAs } from "../seen-as";
import { asOnnx, inputsBut } from "./settings";
import { strided } from "./strided-slice";

/** Operands, then the axis; in the older form the axis comes first. */
function joined(node: Context, axisAt: number): readonly Value[] {
  const axis = node.numbers(axisAt)?.[0];
  const operands = asOnnx(node, {}, inputsBut(node, axisAt));
  if (axis === undefined) return [tensor(operands.dtype(0), undefined)];
  return concatenated(operands, axis);
}

/** A new axis along which the operands lie. */
function packed(node: Context): readonly Value[] {
  const axis = node.int("axis", 0);
  const raised = node.inputs.map(
    (_, index): Value => unsqueezed(asOnnx(node, {}, [index]), [axis])[0] ?? node.input(index),
  );
  const rank = node.rank(0);
  if (rank === undefined) return [tensor(node.dtype(0), undefined)];
  return concatenated(seenAs(node, { inputs: raised }), axis < 0 ? axis + rank + 1 : axis);
}

/** One value for each place along the axis, which goes. */
function unpacked(node: Context): readonly Value[] {
  const shape = node.shape(0);
  const axis = shape && axisOf(node.int("axis", 0), shape.length);
  const elements = shape?.length === 1 ? node.elements(0) : undefined;
  return node.node.outputs.map((_, index) =>
    tensor(
      node.dtype(0),
      axis === undefined ? undefined : shape?.toSpliced(axis, 1),
      elements && [elements[index]],
    ),
  );
}

/** Parts along an axis that an input names. */
function parted(node: Context, data: number, axisAt: number, sizesAt?: number): readonly Value[] {
  const axis = node.numbers(axisAt)?.[0];
  const seen = asOnnx(node, { axis }, [data]);
  if (axis === undefined) {
    return node.node.outputs.map(() => tensor(node.dtype(data), undefined));
  }
  if (sizesAt === undefined) return split(seen, undefined, false);
  const sizes = node.elements(sizesAt);
  return split(seen, sizes && filled(sizes, seen.dimension(0, axis)), false);
}

/** A size written as -1 is what the others leave. */
function filled(sizes: readonly Element[], whole: Dimension): readonly Element[] {
  const others = sizes.filter((size) => size !== -1);
  if (others.length === sizes.length) return sizes;
  const known = others.filter((size): size is Expression => size !== undefined);
  const rest =
    whole === undefined || known.length < others.length ? undefined : subtract(whole, add(0, ...known));
  return sizes.map((size) => (size === -1 ? rest : size));
}

/** From `begin` on, `size` long; -1 is all that is left. */
function cutOut(node: Context): readonly Value[] {
  const [shape, begin, size] = [node.shape(0), node.elements(1), node.elements(2)];
  if (shape === undefined) return [tensor(node.dtype(0), undefined)];
  if (begin === undefined || size === undefined) return [tensor(node.dtype(0), unknownShape(shape.length))];
  const ends = size.map((one, axis): Element => {
    const from = begin[axis];
    if (one === -1) return shape[axis];
    return one === undefined || from === undefined ? undefined : add(from, one);
  });
  return sliced(node, { starts: begin, ends, axes: shape.map((_, axis) => axis), steps: undefined });
}

/** https://www.tensorflow.org/api_docs/python/tf/gather: batch dimensions are in both. */
function gatheredAlong(node: Context, axis: number | undefined): readonly Value[] {
  const batch = node.int("batch_dims", 0);
  if (axis === undefined) return [tensor(node.dtype(0), undefined)];
  if (batch === 0) return gathered(asOnnx(node, { axis }));
  const [data, indices] = [node.shape(0), node.shape(1)];
  const at = data && axisOf(axis, data.length);
  if (data === undefined || indices === undefined || at === undefined)
    return [tensor(node.dtype(0), undefined)];
  return [tensor(node.dtype(0), [...data.slice(0, at), ...indices.slice(batch), ...data.slice(at + 1)])];
}

const alongAxis = label(int("axis", "axis", 0));

export const pieces: Family = {
  Concat: [
    entry(1, "shape", "axis tensors…", "y", { slots: constants("axis"), infer: (node) => joined(node, 0) }),
  ],
  // The axis is the last of the inputs.
  ConcatV2: [entry(1, "shape", "tensors…", "y", { infer: (node) => joined(node, node.inputs.length - 1) })],
  Pack: [entry(1, "shape", "tensors…", "y", { label: alongAxis, infer: packed })],
  Unpack: [entry(1, "shape", "tensor", "parts…", { label: alongAxis, infer: unpacked })],
  Split: [
    entry(1, "shape", "axis x", "parts…", {
      slots: constants("axis"),
      label: label(int("num_split", "parts")),
      infer: (node) => parted(node, 1, 0),
    }),
  ],
  SplitV: [
    entry(1, "shape", "x numOrSizeSplits axis", "parts…", {
      slots: constants("numOrSizeSplits axis"),
      infer: (node) => parted(node, 0, 2, 1),
    }),
  ],
  Slice: [entry(1, "shape", "x begin size", "y", { slots: constants("begin size"), infer: cutOut })],
  StridedSlice: [
    entry(1, "shape", "x begin end strides", "y", { slots: constants("begin end strides"), infer: strided }),
  ],
  Gather: [
    entry(1, "shape", "x indices", "y", {
      slots: { x: { kind: "learned", word: "table" }, ...constants("indices") },
      infer: (node) => gatheredAlong(node, 0),
    }),
  ],
  GatherV2: [
    entry(1, "shape", "x indices axis", "y", {
      slots: { x: { kind: "learned", word: "table" }, ...constants("indices axis") },
      label: label(int("batch_dims", "batch dimensions", 0)),
      infer: (node) => gatheredAlong(node, node.numbers(2)?.[0]),
    }),
  ],
  GatherNd: [
    entry(1, "shape", "x indices", "y", {
      slots: constants("indices"),
      infer: (node) => gatheredByPlace(asOnnx(node, {})),
    }),
  ],
  Reverse: [entry(1, "shape", "x dims", "y", { slots: constants("dims"), infer: like() })],
  ReverseV2: [entry(1, "shape", "x axis", "y", { slots: constants("axis"), infer: like() })],
  ScatterNd: [
    entry(1, "shape", "indices values shape", "y", {
      slots: constants("indices shape"),
      infer: (node) => [tensor(node.dtype(1), shapeFrom(node, 2))],
    }),
  ],
  TensorScatterUpdate: [
    entry(1, "shape", "tensor indices values", "y", { slots: constants("indices"), infer: like() }),
  ],
  SparseToDense: [
    entry(1, "shape", "sparseIndices outputShape sparseValues defaultValue", "y", {
      slots: constants("sparseIndices outputShape defaultValue"),
      infer: (node) => [tensor(node.dtype(2), shapeFrom(node, 1))],
    }),
  ],
};
