import { shapeOf } from "../contraction";
import { sizesOf, unbroadcast } from "../cotangent";
import type { Emitter } from "../emit";
import { TO } from "../emit";
import type { Gradient, GradientRecipe } from "../recipe";
import { BLOCKED } from "../recipe";

/** The last two axes exchanged. */
function turned(emit: Emitter, name: string, rank: number): string {
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  return emit.transpose(name, [...axes.slice(0, -2), rank - 1, rank - 2]);
}

/** `α·op(A)·op(B)`, with matrices turned as the attributes say; turned batches have no rule here. */
export const fusedMatMulGradient: Gradient = (recipe) => {
  const { node, emit, inputNames, cotangents, wants } = recipe;
  const [[a = "", b = ""], [given]] = [inputNames, cotangents];
  const [sizesA, sizesB] = [sizesOf(node.shape(0)), sizesOf(node.shape(1))];
  const odd = node.flag("transBatchA") || node.flag("transBatchB") || node.text("activation", "") !== "";
  if (odd || sizesA.length < 2 || sizesB.length < 2) return undefined;
  if (given === undefined) return [undefined, undefined];
  const [turnsA, turnsB] = [node.flag("transA"), node.flag("transB")];
  const alpha = node.float("alpha") ?? 1;
  const g = alpha === 1 ? given : emit.one("Mul", [given, emit.floats(alpha)]);
  const sizes = sizesOf(shapeOf(recipe.outputs[0]));
  const batch = sizes.slice(0, -2);
  const way = (name: string, of: readonly number[], turn: boolean): string =>
    turn ? turned(emit, name, of.length) : name;
  // d op(A) = g·op(B)ᵀ and d op(B) = op(A)ᵀ·g; where op turns, so does what comes out.
  const left = (): string => {
    const factors = turnsA ? [way(b, sizesB, turnsB), way(g, sizes, true)] : [g, way(b, sizesB, !turnsB)];
    return unbroadcast(emit, emit.one("MatMul", factors), [...batch, ...sizesA.slice(-2)], sizesA);
  };
  const right = (): string => {
    const factors = turnsB ? [way(g, sizes, true), way(a, sizesA, turnsA)] : [way(a, sizesA, !turnsA), g];
    return unbroadcast(emit, emit.one("MatMul", factors), [...batch, ...sizesB.slice(-2)], sizesB);
  };
  return [wants(0) ? left() : undefined, wants(1) ? right() : undefined];
};

/** By the data, and the bias: the weight is whole numbers in blocks, unpacked here to be multiplied. */
export const packedProductGradient: Gradient = (recipe) => {
  const { node, emit, inputNames, cotangents, wants } = recipe;
  const [g] = cotangents;
  const bits = node.int("bits", 4);
  const dtype = node.dtype(3);
  if ((bits !== 4 && bits !== 8) || node.given(4)) return undefined;
  if (node.dtype(1) !== "uint8" || (dtype !== undefined && dtype !== "uint8" && dtype !== "float32"))
    return undefined;
  if (g === undefined) return [];
  const sizes = sizesOf(shapeOf(recipe.outputs[0]));
  const bias = (): string => unbroadcast(emit, g, sizes, sizesOf(node.shape(5)));
  const data = (): string => emit.one("MatMul", [g, unpacked(recipe, bits)]);
  return inputNames.map((_, index) => {
    if (index >= 1 && index <= 4) return BLOCKED;
    if (!wants(index)) return undefined;
    return index === 0 ? data() : bias();
  });
};

/** The weight `[N, K]` (https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#com.microsoft.MatMulNBits). */
function unpacked({ node, emit, inputNames }: GradientRecipe, bits: number): string {
  const [, packed = "", scales = "", zeros = ""] = inputNames;
  const [rows, width] = [node.int("N", 0), node.int("K", 0)];
  const block = node.int("block_size", 32);
  const blocks = Math.ceil(width / block);
  const numbers = emit.reshape(split(emit, packed, bits), [rows, blocks, block]);
  // Zero points are packed row by row, and each row ends with a whole byte.
  const zero = (): string => {
    if (node.dtype(3) === "float32") return emit.reshape(zeros, [rows, blocks, 1]);
    const all = emit.reshape(split(emit, zeros, bits), [rows, -1]);
    return emit.reshape(emit.slice(all, [0], [blocks], [1]), [rows, blocks, 1]);
  };
  const shifted = emit.one("Sub", [numbers, zeros === "" ? emit.floats(2 ** (bits - 1)) : zero()]);
  const weights = emit.one("Mul", [shifted, emit.reshape(scales, [rows, blocks, 1])]);
  return emit.slice(emit.reshape(weights, [rows, blocks * block]), [0], [width], [1]);
}

/** The numbers in bytes, the lower half first. */
function split(emit: Emitter, bytes: string, bits: number): string {
  const flat = emit.reshape(emit.cast(bytes, TO.float32), [-1, 1]);
  if (bits === 8) return flat;
  const high = emit.one("Floor", [emit.one("Div", [flat, emit.floats(16)])]);
  const low = emit.one("Sub", [flat, emit.one("Mul", [high, emit.floats(16)])]);
  return emit.one("Concat", [low, high], { axis: 1 });
}
