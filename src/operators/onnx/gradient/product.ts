import { sizesOf, unbroadcast } from "../../cotangent";
import { float } from "../../emit";
import type { Gradient } from "../../recipe";

/** Vectors are matrices of one row or column; a product of a stack with one matrix is one product. */
export const matMulGradient: Gradient = ({
  node,
  emit,
  inputNames: [a = "", b = ""],
  cotangents: [g],
  wants,
}) => {
  if (g === undefined) return [undefined, undefined];
  const [ownA, ownB] = [sizesOf(node.shape(0)), sizesOf(node.shape(1))];
  const left = ownA.length === 1 ? [1, ...ownA] : ownA;
  const right = ownB.length === 1 ? [...ownB, 1] : ownB;
  const [rows = 1, inner = 1] = left.slice(-2);
  const [, columns = 1] = right.slice(-2);
  const outer = outerOf(left, right);
  const wide = ownA.length > 1 && ownB.length > 1 ? g : emit.reshape(g, [...outer, rows, columns]);
  const matrixA = ownA.length === 1 ? emit.reshape(a, left) : a;
  const matrixB = ownB.length === 1 ? emit.reshape(b, right) : b;
  const forA = (): string => {
    const made = emit.one("MatMul", [wide, turned(right.length, matrixB)]);
    const summed = unbroadcast(emit, made, [...outer, rows, inner], left);
    return ownA.length === 1 ? emit.reshape(summed, ownA) : summed;
  };
  const forB = (): string => {
    if (right.length === 2 && left.length > 2) {
      const flat = emit.reshape(matrixA, [-1, inner]);
      const made = emit.one("Gemm", [flat, emit.reshape(wide, [-1, columns])], { transA: 1 });
      return ownB.length === 1 ? emit.reshape(made, ownB) : made;
    }
    const made = emit.one("MatMul", [turned(left.length, matrixA), wide]);
    const summed = unbroadcast(emit, made, [...outer, inner, columns], right);
    return ownB.length === 1 ? emit.reshape(summed, ownB) : summed;
  };
  return [wants(0) ? forA() : undefined, wants(1) ? forB() : undefined];

  function turned(rank: number, name: string): string {
    const axes = Array.from({ length: rank }, (_, axis) => axis);
    return emit.transpose(name, [...axes.slice(0, -2), rank - 1, rank - 2]);
  }
};

/** The sizes before the matrices, broadcast. */
function outerOf(left: readonly number[], right: readonly number[]): readonly number[] {
  const rank = Math.max(left.length, right.length) - 2;
  const at = (sizes: readonly number[], axis: number): number => sizes[sizes.length - 2 - rank + axis] ?? 1;
  return Array.from({ length: rank }, (_, axis) => {
    const one = at(left, axis);
    return one === 1 ? at(right, axis) : one;
  });
}

/** `Y = α·A'·B' + β·C`, A' and B' turned or not. */
export const gemmGradient: Gradient = ({
  node,
  emit,
  outputs,
  inputNames: [a = "", b = ""],
  cotangents: [g],
  wants,
}) => {
  if (g === undefined) return [undefined, undefined, undefined];
  const alpha = float(node.float("alpha") ?? 1);
  const [turnsA, turnsB] = [node.flag("transA") ? 1 : 0, node.flag("transB") ? 1 : 0];
  const forA = (): string =>
    turnsA === 0
      ? emit.one("Gemm", [g, b], { alpha, transB: 1 - turnsB })
      : emit.one("Gemm", [b, g], { alpha, transA: turnsB, transB: 1 });
  const forB = (): string =>
    turnsB === 0
      ? emit.one("Gemm", [a, g], { alpha, transA: 1 - turnsA })
      : emit.one("Gemm", [g, a], { alpha, transA: 1, transB: turnsA });
  const forC = (): string => {
    const [output] = outputs;
    const from = output?.type.kind === "tensor" ? sizesOf(output.type.shape) : [];
    const summed = unbroadcast(emit, g, from, sizesOf(node.shape(2)));
    const beta = node.float("beta") ?? 1;
    return beta === 1 ? summed : emit.one("Mul", [summed, emit.floats(beta)]);
  };
  return [wants(0) ? forA() : undefined, wants(1) ? forB() : undefined, wants(2) ? forC() : undefined];
};
