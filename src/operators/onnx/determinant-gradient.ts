import { sizesOf } from "../cotangent";
import type { Gradient } from "../recipe";

/** Larger matrices have too many minors to write them all out. */
const MOST_ROWS = 12;

/** By each element its cofactor: the determinant of what its row and column leave, with a sign. */
export const determinantGradient: Gradient = ({ node, emit, inputNames: [x = ""], cotangents: [g] }) => {
  const sizes = sizesOf(node.shape(0));
  const rows = sizes.at(-1) ?? 0;
  if (rows > MOST_ROWS) return undefined;
  if (g === undefined) return [undefined];
  const batch = sizes.slice(0, -2);
  const wide = emit.reshape(g, [...batch, 1, 1]);
  if (rows === 1) return [wide];
  const all = Array.from({ length: rows }, (_, index) => index);
  const minors = all.flatMap((row) =>
    all.flatMap((column) =>
      all.toSpliced(row, 1).flatMap((from) => all.toSpliced(column, 1).map((at) => from * rows + at)),
    ),
  );
  const flat = emit.reshape(x, [...batch, rows * rows]);
  const taken = emit.one("Gather", [flat, emit.ints(minors)], { axis: -1 });
  const dets = emit.one("Det", [emit.reshape(taken, [...batch, rows, rows, rows - 1, rows - 1])]);
  const signs = all.flatMap((row) => all.map((column) => ((row + column) % 2 === 0 ? 1 : -1)));
  return [emit.one("Mul", [wide, emit.one("Mul", [dets, emit.floats(signs, [rows, rows])])])];
};
