import { axisOf } from "../../axis";
import type { Emitter } from "../../emit";
import type { Lower } from "../../recipe";
import { number } from "./activation";
import { sizeOf, sizesOf } from "./sizes";

/** A vector along one axis, so that it broadcasts against a value of this rank. */
function along(emit: Emitter, vector: string, axis: number, rank: number): string {
  const behind = Array.from({ length: rank - 1 - axis }, (_, index) => index + 1);
  return behind.length === 0 ? vector : emit.unsqueeze(vector, behind);
}

function scaledAndShifted(emit: Emitter, value: string, scale: string, shift: string): string {
  const scaled = scale === "" ? value : emit.one("Mul", [value, scale]);
  return shift === "" ? scaled : emit.one("Add", [scaled, shift]);
}

/** In use, mean and variance are the stored ones. */
export const lowerBatchNormalization: Lower = ({ node, emit, inputNames }) => {
  const [input = "", gamma = "", beta = "", mean = "", variance = ""] = inputNames;
  const rank = node.rank(0);
  const axis = axisOf(node.int("axis") ?? node.ints("axis")?.[0] ?? -1, rank ?? 0);
  if (rank === undefined || axis === undefined) return undefined;
  const vector = (name: string): string => (name === "" ? "" : along(emit, name, axis, rank));
  const spread = emit.one("Sqrt", [emit.one("Add", [variance, emit.floats(number(node, "epsilon", 1e-3))])]);
  const scale = gamma === "" ? emit.one("Reciprocal", [spread]) : emit.one("Div", [gamma, spread]);
  const centred = emit.one("Sub", [input, vector(mean)]);
  return [scaledAndShifted(emit, centred, vector(scale), vector(beta))];
};

/** Mean and variance over axes, of each sample. */
function standardised(emit: Emitter, value: string, axes: readonly number[], epsilon: number): string {
  const centred = emit.one("Sub", [value, emit.reduce("ReduceMean", value, axes, true)]);
  const variance = emit.reduce("ReduceMean", emit.one("Mul", [centred, centred]), axes, true);
  return emit.one("Div", [centred, emit.one("Sqrt", [emit.one("Add", [variance, emit.floats(epsilon)])])]);
}

/** Over several axes, scale and shift have those axes in their order, with those between left out. */
export const lowerLayerNormalization: Lower = ({
  node,
  emit,
  inputNames: [input = "", gamma = "", beta = ""],
}) => {
  const rank = node.rank(0) ?? 0;
  const given = node.ints("axis") ?? [node.int("axis", -1)];
  const axes = given.map((axis) => axisOf(axis, rank)).filter((axis) => axis !== undefined);
  const shape = node.shape(0);
  if (shape === undefined || axes.length !== given.length) return undefined;
  const sizes = shape.map((size, axis) => (axes.includes(axis) ? sizeOf(size) : 1));
  if (!sizes.every((size) => size !== undefined)) return undefined;
  const broad = (name: string): string => (name === "" ? "" : emit.reshape(name, sizes));
  const value = standardised(emit, input, axes, number(node, "epsilon", 1e-3));
  return [scaledAndShifted(emit, value, broad(gamma), broad(beta))];
};

/** Wu and He 2018: the channels of a group, with all that lies between, share mean and variance. */
export const lowerGroupNormalization: Lower = ({
  node,
  emit,
  inputNames: [input = "", gamma = "", beta = ""],
}) => {
  const sizes = sizesOf(node.shape(0));
  const rank = sizes?.length ?? 0;
  const axis = axisOf(node.int("axis", -1), rank);
  const channels = axis === undefined ? undefined : sizes?.[axis];
  if (sizes === undefined || axis === undefined || channels === undefined) return undefined;
  const groups = node.int("groups", 32) === -1 ? channels : node.int("groups", 32);
  const parted = emit.reshape(input, sizes.toSpliced(axis, 1, groups, channels / groups));
  const axes = Array.from({ length: rank }, (_, index) => index + 1).filter((index) => index !== axis);
  const value = emit.reshape(standardised(emit, parted, axes, number(node, "epsilon", 1e-3)), sizes);
  const vector = (name: string): string => (name === "" ? "" : along(emit, name, axis, rank));
  return [scaledAndShifted(emit, value, vector(gamma), vector(beta))];
};

export const lowerRmsNormalization: Lower = ({ node, emit, inputNames: [input = "", scale = ""] }) => {
  const rank = node.rank(0);
  const axis = axisOf(node.int("axis", -1), rank ?? 0);
  if (rank === undefined || axis === undefined) return undefined;
  const square = emit.reduce("ReduceMean", emit.one("Mul", [input, input]), [axis], true);
  const spread = emit.one("Sqrt", [emit.one("Add", [square, emit.floats(number(node, "epsilon", 1e-6))])]);
  return [scaledAndShifted(emit, emit.one("Div", [input, spread]), along(emit, scale, axis, rank), "")];
};

/** To a length of one along an axis. */
export const lowerUnitNormalization: Lower = ({ node, emit, inputNames: [input = ""] }) => {
  const length = emit.reduce("ReduceL2", input, node.ints("axis") ?? [node.int("axis", -1)], true);
  // TensorFlow's l2_normalize keeps the square of the length at 1e-12 at least.
  return [emit.one("Div", [input, emit.one("Max", [length, emit.floats(1e-6)])])];
};

/** Of each feature along the last axis. */
export const lowerNormalization: Lower = ({
  node,
  emit,
  inputNames: [input = "", mean = "", variance = ""],
}) => {
  if (mean === "" || variance === "") return undefined;
  const spread = emit.one("Max", [emit.one("Sqrt", [variance]), emit.floats(1e-7)]);
  const centred = emit.one("Sub", [input, mean]);
  return [
    node.flag("invert")
      ? emit.one("Add", [emit.one("Mul", [input, spread]), mean])
      : emit.one("Div", [centred, spread]),
  ];
};

export const lowerRescaling: Lower = ({ node, emit, inputNames: [input = ""] }) => {
  const [scale, offset] = [number(node, "scale", 1), number(node, "offset", 0)];
  return [emit.one("Add", [emit.one("Mul", [input, emit.floats(scale)]), emit.floats(offset)])];
};
