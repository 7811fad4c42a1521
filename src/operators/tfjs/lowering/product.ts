import type { Context } from "../../context";
import type { Emitter } from "../../emit";
import type { Lower } from "../../recipe";
import { fusedOf } from "./fused";

/** An operand with its last two axes the other way round where the attribute says so. */
function matrix(
  node: Context,
  emit: Emitter,
  input: string,
  index: number,
  turned: string,
): string | undefined {
  if (!node.flag(turned)) return input;
  const rank = node.rank(index);
  if (rank === undefined) return undefined;
  const front = Array.from({ length: rank - 2 }, (_, axis) => axis);
  return emit.transpose(input, [...front, rank - 1, rank - 2]);
}

const product =
  (left: string, right: string): Lower =>
  (recipe) => {
    const { node, emit, inputNames } = recipe;
    const a = matrix(node, emit, inputNames[0] ?? "", 0, left);
    const b = matrix(node, emit, inputNames[1] ?? "", 1, right);
    if (a === undefined || b === undefined) return undefined;
    const { bias, behind } = fusedOf(recipe);
    const multiplied = emit.one("MatMul", [a, b]);
    const all = behind(bias === undefined ? multiplied : emit.one("Add", [multiplied, bias]));
    return all === undefined ? undefined : [all];
  };

const einsum: Lower = ({ node, emit, inputNames }) => {
  const equation = node.text("equation");
  return equation === undefined ? undefined : [emit.one("Einsum", inputNames, { equation })];
};

/** All diagonals from so many below the main one to so many above it; negative numbers are all of them. */
const band: Lower = ({ node, emit, inputNames: [x = ""] }) => {
  const [below, above] = [node.numbers(1)?.[0], node.numbers(2)?.[0]];
  if (below === undefined || above === undefined) return undefined;
  const lower = above < 0 ? x : emit.one("Trilu", [x, emit.ints(above)], { upper: 0 });
  return [below < 0 ? lower : emit.one("Trilu", [lower, emit.ints(-below)], { upper: 1 })];
};

export const products: Readonly<Record<string, Lower>> = {
  MatMul: product("transpose_a", "transpose_b"),
  _FusedMatMul: product("transpose_a", "transpose_b"),
  BatchMatMul: product("adj_x", "adj_y"),
  BatchMatMulV2: product("adj_x", "adj_y"),
  Einsum: einsum,
  MatrixBandPart: band,
};
