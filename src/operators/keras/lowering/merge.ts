import type { Reduction } from "../../emit";
import type { Lower } from "../../recipe";
import { axisOf } from "../../axis";

/** An operator of ONNX that takes as many operands as there are, and broadcasts them. */
export const lowerMerge =
  (operator: "Sum" | "Mean" | "Max" | "Min"): Lower =>
  ({ emit, inputNames }) => [emit.one(operator, inputNames)];

export const lowerSubtract: Lower = ({ emit, inputNames }) => [emit.one("Sub", inputNames.slice(0, 2))];

export const lowerMultiply: Lower = ({ emit, inputNames: [first = "", ...others] }) => [
  others.reduce((product, other) => emit.one("Mul", [product, other]), first),
];

export const lowerConcatenate: Lower = ({ node, emit, inputNames }) => [
  emit.one("Concat", inputNames, { axis: node.int("axis", -1) }),
];

const LENGTH: Reduction = "ReduceL2";

/** What is summed over stands last in the first operand and second to last in the other. */
export const lowerDot: Lower = ({ node, emit, inputNames: [a = "", b = ""] }) => {
  const given = node.ints("axes") ?? [node.int("axes", -1)];
  const [ranks, sum] = [[node.rank(0), node.rank(1)], node.flag("normalize")];
  const operands = [a, b].map((name, index) => {
    const rank = ranks[index];
    const axis = axisOf(given[index] ?? given[0] ?? -1, rank ?? 0);
    if (rank === undefined || axis === undefined || rank < 2) return undefined;
    const others = Array.from({ length: rank }, (_, one) => one).filter((one) => one !== axis && one !== 0);
    const perm = index === 0 ? [0, ...others, axis] : [0, axis, ...others];
    const value = sum ? emit.one("Div", [name, length(name, axis)]) : name;
    return { value: emit.transpose(value, perm), rank };
  });
  const [left, right] = operands;
  if (left === undefined || right === undefined || left.rank > 3 || right.rank > 3) return undefined;
  // Vectors become matrices of one row or column, and vectors again.
  const row = left.rank === 2 ? emit.unsqueeze(left.value, [1]) : left.value;
  const column = right.rank === 2 ? emit.unsqueeze(right.value, [2]) : right.value;
  const product = emit.one("MatMul", [row, column]);
  if (left.rank === 2 && right.rank === 2) return [emit.squeeze(product, [2])];
  const dropped = [...(left.rank === 2 ? [1] : []), ...(right.rank === 2 ? [2] : [])];
  return [dropped.length === 0 ? product : emit.squeeze(product, dropped)];

  function length(name: string, axis: number): string {
    return emit.one("Max", [emit.reduce(LENGTH, name, [axis], true), emit.floats(1e-6)]);
  }
};
