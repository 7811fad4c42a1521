import { TO } from "../../emit";
import type { Lower } from "../../recipe";
import { cast, inTypeOf, isCount, list, outputType, scalar } from "./steering";

const filled: Lower = (recipe) => [recipe.emit.one("Expand", [recipe.inputNames[1] ?? "", list(recipe, 0)])];

/** One number, of a shape that is an input. */
const filledWith =
  (value: number): Lower =>
  (recipe) => {
    const number = scalar(recipe.emit, outputType(recipe), value);
    return number === undefined ? undefined : [recipe.emit.one("Expand", [number, list(recipe, 0)])];
  };

/** One number, of the shape of the input. */
const filledLike =
  (value: number): Lower =>
  ({ node, emit, inputNames: [x = ""] }) => {
    const number = scalar(emit, node.dtype(0), value);
    return number === undefined ? undefined : [emit.one("Expand", [number, emit.one("Shape", [x])])];
  };

const range: Lower = (recipe) => {
  const { emit, inputNames } = recipe;
  return [emit.one("Range", [inputNames[0] ?? "", inTypeOf(recipe, 1, 0), inTypeOf(recipe, 2, 0)])];
};

/** From the start to the stop, both included. */
const linear: Lower = ({ node, emit, inputNames: [start = "", stop = ""] }) => {
  const count = node.scalar(2);
  if (!isCount(count) || count === 0) return undefined;
  const steps = Array.from({ length: count }, (_, index) => index / Math.max(count - 1, 1));
  const way = emit.one("Mul", [emit.floats(steps), emit.one("Sub", [stop, start])]);
  return [emit.one("Add", [start, way])];
};

/** Compared with every place: ONNX's own operator would count indices below 0 from the end. */
const oneHot: Lower = (recipe) => {
  const { node, emit, inputNames } = recipe;
  const [indices = "", , on = ""] = inputNames;
  const [depth, rank] = [node.scalar(1), node.rank(0)];
  const axis = node.int("axis", -1);
  if (!isCount(depth) || rank === undefined || axis > rank) return undefined;
  const at = axis < 0 ? rank : axis;
  const places = emit.ints(Array.from({ length: depth }, (_, index) => index));
  const along = emit.reshape(places, [-1, ...new Array<number>(rank - at).fill(1)]);
  const hit = emit.one("Equal", [emit.unsqueeze(emit.cast(indices, TO.int64), [at]), along]);
  const made = emit.one("Where", [hit, on, inTypeOf(recipe, 3, 2)]);
  const [own, wanted] = [node.dtype(2), outputType(recipe)];
  return [own === wanted ? made : (cast(emit, made, wanted) ?? made)];
};

/** The rows that hold where the condition does. */
const places: Lower = ({ emit, inputNames: [condition = ""] }) => [
  emit.transpose(emit.one("NonZero", [condition]), [1, 0]),
];

const largest: Lower = (recipe) => {
  const { emit, inputNames } = recipe;
  const count = emit.reshape(list(recipe, 1), [1]);
  const [values = "", indices = ""] = emit.several("TopK", [inputNames[0] ?? "", count], 2);
  return [values, cast(emit, indices, outputType(recipe, 1)) ?? indices];
};

/** Of one class in one image; the places of the boxes alone are wanted. */
const suppressed: Lower = (recipe) => {
  const { emit, inputNames } = recipe;
  const [boxes = "", scores = ""] = inputNames;
  const limits = inputNames.slice(3).map((limit) => emit.reshape(limit, [1]));
  const most = emit.reshape(list(recipe, 2), [1]);
  const selected = emit.one("NonMaxSuppression", [
    emit.unsqueeze(boxes, [0]),
    emit.unsqueeze(scores, [0, 1]),
    most,
    ...limits,
  ]);
  return [emit.cast(emit.one("Gather", [selected, emit.ints(2)], { axis: 1 }), TO.int32)];
};

export const creation: Readonly<Record<string, Lower>> = {
  Fill: filled,
  Zeros: filledWith(0),
  Ones: filledWith(1),
  ZerosLike: filledLike(0),
  OnesLike: filledLike(1),
  Range: range,
  LinSpace: linear,
  OneHot: oneHot,
  Where: places,
  TopKV2: largest,
  NonMaxSuppressionV2: suppressed,
  NonMaxSuppressionV3: suppressed,
};
