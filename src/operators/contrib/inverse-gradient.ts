import type { Gradient } from "../recipe";

/** `-yᵀ·g·yᵀ`, y the inverse (https://people.maths.ox.ac.uk/gilesm/files/NA-08-01.pdf, 2.2.3). */
export const inverseGradient: Gradient = ({ node, emit, outputNames: [y = ""], cotangents: [g] }) => {
  if (g === undefined) return [undefined];
  const axes = Array.from({ length: node.rank(0) ?? 2 }, (_, axis) => axis);
  const turned = emit.transpose(y, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
  return [emit.one("Neg", [emit.one("MatMul", [emit.one("MatMul", [turned, g]), turned])])];
};
